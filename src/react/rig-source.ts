import type { ModelSource } from '../controller/model-source.js';
import type { ModelFile } from '../model/model.js';
import type { RigBlock, RigDocument } from '../rig/document/rig-document.js';
import { loadRig } from '../rig/load-rig.js';

/** Where a rig comes from: a document, a list of blocks, JSON text, an address, a file or bytes. */
export type RigSource = RigDocument | readonly RigBlock[] | Exclude<ModelSource, Response | ModelFile>;

/** What two sources have in common if they are the same rig: documents are compared by value, addresses by text, others by identity. */
export function keyOf(source: RigSource | null): unknown {
  if (source instanceof URL) return source.href;
  if (!isDocument(source)) return source;
  // Bytes need not be compared: they are named by their hash.
  return JSON.stringify(source, (key, value) => (key === 'files' && value ? Object.keys(value) : value));
}

/** What `createRig` and `setState` take. Rejects as `loadRig` does. */
export async function readSource(source: RigSource, signal: AbortSignal): Promise<unknown> {
  const isText = typeof source === 'string' && /^\s*[{[]/.test(source);
  return isText || isDocument(source) ? source : loadRig(source, { signal });
}

function isDocument(source: RigSource | null): source is RigDocument | readonly RigBlock[] {
  return Array.isArray(source) || (typeof source === 'object' && source !== null && 'blocks' in source);
}
