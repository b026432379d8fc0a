import { type ModelSource, nameOf, readSource } from '../../controller/model-source.js';
import { DEFAULT_LIMITS } from '../../model/limits.js';
import type { FileReference } from '../document/rig-document.js';
import type { FileStore } from './file-store.js';
import { sha256Hex } from './sha256.js';

/**
 * Puts a file (a Blob, bytes, what `fetch` gives, or an address) into a store, and resolves with what a block needs to play it:
 * `{ type: 'model', model: await storeFile(file, store) }`. In Node pass bytes and a name.
 *
 * @param name what to call it; default: the file's own name, or the end of its address
 *
 * Rejects with a DilatoneError: `load` or `limit` where it cannot be read, `unsupported` on insecure pages; with a TypeError for any other
 * source.
 */
export async function storeFile(source: ModelSource, store: FileStore, name?: string): Promise<FileReference> {
  const where = nameOf(source);
  const { bytes, isBorrowed } = await readSource(source, where, DEFAULT_LIMITS.fileBytes, undefined);
  // The caller may change its own bytes later.
  const own = isBorrowed ? bytes.slice() : bytes;
  const sha256 = await sha256Hex(own);
  await store.put(sha256, own);
  const called = name ?? (where === 'file' ? '' : where.slice(where.lastIndexOf('/') + 1));
  return { sha256, ...(called !== '' && { name: called }) };
}
