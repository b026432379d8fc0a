import { A1, A2, makeWaveNetFile, type WaveNetSpec } from '../test/support/make-wavenet.js';
import { seededRandom } from '../test/support/seeded-random.js';

/** A network to measure; its weights are random, the same in each run. */
export interface Shape {
  readonly title: string;
  /** A `.nam` file, before it is written as JSON. */
  readonly file: () => object;
  /** Block sizes to measure; by default only 128 frames. */
  readonly blockFrames?: readonly number[];
}

const SEED = 1;
const OCTAVES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
const ALL_BLOCKS = [128, 16, 1024];

/** All shapes by name; the command line takes these names. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  'a1-standard': { ...waveNet('A1 standard', A1.standard), blockFrames: ALL_BLOCKS },
  'a1-lite': waveNet('A1 lite', A1.lite),
  'a1-feather': waveNet('A1 feather', A1.feather),
  'a1-nano': waveNet('A1 nano', A1.nano),
  'a2-full': { ...waveNet('A2 full', A2.full), blockFrames: ALL_BLOCKS },
  'a2-lite': waveNet('A2 lite', A2.lite),
  ...Object.fromEntries(
    [1, 2, 3, 5, 6, 7, 12, 24, 32].map((channels) => [
      `width-${channels}`,
      waveNet(`${channels} channel${channels === 1 ? '' : 's'}, K 3`, stack({ channels })),
    ]),
  ),
  ...Object.fromEntries(
    [16, 64].map((kernelSize) => [
      `kernel-${kernelSize}`,
      waveNet(`8 channels, K ${kernelSize}`, stack({ channels: 8, kernelSize, dilations: OCTAVES.slice(0, 6) })),
    ]),
  ),
  gated: waveNet('12 channels, K 3, gated', stack({ channels: 12, gated: true })),
  ...Object.fromEntries(
    [8, 16, 32, 40].map((hidden) => [
      `lstm-${hidden}`,
      { title: `LSTM, ${hidden} hidden`, file: () => makeLstmFile(hidden, SEED) },
    ]),
  ),
  ...Object.fromEntries(
    [2048, 8192, 65536].map((taps) => [
      `fir-${taps}`,
      { title: `FIR, ${taps} taps`, file: () => makeLinearFile(taps, SEED) },
    ]),
  ),
};

/** The shape of a name. */
export function shapeOf(name: string): Shape {
  const shape = SHAPES[name];
  if (shape === undefined) throw new RangeError(`shape: expected one of ${Object.keys(SHAPES)}, got ${name}`);
  return shape;
}

/** The dilations of stacks that are otherwise equal: 13 layers of 16 channels. */
export const DILATIONS: readonly { readonly title: string; readonly dilations: readonly number[] }[] = [
  ...[1, 8, 64, 512, 4096].map((dilation) => ({ title: `${dilation}`, dilations: Array(13).fill(dilation) })),
  { title: '1 … 4096', dilations: Array.from({ length: 13 }, (_, layer) => 2 ** layer) },
];

/** The file of one of these stacks. */
export function dilatedFile(dilations: readonly number[]): object {
  return makeWaveNetFile(stack({ channels: 16, dilations }), SEED);
}

/** One layer array; by default of ten layers. */
function stack(array: Partial<WaveNetSpec['layerArrays'][number]>): WaveNetSpec {
  return { layerArrays: [{ channels: 8, dilations: OCTAVES, headBias: true, ...array }] };
}

function waveNet(title: string, spec: WaveNetSpec): Shape {
  return { title, file: () => makeWaveNetFile(spec, SEED) };
}

/** A `.nam` file of one LSTM with random weights. */
function makeLstmFile(hiddenSize: number, seed: number): object {
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
function makeLinearFile(taps: number, seed: number): object {
  const random = seededRandom(seed);
  const weights = Array.from(
    { length: taps },
    (_, n) => ((2 * random() - 1) * Math.exp((-5 * n) / taps)) / Math.sqrt(taps),
  );
  const config = { receptive_field: taps, bias: false };
  return { version: '0.5.4', architecture: 'Linear', config, weights, sample_rate: 48_000 };
}
