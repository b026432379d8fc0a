import type { CabinetBlock, ModelBlock, RigBlock, RigDocument } from '../../../src/rig/index.js';
import { builtinOf } from '../../builtin-models.js';
import { layersOfModel } from '../../drawing/layer-words.js';
import { formatArchitecture, formatNumberOf, stemOf } from '../../format.js';
import { LARGEST_SIZE } from '../../model-state.js';
import { cabinetOf, keyOf } from '../../rig-addresses.js';
import type { BlockState } from '../../rig-state.js';
import { allBlocks } from './edit-document.js';
import type { ModelLibrary } from './model-library.js';

/** What is known of the blocks beside their document, by id; files by their key. */
export interface BlockFacts {
  readonly library: ModelLibrary;
  /** Files that cannot be had, and why. */
  readonly missing: ReadonlyMap<string, string>;
  /** Blocks that failed while they played, and why. */
  readonly failed: ReadonlyMap<string, string>;
  /** Blocks whose next file is being opened. */
  readonly opening: ReadonlySet<string>;
  readonly shares: ReadonlyMap<string, number>;
}

const TITLES: Readonly<Record<RigBlock['type'], string>> = {
  model: 'Model',
  cabinet: 'Cabinet',
  gate: 'Gate',
  tone: 'Tone',
  equalizer: 'Equalizer',
  highpass: 'Low cut',
  dc: 'DC blocker',
  compressor: 'Compressor',
  gain: 'Gain',
  split: 'Two paths',
};

/** What the page shows of all blocks, by id. */
export function blockStates({ blocks }: RigDocument, facts: BlockFacts): Record<string, BlockState> {
  return Object.fromEntries(allBlocks(blocks).map((block) => [block.id as string, stateOf(block, facts)]));
}

function stateOf(block: RigBlock, facts: BlockFacts): BlockState {
  const id = block.id as string;
  const base: BlockState = {
    title: block.name ?? TITLES[block.type],
    about: '',
    status: 'ready',
    problem: null,
    model: null,
    cabinetId: null,
    share: facts.shares.get(id) ?? null,
  };
  const state =
    block.type === 'model'
      ? modelState(block, base, facts)
      : block.type === 'cabinet'
        ? cabinetState(block, base)
        : base;
  const missing = facts.missing.get(keyOfBlock(block));
  if (facts.opening.has(id)) return { ...state, status: 'opening' };
  if (missing !== undefined) return { ...state, status: 'missing', problem: missing };
  const failed = facts.failed.get(id);
  return failed === undefined ? state : { ...state, status: 'failed', problem: failed };
}

/** The key of a block's file; empty for a block without one. */
export function keyOfBlock(block: RigBlock): string {
  return block.type === 'model' ? keyOf(block.model) : block.type === 'cabinet' ? keyOf(block.response) : '';
}

function modelState(block: ModelBlock, base: BlockState, { library }: BlockFacts): BlockState {
  const model = library.show(block.model, block.size ?? LARGEST_SIZE);
  const title = block.name ?? model?.name ?? stemOf(block.model.name ?? base.title);
  if (model === null) return { ...base, title, status: 'opening' };
  const { metadata, architecture } = model.info;
  const kind = builtinOf(model)?.kind ?? metadata.gearType ?? formatArchitecture(architecture);
  return { ...base, title, about: `${kind} · ${formatNumberOf(layersOfModel(model), 'layer')}`, model };
}

function cabinetState({ name, response }: CabinetBlock, base: BlockState): BlockState {
  const builtin = cabinetOf(response);
  if (builtin) return { ...base, title: name ?? builtin.name, about: builtin.about, cabinetId: builtin.id };
  return { ...base, title: name ?? stemOf(response.name ?? base.title), cabinetId: 'file' };
}
