import { describe, malformed } from '../reading/json.js';

/** Channels in the file, and how many of them the size to run keeps; those are the first ones. */
export interface Width {
  readonly full: number;
  readonly kept: number;
}

/** The width of a signal that has the same channels in every size. */
export const fixed = (channels: number): Width => ({ full: channels, kept: channels });

/** The width of `count` stacked signals of one width. */
export const times = (count: number, { full, kept }: Width): Width => ({ full: count * full, kept: count * kept });

/** Shape of a convolution. The file's order is the weight, [outWidth][inWidth / groups][kernelSize], then the bias. */
interface ConvolutionShape {
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

/** A convolution of a model file: its shape, and the index of its first number in the flat weights. */
export interface Convolution extends Required<ConvolutionShape> {
  readonly start: number;
}

/**
 * Assigns ranges of the flat weights to the parts of a model before any weight is read. Take every part in the order of
 * the file; then `count` is the number of weights that the file must hold.
 */
export class WeightCursor {
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Takes `count` numbers; returns the index of the first. */
  take(count: number): number {
    const start = this.#count;
    this.#count += count;
    return start;
  }

  takeConvolution(shape: ConvolutionShape): Convolution {
    const { inWidth, outWidth, kernelSize = 1, dilation = 1, groups = 1, bias } = shape;
    const start = this.take((outWidth.full * inWidth.full * kernelSize) / groups + (bias ? outWidth.full : 0));
    return { inWidth, outWidth, kernelSize, dilation, groups, bias, start };
  }

  /** Takes a convolution whose number of groups the file states at `where`; the default is 1. */
  takeGrouped(shape: ConvolutionShape, groups: number | null | undefined, where: string): Convolution {
    const count = groups ?? 1;
    const [inChannels, outChannels] = [shape.inWidth.full, shape.outWidth.full];
    if (inChannels % count !== 0 || outChannels % count !== 0) {
      malformed(where, `a divisor of ${inChannels} and ${outChannels}`, count);
    }
    return this.takeConvolution({ ...shape, groups: count });
  }
}

/**
 * The numbers of one convolution between the channels that are kept. The arrays are views of the flat weights wherever
 * the kept numbers are contiguous. A convolution in groups must keep all channels.
 */
export function weightsOf(convolution: Convolution, weights: Float32Array) {
  const { start, inWidth, outWidth, kernelSize, groups, bias } = convolution;
  const rowLength = (inWidth.full * kernelSize) / groups;
  const end = start + outWidth.full * rowLength;
  return {
    weight: firstNumbers(weights.subarray(start, end), rowLength, (inWidth.kept * kernelSize) / groups, outWidth.kept),
    bias: bias ? weights.subarray(end, end + outWidth.kept) : null,
  };
}

/** The first numbers of the first rows of a matrix. */
function firstNumbers(matrix: Float32Array, rowLength: number, keptLength: number, keptRows: number): Float32Array {
  if (keptLength === rowLength) return matrix.subarray(0, keptRows * rowLength);
  const kept = new Float32Array(keptRows * keptLength);
  for (let row = 0; row < keptRows; row++) {
    kept.set(matrix.subarray(row * rowLength, row * rowLength + keptLength), row * keptLength);
  }
  return kept;
}

/** Copies the weights to float32. Throws a DilatoneError for a wrong count, or an entry that is not finite in float32. */
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
