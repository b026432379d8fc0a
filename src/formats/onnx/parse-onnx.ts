import { expectAtMost, type ModelLimits } from '../../model/limits.js';
import type { Model } from '../../model/model.js';
import { SizedModel } from '../../model/sized-model.js';
import { NetworkBuilder } from '../../network/builder.js';
import { countLayers } from '../lowering/arithmetic.js';
import {
  ASSUMED_RATE_HZ,
  assumedRateWarning,
  describe,
  malformed,
  statedRate,
  text,
  unsupported,
  withoutGaps,
} from '../reading/json.js';
import { WeightBudget } from '../reading/numbers.js';
import { readConstant } from './constant.js';
import { decodeOnnx, type OnnxModel, type OnnxNode, type OnnxValue } from './decode.js';
import { GraphReader } from './graph-reader.js';
import type { Axis } from './signal.js';

/**
 * Reads an ONNX graph with one output and one input, [batch][channels][time], [batch][time] or [time]. Convolutions must
 * be causal. They may be padded by a Pad, or on both sides with the surplus cut off, or all at once at the input, or not at
 * all. Graphs that look ahead are refused.
 */
export function parseOnnx(bytes: Uint8Array, limits: ModelLimits): Model {
  const model = decodeOnnx(bytes, limits);
  expectAtMost(limits.ops, 'nodes', model.nodes.length, 'file');
  const rateHz = rateOf(model);
  const budget = new WeightBudget(limits);
  const input = inputOf(model);
  const axes = axesOf(input.shape.length);
  const channels = axes?.includes('channels') ? input.shape[1] : 1;
  if (!axes || channels === null) {
    return unsupported(
      `input ${shortened(input.name)}`,
      '[batch][channels][time] with a fixed number of channels',
      describe(input.shape.map((size) => size ?? 'any').join()),
    );
  }
  expectAtMost(limits.channels, 'channels', channels, `input ${shortened(input.name)}`);
  const builder = new NetworkBuilder(rateHz ?? ASSUMED_RATE_HZ, channels, 0, budget.work.spendOp);
  const reader = new GraphReader(builder, budget, limits, input.shape[input.shape.length - 1]);
  reader.define(input.name, { kind: 'signal', id: builder.input, axes, first: 0, beyond: 0, before: 'input' });
  for (const constant of model.constants) {
    reader.define(constant.name, readConstant(constant, budget, `initializer ${shortened(constant.name)}`));
  }
  model.nodes.forEach((node, index) => {
    reader.append(node, placeOf(node, index));
  });
  const network = builder.build(outputOf(model, reader), reader.start);
  const info = {
    format: 'onnx',
    formatVersion: `opset ${model.opset}`,
    architecture: 'Graph',
    sampleRateKnown: rateHz !== null,
    parameters: budget.count,
    layers: countLayers(network),
    metadata: withoutGaps({ name: text(model.properties.get('name')) }),
    warnings: rateHz === null ? [assumedRateWarning()] : [],
  };
  return new SizedModel([{ from: 0, build: () => network }], info, limits, 'file');
}

/** Hz, from the metadata `sampleRate` or `sample_rate`; null if neither states one. */
function rateOf({ properties }: OnnxModel): number | null {
  const read = (key: string) => statedRate(properties.get(key), `metadata_props.${key}`);
  return read('sampleRate') ?? read('sample_rate');
}

/** The only input. Old files list constants among the inputs, too. */
function inputOf({ inputs, constants }: OnnxModel): OnnxValue {
  const names = new Set(constants.map(({ name }) => name));
  const [input, ...others] = inputs.filter(({ name }) => !names.has(name));
  if (!input || others.length > 0) unsupported('graph', 'one input', input ? 1 + others.length : 0);
  return input;
}

/** The axes of the graph's input by its rank; undefined for ranks that are not supported. */
function axesOf(rank: number): readonly Axis[] | undefined {
  return [undefined, ['time'], ['batch', 'time'], ['batch', 'channels', 'time']][rank] as readonly Axis[] | undefined;
}

function outputOf({ outputs }: OnnxModel, reader: GraphReader): number {
  if (outputs.length !== 1) unsupported('graph', 'one output', outputs.length);
  const where = `output ${shortened(outputs[0].name)}`;
  const value = reader.value(outputs[0].name);
  if (value?.kind !== 'signal') return malformed(where, 'the output of a node', value ? 'a constant' : 'nothing');
  if (value.beyond > 0) {
    unsupported(where, 'causal padding, before the signal only', `${value.beyond} frames of padding behind it`);
  }
  return value.id;
}

/** The node's name, or else its index, and its operator: `node /conv1/Conv (Conv)`. */
function placeOf({ name, type }: OnnxNode, index: number): string {
  return `node ${shortened(name) || index} (${shortened(type)})`;
}

/** A name from the file on one line, for messages. */
function shortened(name: string): string {
  return text(name, 60) ?? '';
}
