import { expectAtMost, type ModelLimits } from '../../model/limits.js';
import type { Model } from '../../model/model.js';
import { SizedModel } from '../../model/sized-model.js';
import { NetworkBuilder } from '../../network/builder.js';
import type { SignalId } from '../../network/network.js';
import { assumedRateWarning, count, describe, fieldsOf, malformed, object, validate } from '../reading/json.js';
import { readNumbers, WeightBudget } from '../reading/numbers.js';
import { GUITARML_RATE_HZ } from './parse-state-dict.js';
import { foldWindow, type StridedConvolution, stepsOf } from './strided-window.js';

function schemaOf(limits: ModelLimits) {
  const stride = count(limits.kernelSize);
  return object({ input_size: count(limits.kernelSize), conv1d_stride: stride, conv1d_1_stride: stride });
}

/** Whether a JSON object is meant as a model of SmartAmpPro. */
export function isSmartAmpPro(json: object): boolean {
  return 'conv1d' in json && 'lstm' in json && 'input_size' in json;
}

/**
 * Reads a model of SmartAmpPro. For each frame, Keras runs the last `input_size` frames through two strided convolutions
 * with `same` padding, and an LSTM that starts from zero through what they leave, nearly always one step:
 *
 *   y = dense(lstm(conv1d_1(conv1d(x[t − input_size + 1 … t]))))
 *
 * The convolutions are linear, so that each step of the LSTM reads a filter of the window.
 */
export function parseSmartAmpPro(json: object, limits: ModelLimits): Model {
  const file = validate(schemaOf(limits), json, '');
  const reader = new LayerReader(json, limits);
  const first = reader.convolution('conv1d', 1, file.conv1d_stride);
  const second = reader.convolution('conv1d_1', first.outChannels, file.conv1d_1_stride);
  const steps = stepsOf(file.input_size, first, second);
  expectAtMost(limits.layers, 'steps of the LSTM', steps, 'lstm');
  const hiddenSize = reader.size('lstm', 'bias') / 4;
  if (!Number.isInteger(hiddenSize)) malformed('lstm.bias:0', 'numbers for four gates', `${4 * hiddenSize}`);
  const width = second.outChannels;
  const kernel = reader.numbers('lstm', 'kernel', [width, 4 * hiddenSize]);
  const recurrent = steps > 1 ? reader.numbers('lstm', 'recurrent_kernel', [hiddenSize, 4 * hiddenSize]) : null;
  const bias = reader.numbers('lstm', 'bias', [4 * hiddenSize]);
  const dense = reader.numbers('dense', 'kernel', [hiddenSize, 1]);
  const denseBias = reader.numbers('dense', 'bias', [1]);

  const builder = new NetworkBuilder(GUITARML_RATE_HZ, 1);
  const filters = foldWindow(file.input_size, first, second, limits);
  const cell = new UnrolledLstm(builder, hiddenSize, { kernel, recurrent, bias });
  for (const { weight, bias } of filters) {
    cell.step(builder.conv1d(builder.input, { outChannels: width, kernelSize: file.input_size, weight, bias }));
  }
  // Not null: there is at least one step.
  const y = builder.conv1d(cell.hidden!, { outChannels: 1, kernelSize: 1, weight: dense, bias: denseBias });
  const network = builder.build(y, 'zero');
  const info = {
    format: 'smartamppro',
    formatVersion: '',
    architecture: 'LSTM',
    sampleRateKnown: false,
    parameters: reader.budget.count,
    layers: 3,
    metadata: {},
    warnings: [assumedRateWarning(GUITARML_RATE_HZ)],
  };
  return new SizedModel([{ from: 0, build: () => network }], info, limits, 'file');
}

/** Reads the layers of a file, which have no shapes but those of their lists. */
class LayerReader {
  readonly budget: WeightBudget;
  readonly #json: object;
  readonly #limits: ModelLimits;

  constructor(json: object, limits: ModelLimits) {
    this.budget = new WeightBudget(limits);
    this.#json = json;
    this.#limits = limits;
  }

  convolution(name: string, inChannels: number, stride: number): StridedConvolution {
    const kernelSize = this.size(name, 'kernel');
    const outChannels = this.size(name, 'bias');
    const weight = this.numbers(name, 'kernel', [kernelSize, inChannels, outChannels]);
    return { kernelSize, inChannels, outChannels, stride, weight, bias: this.numbers(name, 'bias', [outChannels]) };
  }

  /** Entries of a list: the channels of a bias, or the taps of a kernel. */
  size(layer: string, part: string): number {
    const [list, where] = this.#find(layer, part);
    if (!Array.isArray(list) || list.length === 0) malformed(where, 'a list with an entry', describe(list));
    const limit = part === 'bias' ? 4 * this.#limits.channels : this.#limits.kernelSize;
    expectAtMost(limit, 'entries', list.length, where);
    return list.length;
  }

  numbers(layer: string, part: string, shape: readonly number[]): Float32Array {
    const [list, where] = this.#find(layer, part);
    return readNumbers(list, shape, this.budget, where);
  }

  /** A list, and its place. Newer versions of Keras leave the `:0` out. */
  #find(layer: string, part: string): [unknown, string] {
    const fields = fieldsOf(fieldsOf(this.#json)[layer]);
    const key = fields[`${part}:0`] == null && fields[part] != null ? part : `${part}:0`;
    return [fields[key], `${layer}.${key}`];
  }
}

/** Weights in Keras's layout: kernel [inputs][4h], recurrent [h][4h] or null where there is a single step, bias [4h]. */
interface LstmWeights {
  readonly kernel: Float32Array;
  readonly recurrent: Float32Array | null;
  readonly bias: Float32Array;
}

/** An LSTM with the gates i, f, g, o that starts from zero in every frame. */
class UnrolledLstm {
  hidden: SignalId | null = null;
  #cell: SignalId | null = null;
  readonly #builder: NetworkBuilder;
  readonly #hiddenSize: number;
  readonly #weights: LstmWeights;

  constructor(builder: NetworkBuilder, hiddenSize: number, weights: LstmWeights) {
    this.#builder = builder;
    this.#hiddenSize = hiddenSize;
    this.#weights = weights;
  }

  /** c = σ(f)·c + σ(i)·tanh(g);  h = σ(o)·tanh(c); the first step needs no f. */
  step(x: SignalId): void {
    const builder = this.#builder;
    const gate = (n: number, kind: 'sigmoid' | 'tanh') => builder.activation(this.#gate(n, x), { kind });
    const added = builder.multiply(gate(0, 'sigmoid'), gate(2, 'tanh'));
    const kept = this.#cell === null ? null : builder.multiply(gate(1, 'sigmoid'), this.#cell);
    const cell = kept === null ? added : builder.add(kept, added);
    const output = gate(3, 'sigmoid');
    this.#cell = cell;
    this.hidden = builder.multiply(output, builder.activation(cell, { kind: 'tanh' }));
  }

  /** The sum of one gate, before its activation. */
  #gate(gate: number, x: SignalId): SignalId {
    const { kernel, recurrent, bias } = this.#weights;
    const outChannels = this.#hiddenSize;
    const input = this.hidden === null ? x : this.#builder.concat(x, this.hidden);
    const rows = this.hidden === null || recurrent === null ? [kernel] : [kernel, recurrent];
    const columns = this.#builder.channels(input);
    const weight = new Float32Array(outChannels * columns);
    let i = 0;
    for (const list of rows) {
      for (let row = 0; row < list.length; row += 4 * outChannels, i++) {
        for (let o = 0; o < outChannels; o++) weight[o * columns + i] = list[row + gate * outChannels + o];
      }
    }
    const ofGate = bias.subarray(gate * outChannels, (gate + 1) * outChannels);
    return this.#builder.conv1d(input, { outChannels, kernelSize: 1, weight, bias: ofGate });
  }
}
