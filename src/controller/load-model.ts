import { DilatoneError } from '../errors.js';
import { type ParseOptions, parseModel, parseOwnBytes } from '../formats/parse-model.js';
import { DEFAULT_LIMITS } from '../model/limits.js';
import type { Model } from '../model/model.js';
import { fileNameOf } from './file-name.js';
import { type ModelSource, nameOf, type ProgressListener, readSource, type SourceBytes } from './model-source.js';

/** How to load a model. */
export interface LoadOptions extends ParseOptions {
  /** Aborts the download or the reading; the promise then rejects with a DilatoneError `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Called while the model is downloaded, also for the answer of `fetch`. */
  readonly onProgress?: ProgressListener | undefined;
}

/**
 * Loads a model of any supported format from an address, a file (a Blob), the answer of `fetch`, or bytes. Runs on the main
 * thread or in a worker; needs no audio context. The model keeps the bytes of its file, `Model.source`, a copy where they are
 * the caller's: those can be reused, and nothing has to be released. In Node pass bytes, `loadModel(await readFile(path))`: a path is no address.
 *
 * Rejects with a DilatoneError: `load` where the bytes cannot be fetched or read, `limit` where there are too many of them
 * (reading stops there), `aborted`, and those of `parseModel`; with a TypeError for any other source. The `where` of an error
 * begins with the address or the file's name if there is one, and goes on with the place in the file:
 * `amp.nam: config.layers[0].channels`.
 */
export async function loadModel(
  source: ModelSource,
  { signal, onProgress, ...options }: LoadOptions = {},
): Promise<Model> {
  const where = nameOf(source);
  const maxBytes = options.limits?.fileBytes ?? DEFAULT_LIMITS.fileBytes;
  try {
    const file = await readSource(source, where, maxBytes, signal, onProgress);
    signal?.throwIfAborted();
    return parseNamed(file, { ...options, name: options.name ?? fileNameOf(source) });
  } catch (cause) {
    if (signal?.aborted) throw new DilatoneError('aborted', where, 'ended by the caller', { cause: signal.reason });
    throw cause;
  }
}

/** Parses a file; its errors begin with its name. */
function parseNamed({ bytes, isBorrowed, name, isPage }: SourceBytes, options: ParseOptions): Model {
  try {
    return isBorrowed ? parseModel(bytes, options) : parseOwnBytes(bytes, options);
  } catch (cause) {
    if (!(cause instanceof DilatoneError) || (name === 'file' && !isPage)) throw cause;
    const { code, where, message } = cause;
    const detail = message.startsWith(`${where}: `) ? message.slice(where.length + 2) : message;
    const hint = isPage && where === 'file' ? '; there may be no file at this address' : '';
    throw new DilatoneError(code, where === 'file' ? name : `${name}: ${where}`, `${detail}${hint}`, { cause });
  }
}
