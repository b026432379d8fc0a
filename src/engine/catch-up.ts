import { networkFacts } from '../network/facts.js';
import type { Network } from '../network/network.js';
import type { EngineSource } from './engine-source.js';
import type { ResampledEngineDesign } from './resample/resampled-engine.js';

/** What a new engine needs in order to continue a stream as if it had run from the start. In frames of the stream. */
export interface CatchUpNeeds {
  /** Past input that a new engine must process before its output counts. */
  readonly warmFrames: number;
  /** A new engine starts at a multiple of this, counted from the start of the stream. */
  readonly periodFrames: number;
}

/**
 * What engines made from a source need. Programs that work by parts (long filters) or by pairs of frames name a period of
 * their own, a power of two; resamplers add theirs, the frames after which their phases repeat.
 */
export function catchUpNeeds(source: EngineSource, resampling: ResampledEngineDesign | null): CatchUpNeeds {
  const { warmFrames, periodFrames } =
    source.kind === 'interpreter'
      ? { warmFrames: networkFacts(source.network).receptiveField - 1, periodFrames: 1 }
      : source.program;
  if (resampling === null) return { warmFrames, periodFrames };
  const { step, phases } = resampling.toModel;
  return {
    warmFrames: inStreamFrames(warmFrames, resampling),
    periodFrames: (step * periodFrames) / greatestCommonDivisor(periodFrames, phases),
  };
}

/** Frames of the stream for which a network's output goes on after the input has fallen silent. */
export function tailFrames(network: Network, resampling: ResampledEngineDesign | null): number {
  const frames = networkFacts(network).receptiveField - 1;
  return resampling === null ? frames : inStreamFrames(frames, resampling);
}

/** Frames of the model in frames of the stream, with what the filters of both resamplers add. */
function inStreamFrames(modelFrames: number, { toModel, fromModel }: ResampledEngineDesign): number {
  const { step, phases } = toModel;
  return Math.ceil(((modelFrames + fromModel.taps + 1) * step) / phases) + toModel.taps + 1;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
