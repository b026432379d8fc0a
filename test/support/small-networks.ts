import type { Activation } from '../../src/network/activation.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import type { Network } from '../../src/network/network.js';
import { noise } from './signals.js';

const RATE_HZ = 48_000;

/** y = gain · x. */
export function gainNetwork(gain: number): Network {
  const builder = new NetworkBuilder(RATE_HZ, 1);
  const weight = Float32Array.of(gain);
  return builder.build(builder.conv1d(builder.input, { outChannels: 1, kernelSize: 1, weight, bias: null }));
}

/** y[t] = tanh(x[t] + 0.5 · x[t − lookback]) + 0.1: it remembers, bends, and does not answer silence with silence. */
export function echoNetwork(lookback: number): Network {
  return bentNetwork({ kind: 'tanh' }, lookback);
}

/** The same with another activation. */
export function bentNetwork(activation: Activation, lookback = 10): Network {
  const builder = new NetworkBuilder(RATE_HZ, 1);
  const sum = builder.conv1d(builder.input, {
    outChannels: 1,
    kernelSize: 2,
    dilation: lookback,
    weight: Float32Array.of(0.5, 1),
    bias: null,
  });
  const bent = builder.activation(sum, activation);
  const weight = Float32Array.of(1);
  return builder.build(builder.conv1d(bent, { outChannels: 1, kernelSize: 1, weight, bias: Float32Array.of(0.1) }));
}

/** y = 1e60 · x, which no float32 can hold: it breaks as soon as it hears a sound. */
export function brokenNetwork(): Network {
  const builder = new NetworkBuilder(RATE_HZ, 1);
  const loud = { outChannels: 1, kernelSize: 1, weight: Float32Array.of(1e30), bias: null };
  return builder.build(builder.conv1d(builder.conv1d(builder.input, loud), loud));
}

/** Two inputs, two outputs: y0 = x1, y1 = 2 · x0. */
export function crossingNetwork(): Network {
  const builder = new NetworkBuilder(RATE_HZ, 2);
  const weight = Float32Array.of(0, 1, 2, 0);
  return builder.build(builder.conv1d(builder.input, { outChannels: 2, kernelSize: 1, weight, bias: null }));
}

/** A filter so long that it is compiled by parts, whose boundaries change how it rounds. */
export function longFilterNetwork(): Network {
  const builder = new NetworkBuilder(RATE_HZ, 1);
  const weight = noise(3000, 9, 0.05);
  return builder.build(builder.conv1d(builder.input, { outChannels: 1, kernelSize: 3000, weight, bias: null }));
}

/** An LSTM of two units. */
export function recurrentNetwork(): Network {
  const builder = new NetworkBuilder(RATE_HZ, 1);
  const zero = new Float32Array(2);
  const units = builder.lstm(builder.input, {
    hiddenSize: 2,
    weight: noise(24, 7, 1),
    bias: noise(8, 8),
    initialHidden: zero,
    initialCell: zero,
    gates: 'exact',
  });
  const weight = Float32Array.of(0.7, -0.4);
  return builder.build(builder.conv1d(units, { outChannels: 1, kernelSize: 1, weight, bias: null }));
}
