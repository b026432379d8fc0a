import { nameOf, readSource } from '../../controller/model-source.js';
import { toBase64 } from '../../model/base64.js';
import { DEFAULT_LIMITS } from '../../model/limits.js';
import { type BlockPlace, expectBlock, insertBlock, replaceBlock } from '../../rig/document/edit-rig.js';
import type { ModelBlock, RigBlock, RigDocument } from '../../rig/document/rig-document.js';
import { sha256Hex } from '../../rig/files/sha256.js';

/** Types of blocks that play a file. */
export type FileBlockType = 'model' | 'cabinet';

/** What the file picker offers for each. All files for models: some systems offer no file whose ending they do not know. */
export const ACCEPTED: Readonly<Record<FileBlockType, string>> = {
  model: '',
  cabinet: '.wav,audio/wav',
};

/** What a file is for, by its name: sounds are cabinets. */
export function blockTypeOf(file: File): FileBlockType {
  return /\.wav$/i.test(file?.name) ? 'cabinet' : 'model';
}

/** The text of a file that is a rig; null for any other. */
export async function rigText(file: File): Promise<string | null> {
  if (!/\.json$/i.test(file?.name)) return null;
  // The format stands at the beginning of what `getState` gives.
  const start = await file.slice(0, 200).text();
  return /"format"\s*:\s*"dilatone-rig"/.test(start) ? file.text() : null;
}

/**
 * The document with a file beside it and a block that plays it: a new one at a place, or the one of `id`. Rejects with a
 * DilatoneError: `load` or `limit` for a file that cannot be read, `unsupported` on insecure pages.
 */
export async function embedFile(
  type: FileBlockType,
  file: File,
): Promise<(document: RigDocument, at: BlockPlace | { readonly id: string }) => RigDocument> {
  const { bytes } = await readSource(file, nameOf(file), DEFAULT_LIMITS.fileBytes, undefined);
  const sha256 = await sha256Hex(bytes);
  const embedded = { name: file.name, base64: toBase64(bytes) };
  const reference = { sha256, name: file.name };
  const played = type === 'model' ? { model: reference } : { response: reference };
  // The document may have changed while the file was read.
  return (document, at) => {
    const withFile = { ...document, files: { ...document.files, [sha256]: embedded } };
    if (!('id' in at)) return insertBlock(withFile, { type, ...played } as RigBlock, at);
    // Controls and sizes are those of the model before.
    const { controls: _controls, size: _size, ...block } = expectBlock(document, at.id) as ModelBlock;
    return replaceBlock(withFile, at.id, { ...block, ...played } as RigBlock);
  };
}
