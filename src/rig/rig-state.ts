import { DilatoneError } from '../errors.js';
import { toBase64 } from '../model/base64.js';
import { readRig } from './document/read-rig.js';
import type { EmbeddedFile, FileReference, RigBlock, RigDocument } from './document/rig-document.js';
import type { LoadedFile } from './files/load-file.js';
import type { PreparedRig } from './prepare/prepare-rig.js';

/** Which files come along with a document as bytes: those without an address, all, or none. */
export type EmbedMode = 'local' | 'all' | 'none';

const MODES: readonly string[] = ['local', 'all', 'none'] satisfies EmbedMode[];

/**
 * The document with references by hash, and with the files that are to come along. What is missing keeps what it had. The caller
 * may change the result: it shares nothing with the document. RangeError for another mode.
 */
export function rigState(document: RigDocument, prepared: PreparedRig, embed: EmbedMode): RigDocument {
  if (!MODES.includes(embed)) throw new RangeError(`embed: expected ${MODES.join(', ')}, got ${String(embed)}`);
  const files: Record<string, EmbeddedFile> = {};

  const refer = (id: string, reference: FileReference): FileReference => {
    const ready = prepared.blocks.get(id);
    if (ready === undefined || ready instanceof DilatoneError || !isOf(reference, ready.file)) {
      const kept = reference.sha256 === undefined ? undefined : document.files?.[reference.sha256];
      if (kept !== undefined && reference.sha256 !== undefined) files[reference.sha256] = kept;
      return reference;
    }
    const { file } = ready;
    const { url, ...rest } = reference;
    const name = reference.name ?? file.name;
    // An address of an object in memory ends with the page.
    const isLasting = url !== undefined && !/^blob:/i.test(url);
    if (embed === 'all' || (embed === 'local' && !isLasting)) files[file.sha256] = embedded(file);
    return { ...rest, ...(isLasting && { url }), sha256: file.sha256, ...(name !== '' && { name }) };
  };
  const stateOf = (block: RigBlock): RigBlock => {
    const id = block.id as string;
    switch (block.type) {
      case 'model':
        return { ...block, model: refer(id, block.model) };
      case 'cabinet':
        return { ...block, response: refer(id, block.response) };
      case 'split':
        return { ...block, paths: [block.paths[0].map(stateOf), block.paths[1].map(stateOf)] };
      default:
        return block;
    }
  };
  const { files: _, ...rest } = document;
  const blocks = document.blocks.map(stateOf);
  return readRig({ ...rest, blocks, ...(Object.keys(files).length > 0 && { files }) });
}

/** Whether a file is that of a reference: while a change is under way, a block still plays another one. */
function isOf({ sha256, url }: FileReference, file: LoadedFile): boolean {
  return url === file.url && (sha256 ?? file.sha256) === file.sha256;
}

function embedded({ name, bytes }: LoadedFile): EmbeddedFile {
  return { name, base64: toBase64(bytes) };
}
