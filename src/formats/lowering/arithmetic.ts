import type { NetworkBuilder } from '../../network/builder.js';
import { isRecurrent, type Network, type SignalId } from '../../network/network.js';

// Arithmetic that formats contain and the network has no op for, built from the ops that it has.

/** Converts decibels to a linear gain. */
export function decibelsToGain(decibels: number): number {
  return 10 ** (decibels / 20);
}

/** The signal times a factor, or times one factor per channel, plus an offset per channel. */
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
function subtract(builder: NetworkBuilder, a: SignalId, b: SignalId): SignalId {
  return builder.add(a, scale(builder, b, -1));
}

/** Copies a signal of one channel to several channels. */
export function spread(builder: NetworkBuilder, x: SignalId, channels: number): SignalId {
  const weight = new Float32Array(channels).fill(1);
  return channels === 1 ? x : builder.conv1d(x, { outChannels: channels, kernelSize: 1, weight, bias: null });
}

/** Softmax over the channels of each frame: y[c] = exp(x[c] − m) / Σ exp(x − m), where m is the largest of x. */
export function softmax(builder: NetworkBuilder, x: SignalId): SignalId {
  const channels = builder.channels(x);
  const exponentials = builder.activation(subtract(builder, x, spread(builder, maximum(builder, x), channels)), {
    kind: 'exp',
  });
  const weight = new Float32Array(channels).fill(1);
  const sum = builder.conv1d(exponentials, { outChannels: 1, kernelSize: 1, weight, bias: null });
  return builder.multiply(exponentials, spread(builder, builder.activation(sum, { kind: 'reciprocal' }), channels));
}

/** The largest channel, by halving: max(a, b) = a + relu(b − a). */
function maximum(builder: NetworkBuilder, x: SignalId): SignalId {
  const channels = builder.channels(x);
  if (channels === 1) return x;
  // The halves of an odd number share the middle channel.
  const half = Math.ceil(channels / 2);
  const a = builder.slice(x, 0, half);
  const b = builder.slice(x, channels - half, half);
  return maximum(builder, builder.add(a, builder.activation(subtract(builder, b, a), { kind: 'relu' })));
}

/** `ModelInfo.layers` of a network: its ops with state. */
export function countLayers({ ops }: Network): number {
  return ops.filter((op) => isRecurrent(op) || (op.kind === 'conv1d' && op.kernelSize > 1)).length;
}
