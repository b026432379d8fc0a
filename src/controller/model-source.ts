import { DilatoneError } from '../errors.js';
import { expectAtMost } from '../model/limits.js';
import type { ModelFile } from '../model/model.js';
import { readModelFile } from '../model/model-file.js';
import type { UnsharedUint8Array } from '../network/unshared.js';

/** What a model can be loaded from: an address, a file, what `fetch` resolves with, bytes, or the file in a node's state. */
export type ModelSource = URL | string | Blob | Response | ArrayBufferLike | ArrayBufferView | ModelFile;

/** The bytes of a source. */
export interface SourceBytes {
  readonly bytes: UnsharedUint8Array;
  /** Whether the bytes are the caller's own, who may change them later. */
  readonly isBorrowed: boolean;
  /** How errors name the source: the address or the file's name, or `file` where it has none. */
  readonly name: string;
  /** Whether a server says that it sent a web page. */
  readonly isPage: boolean;
  /** Where a download came from in the end, whole; null where that is not known. */
  readonly address: string | null;
}

/** Told of a download: bytes so far, and of the whole file; null where the server does not say, or packs it on the way. */
export type ProgressListener = (loadedBytes: number, totalBytes: number | null) => void;

/** A longer address is cut in messages. */
const LONGEST_NAME = 120;

/** How errors name a source. TypeError for what is none. */
export function nameOf(source: ModelSource): string {
  switch (kindOf(source)) {
    case 'String':
      expectAddress(source as string);
      return shorten(source as string);
    case 'URL':
      return shorten(String(source));
    case 'Response':
      return shorten((source as Response).url) || 'file';
    case 'File':
      return shorten((source as File).name) || 'file';
    case 'Blob':
    case 'ArrayBuffer':
    case 'SharedArrayBuffer':
      return 'file';
    default:
      if (ArrayBuffer.isView(source)) return 'file';
      if (isModelFile(source)) return shorten(String(source.name ?? '')) || 'file';
      throw new TypeError(`source: expected an address, a Blob or bytes, got ${describe(source)}`);
  }
}

/** Reads a source of a name; stops at `maxBytes`. Rejects with a DilatoneError `load` or `limit`, or with the signal's reason. */
export async function readSource(
  source: ModelSource,
  name: string,
  maxBytes: number,
  signal: AbortSignal | undefined,
  onProgress?: ProgressListener,
): Promise<SourceBytes> {
  signal?.throwIfAborted();
  switch (kindOf(source)) {
    case 'String':
    case 'URL':
      return readResponse(await request(source as URL | string, name, signal), name, maxBytes, onProgress);
    case 'Response':
      return readResponse(source as Response, name, maxBytes, onProgress);
    case 'File':
    case 'Blob': {
      const blob = source as Blob;
      expectAtMost(maxBytes, 'bytes', blob.size, name);
      return { bytes: await readBlob(blob, name), isBorrowed: false, name, isPage: false, address: null };
    }
    default:
      if (isModelFile(source)) {
        return { ...readModelFile(source, name), isBorrowed: false, name, isPage: false, address: null };
      }
      return { ...bytesOf(source as ArrayBufferLike | ArrayBufferView), name, isPage: false, address: null };
  }
}

/** The name of a value's class. Not `instanceof`: iframes and test runners hand over objects of another realm. */
function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

function isModelFile(source: ModelSource): source is ModelFile {
  return typeof source === 'object' && source !== null && 'base64' in source;
}

function shorten(name: string): string {
  const short = name.replace(/^(data:[^,]{0,80}|blob:).*/s, '$1…');
  return short.length > LONGEST_NAME ? `${short.slice(0, LONGEST_NAME)}…` : short;
}

function expectAddress(text: string): void {
  const isText = /^\s*[{[<]/.test(text) || text.trim().includes('\n');
  if (text !== '' && !isText) return;
  const got = isText ? 'the text of a file; pass its bytes, such as new Blob([text])' : 'an empty one';
  throw new TypeError(`source: expected an address, a Blob or bytes, got ${got}`);
}

/** Keys that model files have. */
const FILE_KEYS = ['architecture', 'config', 'layers', 'weights', 'model_data', 'state_dict'];

function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  const kind = kindOf(value);
  if (kind === 'Promise') return 'a Promise; is an await missing?';
  if (kind !== 'Object') return kind;
  if ('network' in value && 'info' in value) return 'a model that is loaded already';
  if (FILE_KEYS.some((key) => key in value)) return 'the parsed content of a file; pass its bytes';
  return 'object';
}

function bytesOf(source: ArrayBufferLike | ArrayBufferView): Pick<SourceBytes, 'bytes' | 'isBorrowed'> {
  try {
    const bytes = ArrayBuffer.isView(source)
      ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
      : new Uint8Array(source);
    const { buffer } = bytes;
    // Readers of text refuse memory that is shared, or that may grow.
    const isFixed = kindOf(buffer) === 'ArrayBuffer' && !(buffer as { readonly resizable?: boolean }).resizable;
    return { bytes: isFixed ? (bytes as UnsharedUint8Array) : bytes.slice(), isBorrowed: isFixed };
  } catch (cause) {
    throw new TypeError('source: expected bytes, got a buffer that was transferred to another thread', { cause });
  }
}

async function readBlob(blob: Blob, name: string): Promise<UnsharedUint8Array> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (cause) {
    throw new DilatoneError('load', name, `expected readable bytes, got ${cause}`, { cause });
  }
}

async function request(address: URL | string, name: string, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(address, { signal });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new DilatoneError('load', name, explain(cause, String(address)), { cause });
  }
}

/** What to do where nothing could be fetched: browsers do not tell a wrong address from a forbidden one. */
function explain(cause: unknown, address: string): string {
  const { process, document, location } = globalThis as {
    process?: { readonly versions?: { readonly node?: string } };
    document?: { readonly baseURI?: string };
    location?: { readonly href: string };
  };
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(address)?.[1].toLowerCase();
  // One letter is a drive of Windows.
  const isPath = scheme === undefined || scheme === 'file' || scheme.length === 1;
  if (isPath && process?.versions?.node) {
    return 'expected a URL to fetch, got a path; in Node, pass the bytes of the file: loadModel(await readFile(path))';
  }
  if (scheme === 'file') return 'expected an address on a server, got a file; pass a File, or serve it';
  if (!isUrl(address, document?.baseURI ?? location?.href)) {
    return 'expected a whole URL, as there is no page to complete it; pass new URL(path, import.meta.url)';
  }
  const hint = 'the address may be wrong, the network down, or the server may not allow other origins (CORS)';
  return `expected a file, got ${describeError(cause)}; ${hint}`;
}

function isUrl(address: string, base: string | undefined): boolean {
  try {
    return Boolean(new URL(address, base));
  } catch {
    return false;
  }
}

/** An error with its reason, which Node keeps apart. */
function describeError(error: unknown): string {
  const reason = (error as { readonly cause?: { readonly message?: string } } | null)?.cause?.message;
  return reason ? `${error} (${reason})` : String(error);
}

async function readResponse(
  response: Response,
  address: string,
  maxBytes: number,
  onProgress: ProgressListener | undefined,
): Promise<SourceBytes> {
  const name = response.redirected ? `${address} (sent on to ${shorten(response.url)})` : address;
  const fail = (detail: string, cause?: unknown) => new DilatoneError('load', name, detail, { cause });
  if (response.type === 'opaque') throw fail('expected a readable answer, got an opaque one; fetch without no-cors');
  if (!response.ok) throw fail(`expected a file, got HTTP status ${response.status} ${response.statusText}`.trim());
  if (response.bodyUsed) throw fail('expected an answer that was not read yet, got one that was');
  try {
    const announced = Number(response.headers.get('content-length') ?? 0);
    expectAtMost(maxBytes, 'bytes', announced, name);
    // What is sent compressed is announced in compressed bytes.
    const totalBytes = announced > 0 && !response.headers.has('content-encoding') ? announced : null;
    const tell = onProgress && ((loadedBytes: number) => onProgress(loadedBytes, totalBytes));
    const bytes = await readAll(response, maxBytes, name, tell);
    const isPage = /^text\/html/i.test(response.headers.get('content-type') ?? '');
    return { bytes, isBorrowed: false, name, isPage, address: response.url || null };
  } catch (cause) {
    await response.body?.cancel().catch(() => {});
    throw cause instanceof DilatoneError ? cause : fail(`expected readable bytes, got ${describeError(cause)}`, cause);
  }
}

/** Reads a body of unknown length: a server may omit the length, or send more than it announced. */
async function readAll(
  response: Response,
  maxBytes: number,
  name: string,
  tell: ((loadedBytes: number) => void) | undefined,
): Promise<UnsharedUint8Array> {
  if (response.body === null) return new Uint8Array(0);
  const reader = response.body.getReader();
  try {
    const parts: Uint8Array[] = [];
    let length = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      length += part.value.length;
      expectAtMost(maxBytes, 'bytes', length, name);
      parts.push(part.value);
      tell?.(length);
    }
    return join(parts, length);
  } finally {
    reader.releaseLock();
  }
}

function join(parts: readonly Uint8Array[], length: number): UnsharedUint8Array {
  const bytes = new Uint8Array(length);
  let start = 0;
  for (const part of parts) {
    bytes.set(part, start);
    start += part.length;
  }
  return bytes;
}
