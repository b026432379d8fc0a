import type { ModelBlock, RigBlock, RigDocument, SplitBlock } from '../src/rig/index.js';
import type { BlockState, RigState } from './rig-state.js';

/** Id of the split that a comparison plays. */
export const COMPARISON_ID = 'compare';

/** A model block, and what the page shows of it. */
export interface HeardModel {
  readonly id: string;
  readonly block: ModelBlock;
  readonly state: BlockState | null;
}

/** Two models that are compared; a side is null once its model block is gone. */
export interface Comparison {
  readonly a: HeardModel | null;
  readonly b: HeardModel | null;
  /** B's share, 0 … 1. */
  readonly blend: number;
}

/**
 * The model that the page shows, and that its knobs belong to: the selected one; within a comparison the one that is heard more; else
 * the first of the rig. Null without one.
 */
export function heardModel({ rig }: { readonly rig: RigState }): HeardModel | null {
  const { document, selected } = rig;
  const found = comparison({ rig });
  const models = modelsOf(document.blocks);
  const chosen = models.find(({ id }) => id === selected);
  if (chosen && chosen.id !== found?.a?.id && chosen.id !== found?.b?.id) return withState(chosen, rig);
  if (found && (chosen || isFirst(models, found)))
    return found.blend > 0.5 ? (found.b ?? found.a) : (found.a ?? found.b);
  return models[0] ? withState(models[0], rig) : null;
}

/** The comparison of two models, or null. */
export function comparison({ rig }: { readonly rig: RigState }): Comparison | null {
  const split = comparisonOf(rig.document);
  if (!split) return null;
  const [a = null, b = null] = split.paths.map((path) => {
    const model = modelsOf(path)[0];
    return model ? withState(model, rig) : null;
  });
  return { a, b, blend: split.blend ?? 0.5 };
}

/** The split that a comparison plays; undefined without one. */
export function comparisonOf({ blocks }: RigDocument): SplitBlock | undefined {
  const find = (list: readonly RigBlock[]): SplitBlock | undefined => {
    for (const block of list) {
      if (block.type !== 'split') continue;
      const found = block.id === COMPARISON_ID ? block : (find(block.paths[0]) ?? find(block.paths[1]));
      if (found) return found;
    }
    return undefined;
  };
  return find(blocks);
}

/** The first block of a type, wherever it is; undefined if there is none. */
export function firstBlock({ blocks }: RigDocument, type: RigBlock['type']): RigBlock | undefined {
  return flat(blocks).find((block) => block.type === type);
}

function isFirst(models: readonly ModelBlock[], { a, b }: Comparison): boolean {
  return models[0] !== undefined && (models[0].id === a?.id || models[0].id === b?.id);
}

function modelsOf(blocks: readonly RigBlock[]): ModelBlock[] {
  return flat(blocks).filter((block): block is ModelBlock => block.type === 'model');
}

function flat(blocks: readonly RigBlock[]): RigBlock[] {
  return blocks.flatMap((block) => [block, ...(block.type === 'split' ? block.paths.flatMap(flat) : [])]);
}

function withState(block: ModelBlock, { blocks }: RigState): HeardModel {
  const id = block.id as string;
  return { id, block, state: blocks[id] ?? null };
}
