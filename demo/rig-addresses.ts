import type { FileReference, RigBlock, RigDocument } from '../src/rig/index.js';
import { BUILTIN_MODELS, type BuiltinModel } from './builtin-models.js';
import { CABINETS, type Cabinet } from './sound/cabinets.js';

/** What a block plays that comes with the page has an address of this form in documents, wherever the page is. */
const MODELS = 'models/';
const CABINETS_FOLDER = 'cabinets/';

/** The reference to a model that comes with the page. */
export function modelReference({ file, name }: Pick<BuiltinModel, 'file' | 'name'>): FileReference {
  return { url: `${MODELS}${file}`, name };
}

/** The reference to a cabinet that comes with the page. */
export function cabinetReference({ id, name }: Pick<Cabinet, 'id' | 'name'>): FileReference {
  return { url: `${CABINETS_FOLDER}${id}.wav`, name };
}

/** Index among the built-in models; null for other files. */
export function builtinIndexOf(
  { url }: FileReference,
  models: readonly BuiltinModel[] = BUILTIN_MODELS,
): number | null {
  const index = models.findIndex(({ file }) => url === `${MODELS}${file}`);
  return index < 0 ? null : index;
}

/** The built-in cabinet that a reference means, or null. */
export function cabinetOf({ url }: FileReference): Cabinet | null {
  return CABINETS.find(({ id }) => url === `${CABINETS_FOLDER}${id}.wav`) ?? null;
}

/** What tells two files apart. */
export function keyOf({ sha256, url }: FileReference): string {
  return sha256 ?? url ?? '';
}

/** The document with other references to files. */
export function withReferences(
  document: RigDocument,
  change: (reference: FileReference, type: 'model' | 'cabinet') => FileReference,
): RigDocument {
  const changed = (block: RigBlock): RigBlock => {
    switch (block.type) {
      case 'model':
        return { ...block, model: change(block.model, 'model') };
      case 'cabinet':
        return { ...block, response: change(block.response, 'cabinet') };
      case 'split':
        return { ...block, paths: [block.paths[0].map(changed), block.paths[1].map(changed)] };
      default:
        return block;
    }
  };
  return { ...document, blocks: document.blocks.map(changed) };
}
