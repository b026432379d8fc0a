import { type ModelSource, nameOf, type ProgressListener, readSource } from '../controller/model-source.js';
import { DilatoneError } from '../errors.js';
import { expectOptions } from '../model/untrusted.js';
import { keepUnknown, MOST_TEXT, readRig } from './document/read-rig.js';
import type { FileReference, RigBlock, RigDocument } from './document/rig-document.js';
import { resolveAddress } from './files/resolve-address.js';

/** How to load a rig. */
export interface LoadRigOptions {
  /** Ends the download; the promise then rejects with a DilatoneError `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Called while the rig is downloaded: bytes so far, and of the whole file, or null where the server does not say. */
  readonly onProgress?: ProgressListener | undefined;
}

/**
 * Loads a rig from an address, a file (a Blob), the answer of `fetch`, or bytes. Relative addresses of its files are those beside the
 * rig: they become whole ones. From a file or bytes they stay as they are.
 *
 * Rejects with a DilatoneError: `load` where it cannot be fetched or read, `aborted`, and those of `readRig`; the `where` of an
 * error begins with the address or the file's name, if there is one. Rejects with a TypeError for any other source.
 */
export async function loadRig(source: ModelSource, options: LoadRigOptions = {}): Promise<RigDocument> {
  const { signal, onProgress } = expectOptions(options);
  const where = nameOf(source);
  try {
    const { bytes, name, isPage, address } = await readSource(source, where, MOST_TEXT, signal, onProgress);
    signal?.throwIfAborted();
    if (isPage)
      throw new DilatoneError('load', name, 'expected a rig, got a web page; there may be no file at this address');
    return withWholeAddresses(readNamed(bytes, name), address);
  } catch (cause) {
    if (signal?.aborted) throw new DilatoneError('aborted', where, 'ended by the caller', { cause: signal.reason });
    throw cause;
  }
}

/** Reads the bytes of a rig; errors begin with its name. */
function readNamed(bytes: Uint8Array, name: string): RigDocument {
  try {
    return readRig(decodeText(bytes));
  } catch (cause) {
    if (!(cause instanceof DilatoneError) || name === 'file') throw cause;
    throw new DilatoneError(cause.code, `${name}: ${cause.where}`, cause.message.slice(cause.where.length + 2), {
      cause,
    });
  }
}

/** The text of bytes in UTF-8, with or without a byte order mark. DilatoneError `malformed` for others. */
function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DilatoneError('malformed', 'rig', 'expected JSON, got bytes that are no text', { cause });
  }
}

/** The rig with all addresses of files made whole against its own. */
function withWholeAddresses(rig: RigDocument, address: string | null): RigDocument {
  const whole = (reference: FileReference): FileReference =>
    reference.url === undefined ? reference : { ...reference, url: resolveAddress(reference.url, address) };
  const change = (block: RigBlock): RigBlock => {
    switch (block.type) {
      case 'model':
        return { ...block, model: whole(block.model) };
      case 'cabinet':
        return { ...block, response: whole(block.response) };
      case 'split':
        return { ...block, paths: [block.paths[0].map(change), block.paths[1].map(change)] };
      default:
        return block;
    }
  };
  return keepUnknown(rig, { ...rig, blocks: rig.blocks.map(change) });
}
