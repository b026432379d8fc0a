/** Keeps the bytes of files by their hash. An app may bring its own. */
export interface FileStore {
  /** The bytes of a hash (SHA-256 in lower-case hexadecimal); null if there are none. */
  get(sha256: string): Promise<Uint8Array | null>;
  /** Keeps bytes under their hash. May give up silently, such as where the disk is full. */
  put(sha256: string, bytes: Uint8Array): Promise<void>;
}

/** A store that lasts as long as it is referred to. */
export function memoryFiles(): FileStore {
  const files = new Map<string, Uint8Array>();
  return {
    get: async (sha256) => files.get(sha256) ?? null,
    put: async (sha256, bytes) => {
      files.set(sha256, bytes);
    },
  };
}

/**
 * A store in the browser's Cache Storage: it lasts until the user clears the site's data or the browser needs the space. Where
 * the browser has none (insecure pages, some private windows) nothing is kept, and files are fetched again.
 *
 * @param name of the cache; default `dilatone-files`
 */
export function browserFiles(name = 'dilatone-files'): FileStore {
  const open = async () => {
    try {
      // Frames without an origin of their own throw as soon as they look.
      return await globalThis.caches?.open(name);
    } catch {
      return undefined;
    }
  };
  // Any address will do: requests never leave the page.
  const key = (sha256: string) => `https://files.dilatone.invalid/${sha256}`;
  return {
    get: async (sha256) => {
      const response = await (await open())?.match(key(sha256)).catch(() => undefined);
      const buffer = await response?.arrayBuffer().catch(() => null);
      return buffer ? new Uint8Array(buffer) : null;
    },
    put: async (sha256, bytes) => {
      // Where the disk is full, the file is fetched again the next time.
      await (await open())?.put(key(sha256), new Response(bytes as BodyInit)).catch(() => {});
    },
  };
}
