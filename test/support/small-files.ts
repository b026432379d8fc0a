import { seededRandom } from './seeded-random.js';
import { tinyWaveNet } from './tiny-wavenet.js';

/** A `.nam` file of any architecture before it is written as JSON. */
export interface NamJson {
  version: string;
  architecture: string;
  config: Record<string, unknown>;
  weights?: number[];
  sample_rate?: number | null;
  metadata?: unknown;
}

/** A ConvNet of 3 channels and 2 layers with batch normalization: 54 weights. */
export function tinyConvNet(): NamJson {
  const config = { channels: 3, dilations: [1, 4], batchnorm: true, activation: 'Tanh' };
  const variance = [0.5, 1, 1.5];
  const norm = [...numbers(3, 1), ...variance, ...numbers(6, 2), 1e-5];
  const weights = [...numbers(6, 3), ...norm, ...numbers(18, 4), ...norm, ...numbers(3, 5), 0.1];
  return { version: '0.5.4', architecture: 'ConvNet', config, weights, sample_rate: 48_000 };
}

/** An impulse response of three taps and a bias. */
export function tinyLinear(): NamJson {
  const config = { receptive_field: 3, bias: true };
  return { version: '0.5.4', architecture: 'Linear', config, weights: [0.5, -0.25, 0.125, 0.01], sample_rate: 48_000 };
}

/** Two LSTMs of two cells each: 83 weights. */
export function tinyLstm(): NamJson {
  const config = { num_layers: 2, input_size: 1, hidden_size: 2 };
  const weights = numbers(4 * 2 * 3 + 8 + 4 + (4 * 2 * 4 + 8 + 4) + 3, 6);
  return { version: '0.5.4', architecture: 'LSTM', config, weights, sample_rate: 48_000 };
}

/** A container of an LSTM, for sizes below 0.5, and a WaveNet. */
export function tinyContainer(): NamJson {
  const submodels = [
    { max_value: 0.5, model: tinyLstm() as unknown },
    { max_value: 1, model: tinyWaveNet() as unknown },
  ];
  return { version: '0.7.0', architecture: 'SlimmableContainer', config: { submodels }, sample_rate: 48_000 };
}

/** A WaveNet of two layer arrays whose condition of width 2 is made by a WaveNet in the file. */
export function tinyConditioned(): NamJson {
  const inner = tinyWaveNet();
  inner.config.layers[1].head_size = 2;
  inner.weights.splice(-1, 0, ...numbers(3, 7));
  const file = tinyWaveNet();
  for (const array of file.config.layers) array.condition_size = 2;
  file.config.condition_dsp = inner;
  // Mixins of two layers of 3 channels and two of 4, now with two inputs.
  file.weights.splice(-1, 0, ...numbers(2 * 3 + 2 * 4, 8));
  return file;
}

/** Numbers within ±0.5, the same for the same seed. */
export function numbers(count: number, seed: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => Math.fround(random() - 0.5));
}
