import type { Activation } from '../../src/network/activation.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import type { Network, NetworkStart, SignalId } from '../../src/network/network.js';
import { seededRandom } from './seeded-random.js';

/** What a random network may be. */
interface RandomNetworkOptions {
  readonly recurrent?: boolean;
  readonly controls?: number;
  readonly start?: NetworkStart;
}

/** Every kind of activation but PReLU, and 1/x, which follows eˣ. */
export const ACTIVATIONS: readonly Exclude<Activation['kind'], 'prelu' | 'reciprocal'>[] = [
  'tanh',
  'fastTanh',
  'hardTanh',
  'relu',
  'leakyRelu',
  'sigmoid',
  'silu',
  'hardSwish',
  'leakyHardTanh',
  'softsign',
  'elu',
  'exp',
];

/**
 * A network of random ops in random order: convolutions of all sorts (long, dilated, grouped, depthwise, pointwise), every
 * activation, sums, products, slices and concatenations; signals used never, once or often. The same seed gives the same
 * network.
 *
 * @param options.recurrent whether there may be LSTMs and GRUs, too
 * @param options.start what comes before the first frame
 * @param options.controls how many controls it has
 */
export function randomNetwork(
  seed: number,
  { recurrent = false, controls = 0, start = 'silence' }: RandomNetworkOptions = {},
): Network {
  const random = seededRandom(seed);
  const integer = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const pick = <T>(items: readonly T[]): T => items[integer(0, items.length - 1)];
  const values = (length: number, scale: number): Float32Array =>
    Float32Array.from({ length }, () => (random() * 2 - 1) * scale);

  // At a low rate half a second of prewarm is short.
  const builder = new NetworkBuilder(recurrent ? 400 : 48000, integer(1, 3), controls);
  const signals: SignalId[] = builder.controls === null ? [builder.input] : [builder.controls, builder.input];
  // Recent signals are likelier, so that networks grow deep as well as wide.
  const signal = (): SignalId => (random() < 0.6 ? signals[signals.length - 1] : pick(signals));

  const conv = (input: SignalId, outChannels: number): SignalId => {
    const inChannels = builder.channels(input);
    const divisors = [1, 2, 3, 4, inChannels].filter((n) => inChannels % n === 0 && outChannels % n === 0);
    const groups = random() < 0.3 ? pick(divisors) : 1;
    const kernelSize = pick([1, 1, 2, 3, 3, 5, 17]);
    const fanIn = (inChannels / groups) * kernelSize;
    return builder.conv1d(input, {
      outChannels,
      kernelSize,
      dilation: pick([1, 1, 2, 3, 7, 16, 41]),
      groups,
      weight: values(outChannels * fanIn, 1.5 / Math.sqrt(fanIn)),
      bias: random() < 0.7 ? values(outChannels, 0.3) : null,
    });
  };
  const activation = (input: SignalId): SignalId => {
    const kind = pick([...ACTIVATIONS, 'prelu' as const]);
    if (kind === 'leakyRelu') return builder.activation(input, { kind, negativeSlope: pick([-0.2, 0.01, 0.3, 1.5]) });
    if (kind === 'prelu') {
      return builder.activation(input, { kind, negativeSlopes: values(builder.channels(input), 0.5) });
    }
    if (kind === 'elu') return builder.activation(input, { kind, alpha: pick([0.3, 1, 1.7]) });
    if (kind === 'exp') {
      // Bounded before and after, as exponentials of exponentials would leave the range of numbers.
      const grown = builder.activation(builder.activation(input, { kind: 'hardTanh' }), { kind });
      return random() < 0.5 ? grown : builder.activation(grown, { kind: 'reciprocal' });
    }
    if (kind === 'leakyHardTanh') {
      return builder.activation(input, { kind, min: -0.7, max: 0.4, minSlope: 0.1, maxSlope: 0.02 });
    }
    return builder.activation(input, { kind });
  };
  const lstm = (input: SignalId, hiddenSize: number): SignalId => {
    const columns = builder.channels(input) + hiddenSize;
    return builder.lstm(input, {
      hiddenSize,
      weight: values(4 * hiddenSize * columns, 1 / Math.sqrt(columns)),
      bias: values(4 * hiddenSize, 0.5),
      initialHidden: values(hiddenSize, 0.5),
      initialCell: values(hiddenSize, 0.5),
      gates: pick(['exact', 'fast']),
    });
  };
  const gru = (input: SignalId, hiddenSize: number): SignalId => {
    const columns = builder.channels(input) + hiddenSize;
    return builder.gru(input, {
      hiddenSize,
      weight: values(3 * hiddenSize * columns, 1.5 / Math.sqrt(columns)),
      bias: values(3 * hiddenSize, 0.5),
      hiddenBias: values(hiddenSize, 0.5),
      initialHidden: values(hiddenSize, 0.5),
    });
  };
  /** A signal of given width, made if there is none. */
  const ofWidth = (width: number): SignalId => {
    const fitting = signals.filter((id) => builder.channels(id) === width);
    return fitting.length > 0 && random() < 0.7 ? pick(fitting) : conv(signal(), width);
  };

  for (let n = integer(2, 24); n > 0; n--) {
    const input = signal();
    const width = builder.channels(input);
    const kinds = ['conv', 'conv', 'conv', 'activation', 'activation', 'add', 'add', 'multiply', 'slice', 'concat'];
    switch (pick(recurrent ? [...kinds, 'lstm', 'gru'] : kinds)) {
      case 'conv':
        signals.push(conv(input, pick([1, 2, 3, 4, 5, 6, 8, width])));
        break;
      case 'activation':
        signals.push(activation(input));
        break;
      case 'add':
        signals.push(builder.add(input, ...Array.from({ length: integer(1, 3) }, () => ofWidth(width))));
        break;
      case 'multiply': {
        // Bounded factors keep products of products from growing without limit.
        const bounded = builder.activation(ofWidth(width), { kind: 'hardTanh' });
        signals.push(builder.multiply(input, bounded));
        break;
      }
      case 'slice': {
        const start = integer(0, width - 1);
        signals.push(builder.slice(input, start, integer(1, width - start)));
        break;
      }
      case 'lstm':
        signals.push(lstm(input, pick([1, 2, 3, 4, 5, 8, 11])));
        break;
      case 'gru':
        signals.push(gru(input, pick([1, 2, 3, 4, 5, 8, 11, 17, 33])));
        break;
      default: {
        const parts = Array.from({ length: integer(1, 3) }, signal);
        const sum = parts.reduce((channels, part) => channels + builder.channels(part), 0);
        signals.push(sum <= 12 ? builder.concat(...parts) : activation(input));
      }
    }
  }
  return builder.build(random() < 0.9 ? signals[signals.length - 1] : pick(signals), start);
}

/** White noise in [−1, 1], [channels][frames]. */
export function randomAudio(seed: number, channels: number, frames: number): Float32Array[] {
  const random = seededRandom(seed);
  return Array.from({ length: channels }, () => Float32Array.from({ length: frames }, () => random() * 2 - 1));
}
