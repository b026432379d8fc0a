import { DilatoneError } from '../errors.js';
import { type ParseOptions, parseModel } from '../formats/parse-model.js';
import { DEFAULT_LIMITS, expectAtMost } from '../model/limits.js';
import type { Model } from '../model/model.js';

/** How to load a model. */
export interface LoadOptions extends ParseOptions {
  /** Aborts the download or the reading; the promise then rejects with a DilatoneError `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Loads a model of any supported format from an address, a file (a Blob) or bytes. Runs on the main thread or in a worker;
 * needs no audio context. The model has no connection to its source afterwards: bytes can be reused, and nothing has to be
 * released.
 *
 * Rejects with a DilatoneError: `load` where the bytes cannot be fetched or read, `limit` where there are too many of them
 * (reading stops there), `aborted`, and those of `parseModel`; with a TypeError for any other source.
 */
export async function loadModel(
  source: URL | string | ArrayBuffer | Uint8Array | Blob,
  { signal, limits }: LoadOptions = {},
): Promise<Model> {
  const maxBytes = limits?.fileBytes ?? DEFAULT_LIMITS.fileBytes;
  const bytes = await readSource(source, maxBytes, signal);
  return parseModel(bytes, { limits });
}

async function readSource(
  source: URL | string | ArrayBuffer | Uint8Array | Blob,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  // Not instanceof: test runners pass arrays of another realm.
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  if (!(typeof source === 'string' || source instanceof URL || source instanceof Blob)) {
    throw new TypeError(
      `source: expected an address, a Blob or bytes, got ${source === null ? 'null' : typeof source}`,
    );
  }
  const where = source instanceof Blob ? nameOf(source) : String(source);
  try {
    signal?.throwIfAborted();
    if (!(source instanceof Blob)) return await download(source, maxBytes, where, signal);
    expectAtMost(maxBytes, 'bytes', source.size, where);
    return new Uint8Array(await source.arrayBuffer());
  } catch (cause) {
    if (cause instanceof DilatoneError) throw cause;
    if (signal?.aborted) throw new DilatoneError('aborted', where, 'ended by the caller', { cause: signal.reason });
    throw new DilatoneError('load', where, `expected readable bytes, got ${cause}`, { cause });
  }
}

function nameOf(blob: Blob): string {
  return 'name' in blob ? String(blob.name) : 'file';
}

async function download(
  url: URL | string,
  maxBytes: number,
  where: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const response = await fetch(url, { signal });
  if (!response.ok) {
    const status = `${response.status} ${response.statusText}`.trim();
    throw new DilatoneError('load', where, `expected a file, got HTTP status ${status}`);
  }
  try {
    expectAtMost(maxBytes, 'bytes', Number(response.headers.get('content-length') ?? 0), where);
    return await readAll(response, maxBytes, where);
  } catch (error) {
    await response.body?.cancel().catch(() => {});
    throw error;
  }
}

/** Reads a body of unknown length: a server may omit the length, or send more than it announced. */
async function readAll(response: Response, maxBytes: number, where: string): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array(0);
  const reader = response.body.getReader();
  try {
    const parts: Uint8Array[] = [];
    let length = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      length += part.value.length;
      expectAtMost(maxBytes, 'bytes', length, where);
      parts.push(part.value);
    }
    return join(parts, length);
  } finally {
    reader.releaseLock();
  }
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let start = 0;
  for (const part of parts) {
    bytes.set(part, start);
    start += part.length;
  }
  return bytes;
}
