import { NetworkBuilder } from '../../src/network/builder.js';
import type { Network, NetworkStart, SignalId } from '../../src/network/network.js';
import { seededRandom } from './seeded-random.js';

/**
 * A chain in which every kind of step follows every other, with gains that make the last bits of one signal loud in the next:
 * convolutions for pairs of frames, long filters, plain ones, LSTMs and GRUs that come to rest soon, activations. The same
 * seed gives the same network.
 */
export function chainNetwork(seed: number, { recurrent = false, start = 'silence' as NetworkStart } = {}): Network {
  const random = seededRandom(seed);
  const integer = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const pick = <T>(items: readonly T[]): T => items[integer(0, items.length - 1)];
  const values = (length: number, scale: number): Float32Array =>
    Float32Array.from({ length }, () => (random() * 2 - 1) * scale);
  const builder = new NetworkBuilder(48_000, integer(1, 2));
  const conv = (input: SignalId, outChannels: number, kernelSize: number, dilation = 1, gain = 1): SignalId => {
    const fanIn = builder.channels(input) * kernelSize;
    const weight = values(outChannels * fanIn, (1.7 * gain) / Math.sqrt(fanIn));
    const bias = random() < 0.8 ? values(outChannels, 0.4) : null;
    return builder.conv1d(input, { outChannels, kernelSize, dilation, weight, bias });
  };
  const cell = (input: SignalId): SignalId => {
    const hiddenSize = integer(1, 6);
    const columns = builder.channels(input) + hiddenSize;
    const initial = { initialHidden: values(hiddenSize, 0.5), initialCell: values(hiddenSize, 0.5) };
    const gates = (count: number) => ({
      hiddenSize,
      weight: values(count * hiddenSize * columns, 0.7 / columns),
      bias: values(count * hiddenSize, 0.5),
      ...initial,
    });
    return random() < 0.5
      ? builder.lstm(input, { ...gates(4), gates: pick(['exact', 'fast']) })
      : builder.gru(input, { ...gates(3), hiddenBias: values(hiddenSize, 0.5) });
  };
  let x = conv(builder.input, 12, 1);
  for (let n = integer(2, 6); n > 0; n--) {
    const width = builder.channels(x);
    switch (pick(['pairs', 'pairs', 'filter', 'plain', recurrent ? 'cell' : 'plain'])) {
      case 'pairs':
        x = conv(width < 12 ? conv(x, 12, 1) : x, integer(12, 14), 3, pick([1, 2, 4, 8, 16, 32, 256]));
        break;
      case 'filter':
        x = conv(conv(x, pick([1, 2]), 1), pick([1, 2]), integer(500, 1500));
        break;
      case 'cell':
        x = cell(x);
        break;
      default:
        x = conv(x, integer(1, 8), pick([1, 2, 5, 20]), pick([1, 3]), pick([1, 30]));
    }
    if (random() < 0.6) x = builder.activation(x, { kind: pick(['tanh', 'fastTanh', 'sigmoid', 'softsign']) });
  }
  return builder.build(conv(x, integer(1, 2), 1, 1, 10), start);
}

/** LSTMs of twelve units, one after the other, whose forget gates are so near 1 that they are not at rest for minutes. */
export function slowLstm(sampleRate: number, start: NetworkStart = 'silence'): Network {
  const random = seededRandom(7);
  const values = (length: number, scale: number): Float32Array =>
    Float32Array.from({ length }, () => (random() * 2 - 1) * scale);
  const builder = new NetworkBuilder(sampleRate, 1);
  let signal = builder.input;
  for (let n = 0; n < 2; n++) {
    const bias = values(48, 1).fill(14, 12, 24);
    const initial = { initialHidden: values(12, 0.1), initialCell: values(12, 0.1) };
    const weight = values(48 * (builder.channels(signal) + 12), 0.25);
    signal = builder.lstm(signal, { hiddenSize: 12, weight, bias, ...initial, gates: 'exact' });
  }
  return builder.build(signal, start);
}
