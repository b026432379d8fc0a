import { seededRandom } from './seeded-random.js';

/** One layer array of a WaveNet to make; what is left out is as in NAM's A1 models. */
export interface LayerArraySpec {
  readonly channels: number;
  readonly dilations: readonly number[];
  /** Default 3. */
  readonly kernelSize?: number;
  /** Default 1. */
  readonly headSize?: number;
  /** Default false. */
  readonly headBias?: boolean;
  /** As in the file: a name, an object, or a list of them. Default `Tanh`. */
  readonly activation?: unknown;
  /** Default false. */
  readonly gated?: boolean;
}

/** A plain WaveNet to make. */
export interface WaveNetSpec {
  readonly layerArrays: readonly LayerArraySpec[];
  /** Hz; default 48 000. */
  readonly sampleRate?: number;
  /** Default 0.2. */
  readonly headScale?: number;
}

/** A `.nam` file before it is written as JSON. */
export interface WaveNetFile {
  version: string;
  architecture: string;
  config: { layers: Record<string, unknown>[]; head: unknown; head_scale: number; [option: string]: unknown };
  weights: number[];
  sample_rate?: number;
  metadata?: unknown;
}

const OCTAVES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/** The shapes of NAM's A1 models. */
export const A1 = {
  standard: twoArrays(16, OCTAVES, OCTAVES),
  lite: twoArrays(12, OCTAVES.slice(0, 7), [...OCTAVES.slice(7), ...OCTAVES]),
  feather: twoArrays(8, OCTAVES.slice(0, 7), [...OCTAVES.slice(7), ...OCTAVES]),
  nano: twoArrays(4, OCTAVES.slice(0, 7), [...OCTAVES.slice(7), ...OCTAVES]),
} as const satisfies Record<string, WaveNetSpec>;

/** Two arrays, the second half as wide as the first. */
function twoArrays(channels: number, first: readonly number[], second: readonly number[]): WaveNetSpec {
  const half = channels / 2;
  return {
    layerArrays: [
      { channels, dilations: first, headSize: half },
      { channels: half, dilations: second, headBias: true },
    ],
  };
}

/**
 * Makes a `.nam` file of a WaveNet with random weights; the same seed gives the same file. Weights are so small that
 * every layer works in the curved part of its activation and the output stays within about ±1 for inputs within ±1.
 */
export function makeWaveNetFile(
  { layerArrays, sampleRate = 48_000, headScale = 0.2 }: WaveNetSpec,
  seed: number,
): WaveNetFile {
  const random = seededRandom(seed);
  const weights: number[] = [];
  const push = (count: number, size: number) => {
    for (let i = 0; i < count; i++) weights.push(Math.fround((2 * random() - 1) * size));
  };
  const pushConvolution = (inChannels: number, outChannels: number, kernelSize: number, bias: boolean) => {
    push(outChannels * inChannels * kernelSize, 1 / Math.sqrt(inChannels * kernelSize));
    if (bias) push(outChannels, 0.1);
  };

  const layers = layerArrays.map((array, index) => {
    const {
      channels,
      dilations,
      kernelSize = 3,
      headSize = 1,
      headBias = false,
      activation = 'Tanh',
      gated = false,
    } = array;
    const inputSize = index === 0 ? 1 : layerArrays[index - 1].channels;
    const width = gated ? 2 * channels : channels;
    pushConvolution(inputSize, channels, 1, false);
    for (const _ of dilations) {
      pushConvolution(channels, width, kernelSize, true);
      pushConvolution(1, width, 1, false);
      pushConvolution(channels, channels, 1, true);
    }
    pushConvolution(channels, headSize, 1, headBias);
    return {
      input_size: inputSize,
      condition_size: 1,
      channels,
      kernel_size: kernelSize,
      dilations: [...dilations],
      activation,
      gated,
      head_size: headSize,
      head_bias: headBias,
    };
  });
  weights.push(headScale);

  return {
    version: '0.5.4',
    architecture: 'WaveNet',
    config: { layers, head: null, head_scale: headScale },
    weights,
    sample_rate: sampleRate,
  };
}

/** The bytes of a file that holds this value as JSON. */
export function encodeFile(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
