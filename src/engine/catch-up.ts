import { firPartition } from '../compiler/plan/fir.js';
import { pairPeriodFrames } from '../compiler/plan/paired.js';
import { networkFacts } from '../network/facts.js';
import type { Network } from '../network/network.js';
import type { SwapPlan } from './engine-swap.js';
import type { ResampledEngineDesign } from './resampled-engine.js';

/** What new engines need of the past, to go on as if they had run all along. */
export type CatchUpNeeds = Pick<SwapPlan, 'warmFrames' | 'periodFrames'>;

/**
 * What the engines of a network need, in frames of the stream: all that reaches the output, and, where they work by parts
 * (long filters), by pairs of frames or by phases (resamplers), a start where all of these begin. Parts and pairs are
 * counted in powers of two.
 */
export function catchUpNeeds(network: Network, resampling: ResampledEngineDesign | null): CatchUpNeeds {
  let warmFrames = networkFacts(network).receptiveField - 1;
  let partFrames = pairPeriodFrames(network);
  for (const op of network.ops) {
    const part = op.kind === 'conv1d' ? firPartition(op, network.channels[op.input]) : null;
    if (part === null) continue;
    // A transform takes in two parts, and what lies beside the frames that count changes how these are rounded.
    warmFrames += 2 * part.frames;
    partFrames = Math.max(partFrames, part.frames);
  }
  if (resampling === null) return { warmFrames, periodFrames: partFrames };
  const { step, phases } = resampling.toModel;
  return {
    warmFrames: inStreamFrames(warmFrames, resampling),
    periodFrames: (step * partFrames) / greatestCommonDivisor(partFrames, phases),
  };
}

/** Frames of the stream for which a network's output goes on after the input has fallen silent. */
export function tailFrames(network: Network, resampling: ResampledEngineDesign | null): number {
  const frames = networkFacts(network).receptiveField - 1;
  return resampling === null ? frames : inStreamFrames(frames, resampling);
}

/** A past that long at the model's rate, and what the filters of both resamplers add to it. */
function inStreamFrames(modelFrames: number, { toModel, fromModel }: ResampledEngineDesign): number {
  const { step, phases } = toModel;
  return Math.ceil(((modelFrames + fromModel.taps + 1) * step) / phases) + toModel.taps + 1;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
