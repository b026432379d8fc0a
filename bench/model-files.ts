import { seededRandom } from '../test/support/seeded-random.js';

/** A `.nam` file of one LSTM with random weights. */
export function makeLstmFile(hiddenSize: number, seed: number): object {
  const random = seededRandom(seed);
  const numbers = (count: number, size: number) => Array.from({ length: count }, () => (2 * random() - 1) * size);
  const columns = 1 + hiddenSize;
  const weights = [
    numbers(4 * hiddenSize * columns, 1 / Math.sqrt(columns)),
    numbers(4 * hiddenSize, 0.1),
    numbers(2 * hiddenSize, 0.1),
    numbers(hiddenSize, 1 / Math.sqrt(hiddenSize)),
    [0],
  ].flat();
  const config = { num_layers: 1, input_size: 1, hidden_size: hiddenSize };
  return { version: '0.5.4', architecture: 'LSTM', config, weights, sample_rate: 48_000 };
}

/** A `.nam` file of a decaying random impulse response. */
export function makeLinearFile(taps: number, seed: number): object {
  const random = seededRandom(seed);
  const weights = Array.from(
    { length: taps },
    (_, n) => ((2 * random() - 1) * Math.exp((-5 * n) / taps)) / Math.sqrt(taps),
  );
  const config = { receptive_field: taps, bias: false };
  return { version: '0.5.4', architecture: 'Linear', config, weights, sample_rate: 48_000 };
}
