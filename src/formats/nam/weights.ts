import { malformed } from '../reading/refuse.js';
import { describe } from '../reading/schema.js';

/** A number of channels in the file, and how many of them, from the first on, a narrower size keeps. */
export interface Width {
  readonly full: number;
  readonly kept: number;
}

/** The width of what has the same channels in all sizes. */
export const fixed = (channels: number): Width => ({ full: channels, kept: channels });

/** The width of `count` signals of a width, stacked. */
export const times = (count: number, { full, kept }: Width): Width => ({ full: count * full, kept: count * kept });

/** Shape of a convolution; weight order in the file is [outWidth][inWidth / groups][kernelSize], then the bias. */
export interface ConvolutionShape {
  readonly inWidth: Width;
  readonly outWidth: Width;
  /** Default 1. */
  readonly kernelSize?: number;
  /** Default 1. */
  readonly dilation?: number;
  /** Default 1. */
  readonly groups?: number;
  readonly bias: boolean;
}

/** A convolution of a model file: its shape, and where in the flat weights its numbers start. */
export interface Convolution extends Required<ConvolutionShape> {
  readonly start: number;
}

/**
 * Deals out the flat weights in the order of the file, before any of them is read: ask for every part of the model in
 * that order, then `count` is how many numbers the file must hold.
 */
export class WeightCursor {
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** The index of the first of `count` numbers. */
  take(count: number): number {
    const start = this.#count;
    this.#count += count;
    return start;
  }

  convolution(shape: ConvolutionShape): Convolution {
    const { inWidth, outWidth, kernelSize = 1, dilation = 1, groups = 1, bias } = shape;
    const start = this.take((outWidth.full * inWidth.full * kernelSize) / groups + (bias ? outWidth.full : 0));
    return { inWidth, outWidth, kernelSize, dilation, groups, bias, start };
  }
}

/**
 * The numbers of one convolution, only those between channels that are kept. Where all are kept, they are views of the
 * flat weights. With groups, all must be.
 */
export function weightsOf(convolution: Convolution, weights: Float32Array) {
  const { start, inWidth, outWidth, kernelSize, groups, bias } = convolution;
  const rowLength = (inWidth.full * kernelSize) / groups;
  const end = start + outWidth.full * rowLength;
  return {
    weight: keptOf(weights.subarray(start, end), rowLength, (inWidth.kept * kernelSize) / groups, outWidth.kept),
    bias: bias ? weights.subarray(end, end + outWidth.kept) : null,
  };
}

/** The first numbers of the first rows of a matrix. */
function keptOf(matrix: Float32Array, rowLength: number, keptLength: number, keptRows: number): Float32Array {
  if (keptLength === rowLength) return matrix.subarray(0, keptRows * rowLength);
  const kept = new Float32Array(keptRows * keptLength);
  for (let row = 0; row < keptRows; row++) {
    kept.set(matrix.subarray(row * rowLength, row * rowLength + keptLength), row * keptLength);
  }
  return kept;
}

/** The weights as float32; refuses a wrong count and anything that is no number in the range of float32. */
export function readWeights(list: unknown, count: number, where: string): Float32Array {
  if (!Array.isArray(list)) return malformed(where, 'a list of numbers', describe(list));
  if (list.length !== count) malformed(where, `${count} numbers`, list.length);
  const weights = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const number = list[i];
    if (typeof number !== 'number' || !Number.isFinite(Math.fround(number))) {
      return malformed(`${where}[${i}]`, 'a finite number', describe(number));
    }
    weights[i] = number;
  }
  return weights;
}
