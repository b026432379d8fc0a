import { catchUpNeeds, type EngineSource } from '../../src/engine/engine-source.js';
import { designResampledEngine } from '../../src/engine/resample/resampled-engine.js';
import type { BlockPlan, EngineBlockPlan, RigPlan, SplitBlockPlan } from '../../src/live/rig/rig-plan.js';
import type { Network } from '../../src/network/network.js';

/** The rate of rigs in tests. */
export const RIG_RATE_HZ = 48_000;

/** A block that interprets a network. */
export function engineBlock(id: string, network: Network, changes: Partial<EngineBlockPlan> = {}): EngineBlockPlan {
  const source: EngineSource = { kind: 'interpreter', network };
  const { oversampling = 1 } = changes;
  const rate = network.sampleRate * oversampling;
  const resampling = rate === RIG_RATE_HZ ? null : designResampledEngine(RIG_RATE_HZ, rate);
  return {
    kind: 'engine',
    id,
    bypass: false,
    source,
    engineKey: id,
    oversampling,
    resampling,
    ...catchUpNeeds(source, resampling, oversampling),
    alignment: { delayFrames: 0, inverted: false },
    values: [0, 0, 1],
    wakeSpeed: 3,
    ...changes,
  };
}

/** Two paths in parallel, aligned and half of each. */
export function splitBlock(id: string, first: BlockPlan[], second: BlockPlan[]): SplitBlockPlan {
  return { kind: 'split', id, bypass: false, paths: [first, second], align: true, values: [0.5] };
}

/** A gain in dB. */
export function gainBlock(id: string, gainDb: number): BlockPlan {
  return { kind: 'effect', type: 'gain', id, bypass: false, values: [gainDb] };
}

/** Blocks in series. */
export function rigOf(...blocks: BlockPlan[]): RigPlan {
  const warmFrames = blocks.reduce((sum, block) => sum + (block.kind === 'engine' ? block.warmFrames : 0), 0);
  return { kind: 'rig', turn: 0, sampleRate: RIG_RATE_HZ, warmFrames, blocks };
}
