import { seededRandom } from './seeded-random.js';

/** One layer array of a WaveNet to make; what is left out is as in NAM's A1 models. */
interface LayerArraySpec {
  readonly channels: number;
  readonly dilations: readonly number[];
  /** Default 3. */
  readonly kernelSize?: number;
  /** One for each layer, in place of `kernelSize`; the array is then written as in A2 models. */
  readonly kernelSizes?: readonly number[];
  /** Default 1. */
  readonly headSize?: number;
  /** Of A2 models; default 1. */
  readonly headKernelSize?: number;
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

const A2_KERNELS = [...Array(14).fill(6), 15, 15, ...Array(7).fill(6)];
const A2_LEAPS = [1, 3, 7, 17, 41, 101, 239];
const A2_DILATIONS = [...A2_LEAPS, ...A2_LEAPS, 1, 13, ...A2_LEAPS];

/** The shapes of NAM's A2 models. */
export const A2 = {
  full: { layerArrays: [a2Array(8)], headScale: 0.01 },
  lite: { layerArrays: [a2Array(3)], headScale: 0.01 },
} as const satisfies Record<string, WaveNetSpec>;

function a2Array(channels: number): LayerArraySpec {
  return {
    channels,
    dilations: A2_DILATIONS,
    kernelSizes: A2_KERNELS,
    activation: A2_DILATIONS.map(() => ({ type: 'LeakyReLU', negative_slope: 0.01 })),
    headKernelSize: 16,
    headBias: true,
  };
}

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
      kernelSizes,
      headSize = 1,
      headKernelSize = 1,
      headBias = false,
      activation = 'Tanh',
      gated = false,
    } = array;
    const inputSize = index === 0 ? 1 : layerArrays[index - 1].channels;
    const width = gated ? 2 * channels : channels;
    pushConvolution(inputSize, channels, 1, false);
    for (const layer of dilations.keys()) {
      pushConvolution(channels, width, kernelSizes?.[layer] ?? kernelSize, true);
      pushConvolution(1, width, 1, false);
      pushConvolution(channels, channels, 1, true);
    }
    pushConvolution(channels, headSize, headKernelSize, headBias);
    const common = { input_size: inputSize, condition_size: 1, channels, dilations: [...dilations], activation };
    if (kernelSizes === undefined) {
      return { ...common, kernel_size: kernelSize, gated, head_size: headSize, head_bias: headBias };
    }
    const head = { out_channels: headSize, kernel_size: headKernelSize, bias: headBias };
    return { ...common, ...A2_UNUSED, kernel_sizes: [...kernelSizes], head, bottleneck: channels };
  });
  weights.push(headScale);

  return {
    version: layerArrays.some(({ kernelSizes }) => kernelSizes) ? '0.7.0' : '0.5.4',
    architecture: 'WaveNet',
    config: { layers, head: null, head_scale: headScale },
    weights,
    sample_rate: sampleRate,
  };
}

const NO_FILM = { active: false, shift: true, groups: 1 };

/** What A2 models spell out and do not use. */
const A2_UNUSED = {
  groups_input: 1,
  groups_input_mixin: 1,
  layer1x1: { active: true, groups: 1 },
  head1x1: { active: false, out_channels: 1, groups: 1 },
  gating_mode: 'none',
  secondary_activation: '',
  conv_pre_film: NO_FILM,
  conv_post_film: NO_FILM,
  input_mixin_pre_film: NO_FILM,
  input_mixin_post_film: NO_FILM,
  activation_pre_film: NO_FILM,
  activation_post_film: NO_FILM,
  layer1x1_post_film: NO_FILM,
  head1x1_post_film: NO_FILM,
};

/** The bytes of a file that holds this value as JSON. */
export function encodeFile(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
