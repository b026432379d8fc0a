import type { NetworkBuilder } from '../../network/builder.js';
import type { SignalId } from '../../network/network.js';

/** A linear gain from decibels. */
export function decibelsToGain(decibels: number): number {
  return 10 ** (decibels / 20);
}

/** The signal times a number, or times one for each channel, plus an offset for each channel. */
export function scale(
  builder: NetworkBuilder,
  x: SignalId,
  factor: number | Float32Array,
  bias: Float32Array | null = null,
): SignalId {
  const outChannels = builder.channels(x);
  const weight = typeof factor === 'number' ? new Float32Array(outChannels).fill(factor) : factor;
  return builder.conv1d(x, { outChannels, kernelSize: 1, groups: outChannels, weight, bias });
}

/** a − b. */
export function subtract(builder: NetworkBuilder, a: SignalId, b: SignalId): SignalId {
  return builder.add(a, scale(builder, b, -1));
}

/** One channel on all of several. */
export function spread(builder: NetworkBuilder, x: SignalId, channels: number): SignalId {
  const weight = new Float32Array(channels).fill(1);
  return channels === 1 ? x : builder.conv1d(x, { outChannels: channels, kernelSize: 1, weight, bias: null });
}
