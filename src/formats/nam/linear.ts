import * as v from 'valibot';
import { expectAtMost } from '../../model/limits.js';
import { count, malformed, object, placeIn, validate } from '../reading/json.js';
import type { NamNetwork, NamPart, NamSource } from './architecture.js';
import { readWeights } from './weights.js';

/**
 * Reads a finite impulse response, such as that of a cabinet. With as many inputs as outputs there is one response, from
 * each input to the output of the same index. With one input or one output there is a response for each channel of the
 * other side, and a bias for each output.
 */
export function readLinear({ config, weights, where, limits }: NamSource): NamPart {
  const place = placeIn(where, 'config');
  const width = count(limits.channels);
  const schema = object({
    receptive_field: count(limits.kernelSize),
    bias: v.boolean('true or false'),
    in_channels: v.nullish(width),
    out_channels: v.nullish(width),
  });
  const { receptive_field: taps, bias: hasBias, ...file } = validate(schema, config, place);
  const inputs = file.in_channels ?? 1;
  const outputs = file.out_channels ?? 1;
  const responses = inputs === outputs ? 1 : Math.max(inputs, outputs);
  if (inputs !== outputs && inputs !== 1 && outputs !== 1) {
    malformed(`${place}.out_channels`, `1 or ${inputs}, the inputs`, outputs);
  }
  const biases = inputs === outputs ? 1 : outputs;
  const responseNumbers = responses * taps;
  const weightCount = responseNumbers + (hasBias ? biases : 0);
  expectAtMost(limits.weights, 'weights', weightCount, place);
  const paths = Math.max(inputs, outputs);
  expectAtMost(limits.macsPerFrame, 'multiply-adds per frame', paths * taps, place);
  const numbers = readWeights(weights, weightCount, placeIn(where, 'weights'));

  // A response in the file starts with the tap of the current frame; a convolution's kernel ends with it.
  const weight = new Float32Array(paths * taps);
  for (let path = 0; path < paths; path++) {
    const response = numbers.subarray((path % responses) * taps, ((path % responses) + 1) * taps);
    weight.set(response.slice().reverse(), path * taps);
  }
  const bias = hasBias
    ? Float32Array.from({ length: outputs }, (_, o) => numbers[responseNumbers + (o % biases)])
    : null;
  const groups = inputs === outputs ? inputs : 1;
  const network: NamNetwork = {
    inputs,
    outputs,
    layers: 1,
    parameters: numbers.length,
    lower: (builder, input) => builder.conv1d(input, { outChannels: outputs, kernelSize: taps, groups, weight, bias }),
  };
  return { network };
}
