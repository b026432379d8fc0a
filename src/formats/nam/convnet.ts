import * as v from 'valibot';
import { expectAtMost } from '../../model/limits.js';
import { anything, count, list, malformed, object, placeIn, validate } from '../reading/json.js';
import { parseActivation } from './activations.js';
import type { NamNetwork, NamPart, NamSource } from './architecture.js';
import { fixed, readWeights, WeightCursor, weightsOf } from './weights.js';

/** Taps of every convolution except the head's. */
const KERNEL_SIZE = 2;

/**
 * Reads a stack of dilated convolutions with a pointwise head. An activation follows each convolution, with or without
 * batch normalization in between.
 */
export function readConvNet({ config, weights, where, limits }: NamSource): NamPart {
  const place = placeIn(where, 'config');
  const width = count(limits.channels);
  const schema = object({
    channels: width,
    dilations: list(count(limits.receptiveField), limits.layers),
    batchnorm: v.boolean('true or false'),
    activation: anything,
    groups: v.nullish(width),
    in_channels: v.nullish(width),
    out_channels: v.nullish(width),
  });
  const { channels, dilations, batchnorm, groups, ...file } = validate(schema, config, place);
  const inputs = file.in_channels ?? 1;
  const outputs = file.out_channels ?? 1;
  const activation = parseActivation(file.activation, `${place}.activation`, fixed(channels));

  const cursor = new WeightCursor();
  const layers = dilations.map((dilation, index) => {
    const inWidth = fixed(index === 0 ? inputs : channels);
    const shape = { inWidth, outWidth: fixed(channels), kernelSize: KERNEL_SIZE, dilation, bias: !batchnorm };
    return {
      conv: cursor.takeGrouped(shape, groups, `${place}.groups`),
      norm: batchnorm ? takeBatchNorm(cursor, channels) : null,
    };
  });
  const head = cursor.takeConvolution({ inWidth: fixed(channels), outWidth: fixed(outputs), bias: true });
  expectAtMost(limits.weights, 'weights', cursor.count, place);
  const numbers = readWeights(weights, cursor.count, placeIn(where, 'weights'));
  const lowered = layers.map(({ conv, norm }) => {
    const { kernelSize, dilation, groups } = conv;
    const plain = weightsOf(conv, numbers);
    const folded = norm ? foldBatchNorm(norm, plain.weight, numbers, placeIn(where, 'weights')) : plain;
    return { outChannels: channels, kernelSize, dilation, groups, ...folded };
  });

  const network: NamNetwork = {
    inputs,
    outputs,
    layers: layers.length,
    parameters: numbers.length,
    lower(builder, input) {
      const x = lowered.reduce((x, layer) => builder.activation(builder.conv1d(x, layer), activation), input);
      return builder.conv1d(x, { outChannels: outputs, kernelSize: 1, ...weightsOf(head, numbers) });
    },
  };
  return { network };
}

/** Where the numbers of one batch normalization start in the flat weights. */
interface BatchNorm {
  readonly mean: number;
  readonly variance: number;
  readonly weight: number;
  readonly bias: number;
  readonly epsilon: number;
}

function takeBatchNorm(cursor: WeightCursor, channels: number): BatchNorm {
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
 * `numbers` are the flat weights of the file, and `where` is their place.
 */
function foldBatchNorm(
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
