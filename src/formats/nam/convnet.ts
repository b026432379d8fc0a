import * as v from 'valibot';
import { expectAtMost } from '../../model/limits.js';
import { anything, count, list, object, placeIn, validate } from '../reading/schema.js';
import { parseActivation } from './activations.js';
import type { NamNetwork, NamPart, NamSource } from './architecture.js';
import { foldBatchNorm, takeBatchNorm } from './batch-norm.js';
import { planConvolution } from './convolution.js';
import { fixed, readWeights, WeightCursor, weightsOf } from './weights.js';

/** Taps of every convolution but the head. */
const KERNEL_SIZE = 2;

/** Reads a stack of dilated convolutions, each with batch normalization or not and an activation, and a pointwise head. */
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
  const activation = parseActivation({ value: file.activation, where: `${place}.activation` }, fixed(channels));

  const cursor = new WeightCursor();
  const layers = dilations.map((dilation, index) => {
    const inWidth = fixed(index === 0 ? inputs : channels);
    const shape = { inWidth, outWidth: fixed(channels), kernelSize: KERNEL_SIZE, dilation, bias: !batchnorm };
    return {
      conv: planConvolution(cursor, shape, groups, `${place}.groups`),
      norm: batchnorm ? takeBatchNorm(cursor, channels) : null,
    };
  });
  const head = cursor.convolution({ inWidth: fixed(channels), outWidth: fixed(outputs), bias: true });
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
  return { sizes: [{ from: 0, network }] };
}
