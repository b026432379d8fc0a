import { describe } from '../schema.js';
import { malformed } from './refuse.js';

/** Shape of a convolution; weight order in the file is [outChannels][inChannels / groups][kernelSize], then the bias. */
export interface ConvolutionShape {
  readonly inChannels: number;
  readonly outChannels: number;
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
    const { inChannels, outChannels, kernelSize = 1, dilation = 1, groups = 1, bias } = shape;
    const start = this.take(weightCount(shape) + (bias ? outChannels : 0));
    return { inChannels, outChannels, kernelSize, dilation, groups, bias, start };
  }
}

/** The numbers of one convolution, as views of the flat weights. */
export function weightsOf(convolution: Convolution, weights: Float32Array) {
  const { start, outChannels } = convolution;
  const end = start + weightCount(convolution);
  return {
    weight: weights.subarray(start, end),
    bias: convolution.bias ? weights.subarray(end, end + outChannels) : null,
  };
}

/** The weights as float32; refuses a wrong count and anything that is no number in the range of float32. */
export function readWeights(list: readonly unknown[], count: number, where: string): Float32Array {
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

function weightCount({ inChannels, outChannels, kernelSize = 1, groups = 1 }: ConvolutionShape): number {
  return (outChannels * inChannels * kernelSize) / groups;
}
