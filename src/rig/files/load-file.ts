import { nameOf, type ProgressListener, readSource } from '../../controller/model-source.js';
import { DilatoneError } from '../../errors.js';
import { fromBase64 } from '../../model/base64.js';
import { DEFAULT_LIMITS } from '../../model/limits.js';
import type { EmbeddedFile, FileReference } from '../document/rig-document.js';
import type { FileStore } from './file-store.js';
import { resolveAddress } from './resolve-address.js';
import { sha256Hex } from './sha256.js';

/** A file that was found. */
export interface LoadedFile {
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes in lower-case hexadecimal. */
  readonly sha256: string;
  /** What to call it: its own name, or the last part of its address. */
  readonly name: string;
  /** The address in the reference by which it was found, if there was one. */
  readonly url?: string | undefined;
}

/** Where a file may be found, and how. */
export interface LoadFileOptions {
  /** Files that come with a rig, by hash. */
  readonly embedded?: Readonly<Record<string, EmbeddedFile>> | undefined;
  /** Files that were kept. What is fetched is put there. */
  readonly store?: FileStore | undefined;
  /** What relative addresses are resolved against; default: the page. */
  readonly baseUrl?: URL | string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
}

/**
 * Finds a file: by its hash beside the rig or in the store, else at its address, on any origin that allows it (CORS).
 *
 * Rejects with a DilatoneError: `load` where it is nowhere, or its bytes are others than those that the hash names; `limit`,
 * `aborted`, `malformed` for broken base64.
 */
export async function loadFile(reference: FileReference, options: LoadFileOptions = {}): Promise<LoadedFile> {
  const { sha256, url } = reference;
  expectWanted(options.signal, nameOfReference(reference));
  const known = sha256 === undefined ? null : await findByHash(sha256, reference, options);
  if (known !== null) return known;
  if (url === undefined) {
    const detail = 'expected its bytes beside the rig or in the store, got neither, nor an address';
    throw new DilatoneError('load', nameOfReference(reference), detail);
  }
  const bytes = await fetchBytes(resolveAddress(url, options.baseUrl), options);
  const found = await sha256Hex(bytes);
  if (sha256 !== undefined && sha256 !== found) {
    const detail = `expected the file with SHA-256 ${sha256.slice(0, 12)}…, got ${found.slice(0, 12)}…: it has changed`;
    throw new DilatoneError('load', nameOf(url), detail);
  }
  await keep(options.store, found, bytes);
  expectWanted(options.signal, nameOf(url));
  return { bytes, sha256: found, name: reference.name ?? lastPart(url), url };
}

async function findByHash(
  sha256: string,
  reference: FileReference,
  { embedded, store, signal }: LoadFileOptions,
): Promise<LoadedFile | null> {
  const file = embedded !== undefined && Object.hasOwn(embedded, sha256) ? embedded[sha256] : undefined;
  const { name, url } = reference;
  if (file === undefined) {
    const bytes = await keptBytes(store, sha256);
    expectWanted(signal, nameOfReference(reference));
    return bytes && { bytes, sha256, name: name ?? (url === undefined ? '' : lastPart(url)), url };
  }
  const bytes = fromBase64(file.base64, `rig.files.${sha256}`);
  const found = await sha256Hex(bytes);
  if (found !== sha256) {
    throw new DilatoneError('malformed', `rig.files.${sha256}`, `expected bytes of that SHA-256, got ${found}`);
  }
  await keep(store, sha256, bytes);
  expectWanted(signal, nameOfReference(reference));
  return { bytes, sha256, name: name ?? file.name, url };
}

/** The bytes of a hash in a store; null where they are not there, are others, or the store fails. */
async function keptBytes(store: FileStore | undefined, sha256: string): Promise<Uint8Array | null> {
  try {
    const bytes = await store?.get(sha256);
    return bytes && (await sha256Hex(bytes)) === sha256 ? bytes : null;
  } catch {
    return null;
  }
}

/** Keeps a file for the next time. A store that fails keeps none from playing. */
async function keep(store: FileStore | undefined, sha256: string, bytes: Uint8Array): Promise<void> {
  try {
    await store?.put(sha256, bytes);
  } catch {
    // It is fetched again the next time.
  }
}

function expectWanted(signal: AbortSignal | undefined, where: string): void {
  if (signal?.aborted) throw new DilatoneError('aborted', where, 'ended by the caller', { cause: signal.reason });
}

/** How errors name a file. */
function nameOfReference({ name, url, sha256 }: FileReference): string {
  return name || (url === undefined ? undefined : nameOf(url)) || sha256?.slice(0, 12) || 'file';
}

/** Downloads under way, by address: blocks that play the same file share one. */
const underWay = new Map<string, Promise<Uint8Array>>();

async function fetchBytes(address: string, { signal, onProgress }: LoadFileOptions): Promise<Uint8Array> {
  // One that can be ended, or is watched, is not shared.
  if (signal !== undefined || onProgress !== undefined) return readAddress(address, signal, onProgress);
  const known = underWay.get(address);
  if (known !== undefined) return known;
  const reading = readAddress(address, undefined, undefined).finally(() => underWay.delete(address));
  underWay.set(address, reading);
  return reading;
}

async function readAddress(
  address: string,
  signal: AbortSignal | undefined,
  onProgress: ProgressListener | undefined,
): Promise<Uint8Array> {
  const name = nameOf(address);
  try {
    const { bytes, isPage } = await readSource(address, name, DEFAULT_LIMITS.fileBytes, signal, onProgress);
    if (!isPage) return bytes;
    throw new DilatoneError('load', name, 'expected a file, got a web page; there may be no file at this address');
  } catch (cause) {
    expectWanted(signal, name);
    throw cause;
  }
}

/** The name in an address: what follows the last slash. */
function lastPart(url: string): string {
  if (/^(data|blob):/.test(url)) return '';
  const path = url.replace(/[?#].*$/s, '').replace(/\/+$/, '');
  const last = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
