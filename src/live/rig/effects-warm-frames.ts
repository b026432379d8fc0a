import { createEffectBlock } from './blocks/create-effect-block.js';
import { MOST_WARM_SECONDS } from './blocks/warm-seconds.js';
import type { BlockPlan, RigPlan } from './rig-plan.js';

/**
 * Past input that the effects of a rig need, as they are set: frames of the rig, two seconds at most, since blocks in series
 * forget at the same time.
 */
export function effectsWarmFrames({ blocks, sampleRate }: RigPlan): number {
  const inSeries = (list: readonly BlockPlan[]): number => list.reduce((sum, block) => sum + ofBlock(block), 0);
  const ofBlock = (block: BlockPlan): number => {
    if (block.kind === 'split') return Math.max(...block.paths.map(inSeries));
    return block.kind === 'effect' ? createEffectBlock(block.type, block.values, sampleRate).warmFrames : 0;
  };
  return Math.min(MOST_WARM_SECONDS * sampleRate, inSeries(blocks));
}
