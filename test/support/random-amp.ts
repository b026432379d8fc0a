import { NetworkBuilder } from '../../src/network/builder.js';
import type { Network, SignalId } from '../../src/network/network.js';
import { seededRandom } from './seeded-random.js';

/** What is done to a network of which one knows what it does. */
export interface Wrapping {
  readonly delay?: number;
  readonly inverted?: boolean;
  /** Where the delay and the change of polarity are; default after the network. */
  readonly before?: boolean;
  /** Linear gains before and after all. */
  readonly drive?: number;
  readonly gain?: number;
}

/** The kinds of networks that `randomAmp` makes. */
export const AMP_KINDS = ['wavenet', 'tcn', 'lstm', 'saturation'] as const;
type AmpKind = (typeof AMP_KINDS)[number];

/** Ops of an amp, appended to a builder. */
export class AmpBuilder {
  readonly net = new NetworkBuilder(48_000, 1);

  /** y = Σ_k taps[k] · x[t − k] + bias. */
  filter(x: SignalId, taps: readonly number[], bias = 0): SignalId {
    const weight = Float32Array.from(taps).reverse();
    return this.net.conv1d(x, { outChannels: 1, kernelSize: taps.length, weight, bias: Float32Array.of(bias) });
  }

  gain(x: SignalId, gain: number, bias = 0): SignalId {
    return this.filter(x, [gain], bias);
  }

  delay(x: SignalId, frames: number): SignalId {
    if (frames === 0) return x;
    const weight = Float32Array.of(1, 0);
    return this.net.conv1d(x, { outChannels: 1, kernelSize: 2, dilation: frames, weight, bias: null });
  }

  tanh(x: SignalId): SignalId {
    return this.net.activation(x, { kind: 'tanh' });
  }
}

/**
 * A random network that resembles an amp: filters (shelves, high-pass, cabinet), then a WaveNet, TCN or LSTM with a direct
 * path, or mere saturation, asymmetric and with an offset, then filters again. The same seed gives the same network, wrapped
 * or not.
 */
export function randomAmp(seed: number, kind: AmpKind, wrapping: Wrapping = {}): Network {
  const { delay = 0, inverted = false, before = false, drive = 1, gain = 1 } = wrapping;
  const random = seededRandom(seed);
  const amp = new AmpBuilder();
  const wrap = (x: SignalId) => amp.delay(inverted ? amp.gain(x, -1) : x, delay);
  let x = amp.gain(amp.net.input, drive);
  if (before) x = wrap(x);
  x = amp.filter(x, randomFilter(random));
  x = amp.gain(x, 10 ** (2 * random()), 0.6 * (random() - 0.5));
  if (kind === 'wavenet') x = waveNet(amp.net, x, random);
  if (kind === 'tcn') x = tcn(amp.net, x, random);
  if (kind === 'lstm') x = lstm(amp.net, x, random);
  x = amp.gain(amp.tanh(x), 0.5, 0.2 * (random() - 0.5));
  x = amp.filter(x, random() < 0.5 ? randomFilter(random) : cabinet(random));
  if (!before) x = wrap(x);
  return amp.net.build(amp.gain(x, gain));
}

type Random = () => number;

/** A shelf or a high-pass, of minimum phase. */
function randomFilter(random: Random): number[] {
  const pole = 0.7 + 0.29 * random();
  const amount = random() < 0.5 ? -(1 - pole) * random() : 0.5 * (1 - pole) * random();
  return Array.from({ length: 300 }, (_, t) => (t === 0 ? 1 : 0) + amount * pole ** t);
}

/** A damped low-pass of two poles and a resonance of the box. */
function cabinet(random: Random): number[] {
  const turn = 0.2 + 0.5 * random();
  const box = 0.01 + 0.02 * random();
  return Array.from(
    { length: 500 },
    (_, t) => 0.72 ** t * Math.sin(turn * (t + 1)) + 0.1 * 0.99 ** t * Math.sin(box * (t + 1)),
  );
}

function values(random: Random, length: number, scale: number): Float32Array {
  return Float32Array.from({ length }, () => (2 * random() - 1) * scale);
}

/** Weights of a convolution [channels][channels][3] that mostly pass the current frame. */
function passing(random: Random, outChannels: number, inChannels: number): Float32Array {
  const weight = values(random, outChannels * inChannels * 3, 0.12);
  for (let o = 0; o < outChannels; o++) weight[(o * inChannels + (o % inChannels)) * 3 + 2] += 1;
  return weight;
}

function waveNet(net: NetworkBuilder, x: SignalId, random: Random): SignalId {
  const channels = 4;
  let signal = net.conv1d(x, {
    outChannels: channels,
    kernelSize: 1,
    weight: values(random, 4, 0.3).map((w) => w + 0.5),
    bias: null,
  });
  const skips: SignalId[] = [];
  for (let n = 0; n < 6; n++) {
    const z = net.conv1d(signal, {
      outChannels: 2 * channels,
      kernelSize: 3,
      dilation: 2 ** n,
      weight: passing(random, 2 * channels, channels),
      bias: values(random, 2 * channels, 0.3),
    });
    const bent = net.activation(net.slice(z, 0, channels), { kind: 'tanh' });
    const gate = net.activation(net.slice(z, channels, channels), { kind: 'sigmoid' });
    const gated = net.multiply(bent, gate);
    skips.push(gated);
    signal = net.add(signal, gated);
  }
  const weight = values(random, channels, 0.1).map((w) => w + 0.3);
  return net.conv1d(net.add(...skips), { outChannels: 1, kernelSize: 1, weight, bias: null });
}

function tcn(net: NetworkBuilder, x: SignalId, random: Random): SignalId {
  let signal = x;
  for (let n = 0; n < 5; n++) {
    const inChannels = net.channels(signal);
    const weight = passing(random, 4, inChannels);
    const bias = values(random, 4, 0.2);
    signal = net.activation(net.conv1d(signal, { outChannels: 4, kernelSize: 3, dilation: 3 ** n, weight, bias }), {
      kind: n % 2 ? 'leakyRelu' : 'tanh',
      negativeSlope: 0.3,
    });
  }
  return net.conv1d(signal, { outChannels: 1, kernelSize: 1, weight: Float32Array.of(0.7, 0.5, 0.6, 0.4), bias: null });
}

function lstm(net: NetworkBuilder, x: SignalId, random: Random): SignalId {
  const hiddenSize = 6;
  const units = net.lstm(x, {
    hiddenSize,
    weight: values(random, 4 * hiddenSize * (1 + hiddenSize), 0.6),
    bias: values(random, 4 * hiddenSize, 0.5),
    initialHidden: new Float32Array(hiddenSize),
    initialCell: new Float32Array(hiddenSize),
    gates: 'exact',
  });
  const head = net.conv1d(units, {
    outChannels: 1,
    kernelSize: 1,
    weight: values(random, hiddenSize, 0.4),
    bias: null,
  });
  return net.add(net.activation(x, { kind: 'softsign' }), head);
}
