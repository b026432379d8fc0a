import type { Conv1dOp, Network, Op } from '../../network/network.js';

/** What a paired convolution takes of each in-channel: x[n] − x[n−2d], x[n] + x[n−d], x[n] − x[n−d]. */
export const PAIR_TERMS = 3;

/** Beyond this, what pairs keep for each other takes much memory, and engines that catch up would start far back. */
const MAX_DILATION = 1024;
/** With fewer channels, in or out, sums and differences cost most of what they save. */
const LEAST_CHANNELS = 12;

/**
 * Whether a convolution of three taps is computed for pairs of frames that lie one dilation apart:
 *
 *   leading frame n:        y[n] = b + w⁺·(x[n] + x[n−d]) + w⁻·(x[n] − x[n−d]) − w₀·(x[n] − x[n−2d])
 *                           z[n] = b + w⁺·(x[n] + x[n−d]) − w⁻·(x[n] − x[n−d])
 *   following frame n + d:  y[n+d] = z[n] + w₂·(x[n+d] − x[n−d])
 *
 * with w^± = (w₀ ± w₁ + w₂) / 2. That is four products where taps one by one take six (Winograd's F(2, 3)). d frames lead,
 * d frames follow, and so on, counted from the first frame after a reset; d is a power of two, so that tiles begin and end
 * with them.
 */
export function isPaired(op: Op, inChannels: number): op is Conv1dOp {
  if (op.kind !== 'conv1d' || op.kernelSize !== 3 || op.groups !== 1) return false;
  const { dilation, outChannels } = op;
  const isPowerOfTwo = (dilation & (dilation - 1)) === 0;
  return isPowerOfTwo && dilation <= MAX_DILATION && Math.min(inChannels, outChannels) >= LEAST_CHANNELS;
}

/** Frames after which the pairs of all convolutions begin anew: engines that start a multiple apart have the same pairs. */
export function pairPeriodFrames(network: Network): number {
  return network.ops.reduce((period, op) => {
    if (op.kind !== 'conv1d' || !isPaired(op, network.channels[op.input])) return period;
    return Math.max(period, 2 * op.dilation);
  }, 1);
}
