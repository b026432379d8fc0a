import type { Conv1dOp, Op } from '../../network/network.js';

/** How a long filter is cut for partitioned convolution. */
export interface FirPartition {
  /** Frames B of one part; the transforms have twice as many points. */
  readonly frames: number;
  /** Parts of the filter, the first included, which is convolved directly. */
  readonly parts: number;
}

/** Transforms are of 4^n points. */
const PART_FRAMES = [128, 512];
/** Work of one transform for each frame that it serves, measured against a multiply-add. */
const TRANSFORM_MACS = 100;

/**
 * Whether, and how, a convolution is faster by parts than directly. Its first part is convolved directly, so that nothing
 * is delayed; each further part costs four multiply-adds per frame, for a product of spectra.
 *
 * @param inChannels channels of the convolution's input
 */
export function firPartition(op: Op, inChannels: number): FirPartition | null {
  if (op.kind !== 'conv1d' || op.dilation !== 1 || op.groups !== 1) return null;
  const pairs = inChannels * op.outChannels;
  let best: FirPartition | null = null;
  let least = pairs * op.kernelSize;
  for (const frames of PART_FRAMES) {
    const parts = Math.ceil(op.kernelSize / frames);
    const work = pairs * (frames + 4 * (parts - 1)) + (inChannels + op.outChannels) * TRANSFORM_MACS;
    if (parts < 2 || work >= least) continue;
    least = work;
    best = { frames, parts };
  }
  return best;
}

/** Taps of a filter from out-channel o and in-channel i, newest frame first: the order of lags. */
export function tapsByLag(op: Conv1dOp, o: number, i: number, inChannels: number): Float32Array {
  const start = (o * inChannels + i) * op.kernelSize;
  return op.weight.slice(start, start + op.kernelSize).reverse();
}
