import { modelOfNetwork, NetworkBuilder, renderModel } from '../../src/index.js';

/** Three ways to stack convolutions of one kernel size. */
export type StackKind = 'plain' | 'strided' | 'dilated';

/** A stack of convolutions. */
export interface Stack {
  readonly kind: StackKind;
  readonly kernelSize: number;
  /** Frames between the taps of each layer, from the input to the output. */
  readonly dilations: readonly number[];
  /** Frames between neighbouring values of each row: of the input, then of each layer's output. */
  readonly steps: readonly number[];
  /** Frames that reach one output frame. */
  readonly receptiveField: number;
  readonly weights: number;
}

/** Impulse response over the stack's receptive field; null at frames for which the stack has no output. */
export type Response = readonly (number | null)[];

/** The longest of the three responses decays to this share. */
const LAST_SHARE = 0.2;
const SAMPLE_RATE = 48_000;

/** A stack of `depth` layers. A strided one drops every second frame after each layer; a dilated one keeps all. */
export function stackOf(kind: StackKind, depth: number, kernelSize: number): Stack {
  const doubling = Array.from({ length: depth }, (_, layer) => 2 ** layer);
  const dilations = kind === 'plain' ? doubling.map(() => 1) : doubling;
  const steps = [1, ...doubling.map((step) => (kind === 'strided' ? 2 * step : 1))];
  const receptiveField = dilations.reduce((sum, dilation) => sum + (kernelSize - 1) * dilation, 1);
  return { kind, kernelSize, dilations, steps, receptiveField, weights: depth * kernelSize };
}

/** Frames of a row, counted back from the current one, that reach the current output; `row` 0 is the input. */
export function reachedFrames({ kernelSize, dilations }: Stack, row: number): number[] {
  let frames = new Set([0]);
  for (let layer = dilations.length - 1; layer >= row; layer--) {
    const taps = Array.from({ length: kernelSize }, (_, k) => k * dilations[layer]);
    frames = new Set([...frames].flatMap((frame) => taps.map((tap) => frame + tap)));
  }
  return [...frames].sort((a, b) => a - b);
}

/**
 * Measures the impulse response of a stack with the library's engine. A strided stack computes the same as the dilated
 * one, but only every few frames; the frames between are null.
 */
export async function measureResponse(stack: Stack): Promise<Response> {
  const { kernelSize, dilations, receptiveField, steps } = stack;
  const longest = stackOf('dilated', dilations.length, kernelSize).receptiveField;
  const decay = LAST_SHARE ** (1 / (longest - 1));
  const builder = new NetworkBuilder(SAMPLE_RATE, 1);
  let signal = builder.input;
  for (const dilation of dilations) {
    // Tap K − 1 is the current frame.
    const weight = Float32Array.from({ length: kernelSize }, (_, k) => decay ** ((kernelSize - 1 - k) * dilation));
    signal = builder.conv1d(signal, { outChannels: 1, kernelSize, dilation, weight, bias: null });
  }
  const impulse = new Float32Array(receptiveField);
  impulse[0] = 1;
  const [response] = await renderModel(modelOfNetwork(builder.build(signal)), [impulse]);
  const step = steps.at(-1)!;
  return Array.from(response, (value, frame) => ((receptiveField - 1 - frame) % step === 0 ? value : null));
}

/** Number of frames in which the response is not zero. */
export function heardFrames(response: Response): number {
  return response.filter((value) => value !== null && value > 1e-9).length;
}
