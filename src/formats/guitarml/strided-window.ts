import { expectAtMost, type ModelLimits } from '../../model/limits.js';

/** A convolution of Keras with strides and `same` padding; weight [kernelSize][inChannels][outChannels]. */
export interface StridedConvolution {
  readonly kernelSize: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly stride: number;
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/** A filter of a window: weight [outChannels][window], the current frame last, and bias [outChannels]. */
interface WindowFilter {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/** Multiply-adds of the folding for each that a frame may take. */
const FOLDING = 64;

/** Rows that two convolutions, one after the other, leave of a window. */
export function stepsOf(window: number, first: StridedConvolution, second: StridedConvolution): number {
  return rowsOf(rowsOf(window, first.stride), second.stride);
}

function rowsOf(length: number, stride: number): number {
  return Math.ceil(length / stride);
}

/** Rows of zeros that `same` padding puts before the first; the rest of them is behind the last. */
function padding(length: number, { kernelSize, stride }: StridedConvolution): number {
  return Math.floor(Math.max((rowsOf(length, stride) - 1) * stride + kernelSize - length, 0) / 2);
}

/** Two convolutions of a window of a single channel, without an activation, as one filter for each row that they leave. */
export function foldWindow(
  window: number,
  first: StridedConvolution,
  second: StridedConvolution,
  limits: ModelLimits,
): WindowFilter[] {
  const steps = stepsOf(window, first, second);
  const channels = second.outChannels;
  expectAtMost(limits.macsPerFrame, 'multiply-adds per frame', steps * channels * window, 'input_size');
  const rows = rowsOf(window, first.stride);
  const taps = Math.min(second.kernelSize, rows) * first.kernelSize;
  const folding = steps * taps * first.outChannels * channels;
  expectAtMost(FOLDING * limits.macsPerFrame, 'multiply-adds to fold the convolutions', folding, 'conv1d_1');

  return Array.from({ length: steps }, (_, step) => {
    const weight = new Float64Array(channels * window);
    const bias = Float64Array.from(second.bias);
    for (let j = 0; j < second.kernelSize; j++) {
      const row = step * second.stride - padding(rows, second) + j;
      if (row < 0 || row >= rows) continue;
      for (let c = 0; c < first.outChannels; c++) {
        const mix = (j * first.outChannels + c) * channels;
        for (let o = 0; o < channels; o++) bias[o] += first.bias[c] * second.weight[mix + o];
        for (let k = 0; k < first.kernelSize; k++) {
          const frame = row * first.stride - padding(window, first) + k;
          if (frame < 0 || frame >= window) continue;
          const tap = first.weight[k * first.outChannels + c];
          for (let o = 0; o < channels; o++) weight[o * window + frame] += tap * second.weight[mix + o];
        }
      }
    }
    return { weight: Float32Array.from(weight), bias: Float32Array.from(bias) };
  });
}
