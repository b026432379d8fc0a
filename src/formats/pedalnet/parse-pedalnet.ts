import * as v from 'valibot';
import type { ModelLimits } from '../../model/limits.js';
import type { Model } from '../../model/model.js';
import { SizedModel } from '../../model/sized-model.js';
import type { Activation } from '../../network/activation.js';
import { NetworkBuilder } from '../../network/builder.js';
import type { Network, SignalId } from '../../network/network.js';
import {
  ASSUMED_RATE_HZ,
  anything,
  assumedRateWarning,
  count,
  describe,
  list,
  malformed,
  object,
  unsupported,
  validate,
} from '../reading/json.js';
import { fromKerasOrder, readNumbers, WeightBudget } from '../reading/numbers.js';

/** Activations by name; null is none. `gated` is tanh of the first half of the channels times sigmoid of the second. */
const ACTIVATIONS = new Map<string, Activation | 'gated' | null>([
  ['gated', 'gated'],
  ['tanh', { kind: 'tanh' }],
  ['sigmoid', { kind: 'sigmoid' }],
  ['relu', { kind: 'relu' }],
  ['softsign', { kind: 'softsign' }],
  ['linear', null],
]);

function schemaOf(limits: ModelLimits) {
  const width = count(limits.channels);
  const variable = object({
    layer_idx: v.pipe(v.number('a layer, or -1'), v.integer('a layer, or -1')),
    name: v.string('the name of a variable'),
    data: anything,
  });
  return object({
    activation: v.string('the name of an activation'),
    input_channels: width,
    output_channels: width,
    residual_channels: width,
    filter_width: count(limits.kernelSize),
    dilations: list(count(limits.receptiveField), limits.layers),
    variables: list(variable, 4 * limits.layers + 4),
  });
}

/** Whether a JSON object is meant as a file of PedalNetRT or WaveNetVA. */
export function isPedalNet(json: object): boolean {
  return 'variables' in json && 'residual_channels' in json;
}

/**
 * Reads a WaveNet of PedalNetRT or WaveNetVA. All histories start at zero. With the activation g:
 *
 *   x = W[−1]·u;  per layer n:  z = g(W_conv[n] ∗ x),  y = y + W[N]_n·z,  x = x + W_out[n]·z
 *
 * In the file, the last pointwise convolution reads the z of all layers, stacked; here each layer adds its part.
 */
export function parsePedalNet(json: object, limits: ModelLimits): Model {
  const file = validate(schemaOf(limits), json, '');
  const budget = new WeightBudget(limits);
  const variables = new Map(file.variables.map((variable, n) => [`${variable.layer_idx} ${variable.name}`, n]));
  const numbers = (layer: number, name: string, size: number): Float32Array => {
    const index = variables.get(`${layer} ${name}`);
    if (index === undefined) malformed('variables', `${name} of layer ${layer}`, 'none');
    return readNumbers(file.variables[index].data, [size], budget, `variables[${index}].data`);
  };
  const builder = new NetworkBuilder(ASSUMED_RATE_HZ, file.input_channels, 0, budget.work.spendOp);
  const network = lower(file, builder, numbers);
  const info = {
    format: 'pedalnet',
    formatVersion: '',
    architecture: 'WaveNet',
    sampleRateKnown: false,
    parameters: budget.count,
    layers: file.dilations.length,
    metadata: {},
    warnings: [assumedRateWarning()],
  };
  return new SizedModel([{ from: 0, build: () => network }], info, limits, 'file');
}

/** Reads a variable of a layer. As in the file, layer −1 is the input's and the one after the last layer is the output's. */
type Numbers = (layer: number, name: string, size: number) => Float32Array;

function lower(file: v.InferOutput<ReturnType<typeof schemaOf>>, builder: NetworkBuilder, numbers: Numbers): Network {
  const { dilations, residual_channels: width, output_channels: outputs, filter_width: kernelSize } = file;
  const activation = ACTIVATIONS.get(file.activation);
  if (activation === undefined) {
    return unsupported('activation', `one of ${[...ACTIVATIONS.keys()].join(', ')}`, describe(file.activation));
  }
  const pointwise = (x: SignalId, outChannels: number, layer: number, name: string): SignalId => {
    const inOrder = numbers(layer, name, builder.channels(x) * outChannels);
    const bias = numbers(layer, name === 'W' ? 'b' : 'b_out', outChannels);
    return builder.conv1d(x, { outChannels, kernelSize: 1, weight: fromKerasOrder(inOrder, 1, outChannels), bias });
  };
  const activate = (x: SignalId): SignalId => {
    if (activation === null) return x;
    if (activation !== 'gated') return builder.activation(x, activation);
    const signal = builder.activation(builder.slice(x, 0, width), { kind: 'tanh' });
    return builder.multiply(signal, builder.activation(builder.slice(x, width, width), { kind: 'sigmoid' }));
  };

  const mix = numbers(dilations.length, 'W', dilations.length * width * outputs);
  const mixBias = numbers(dilations.length, 'b', outputs);
  let x = pointwise(builder.input, width, -1, 'W');
  let y: SignalId | null = null;
  for (const [layer, dilation] of dilations.entries()) {
    const outChannels = activation === 'gated' ? 2 * width : width;
    const inOrder = numbers(layer, 'W_conv', kernelSize * width * outChannels);
    const weight = fromKerasOrder(inOrder, kernelSize, outChannels);
    const bias = numbers(layer, 'b_conv', outChannels);
    const z = activate(builder.conv1d(x, { outChannels, kernelSize, dilation, weight, bias }));
    const rows = mix.subarray(layer * width * outputs, (layer + 1) * width * outputs);
    const part = builder.conv1d(z, {
      outChannels: outputs,
      kernelSize: 1,
      weight: fromKerasOrder(rows, 1, outputs),
      bias: layer === 0 ? mixBias : null,
    });
    y = y === null ? part : builder.add(y, part);
    x = builder.add(x, pointwise(z, width, layer, 'W_out'));
  }
  // Not null: there is at least one layer.
  return builder.build(y!, 'zero');
}
