import type { FileReference, ModelBlock, RigBlock, RigDocument } from '../../../src/rig/index.js';
import { BUILTIN_MODELS } from '../../builtin-models.js';
import { COMPARISON_ID, comparisonOf } from '../../rig-selectors.js';
import { allBlocks, changeBlock, findModel, freeId, replaceBlock } from './edit-document.js';
import type { FoundModel, LoadedModel } from './model-library.js';

/** A model block with another model: what belongs to the one before goes, what belongs to the place stays. */
export function withOtherModel(block: ModelBlock, { reference, loaded }: FoundModel): ModelBlock {
  const { name: _name, size: _size, controls: _controls, ...rest } = block;
  const levelDb = loaded.builtinIndex === null ? 0 : BUILTIN_MODELS[loaded.builtinIndex].levelDb;
  return { ...rest, model: reference, outputDb: levelDb };
}

/** The document with another model in a block. */
export function withModel(document: RigDocument, id: string, found: FoundModel): RigDocument {
  const block = findModel(document, id);
  return block ? replaceBlock(document, id, [withOtherModel(block, found)]) : document;
}

/** The document with another response in a cabinet, which is heard then. */
export function withResponse(document: RigDocument, id: string, reference: FileReference): RigDocument {
  return changeBlock(document, id, { response: reference, bypass: false, name: undefined });
}

/** Whether a capture has a loudspeaker in it: `amp_cab`, `amp_pedal_cab`, `full-rig`. */
export function hasCabinet({ model }: LoadedModel): boolean {
  return /cab|full.?rig/i.test(model.info.metadata.gearType ?? '');
}

/** The document with every cabinet bypassed, or heard. */
export function withCabinets(document: RigDocument, bypass: boolean): RigDocument {
  return cabinetsOf(document).reduce((changed, { id }) => changeBlock(changed, id as string, { bypass }), document);
}

/** All cabinets of a rig. */
export function cabinetsOf({ blocks }: RigDocument): RigBlock[] {
  return allBlocks(blocks).filter(({ type }) => type === 'cabinet');
}

/** The document with a second model beside that of a block, on parallel paths, heard alone; or in place of the second one. */
export function withComparison(document: RigDocument, id: string, found: FoundModel): RigDocument {
  const split = comparisonOf(document);
  const block = findModel(document, id);
  if (split) {
    const other = allBlocks(split.paths[1]).find(({ type }) => type === 'model');
    const heard = changeBlock(document, COMPARISON_ID, { blend: 1 });
    return other ? withModel(heard, other.id as string, found) : heard;
  }
  if (!block) return document;
  const second = { ...withOtherModel(block, found), id: freeId(document, `${id}-b`) };
  return replaceBlock(document, id, [{ type: 'split', id: COMPARISON_ID, blend: 1, paths: [[block], [second]] }]);
}

/** The document without the comparison: what is heard stays, and keeps the first model's id. */
export function withoutComparison(document: RigDocument): RigDocument {
  const split = comparisonOf(document);
  if (!split) return document;
  const [first, second] = split.paths;
  const isSecond = (split.blend ?? 0.5) > 0.5;
  const id = allBlocks(first).find(({ type }) => type === 'model')?.id;
  const heard = isSecond ? second : first;
  const model = allBlocks(heard).find(({ type }) => type === 'model');
  const stays = heard.map((block) => (block === model && id !== undefined ? { ...block, id } : block));
  return replaceBlock(document, COMPARISON_ID, stays);
}
