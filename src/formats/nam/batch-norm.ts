import { malformed } from '../reading/refuse.js';
import type { WeightCursor } from './weights.js';

/** Where the numbers of one batch normalization start in the flat weights. */
export interface BatchNorm {
  readonly mean: number;
  readonly variance: number;
  readonly weight: number;
  readonly bias: number;
  readonly epsilon: number;
}

/** Deals out the numbers of a batch normalization. */
export function takeBatchNorm(cursor: WeightCursor, channels: number): BatchNorm {
  return {
    mean: cursor.take(channels),
    variance: cursor.take(channels),
    weight: cursor.take(channels),
    bias: cursor.take(channels),
    epsilon: cursor.take(1),
  };
}

/**
 * Folds a batch normalization into the convolution before it, which has no bias:
 *
 *   (W·x − mean) · weight/√(variance + ε) + bias  =  (s·W)·x + (bias − s·mean)  with  s = weight/√(variance + ε)
 *
 * `where` is the place of the weights.
 */
export function foldBatchNorm(
  { mean, variance, weight, bias, epsilon }: BatchNorm,
  convolution: Float32Array,
  numbers: Float32Array,
  where: string,
): { weight: Float32Array; bias: Float32Array } {
  const channels = variance - mean;
  const rowLength = convolution.length / channels;
  const folded = { weight: new Float32Array(convolution.length), bias: new Float32Array(channels) };
  for (let channel = 0; channel < channels; channel++) {
    const spread = numbers[variance + channel] + numbers[epsilon];
    if (!(spread > 0)) malformed(`${where}[${variance + channel}]`, 'a positive variance', numbers[variance + channel]);
    const scale = numbers[weight + channel] / Math.sqrt(spread);
    folded.bias[channel] = numbers[bias + channel] - scale * numbers[mean + channel];
    for (let i = channel * rowLength; i < (channel + 1) * rowLength; i++) folded.weight[i] = scale * convolution[i];
  }
  return folded;
}
