import type { Activation } from '../../network/activation.js';
import type { NetworkBuilder } from '../../network/builder.js';
import type { GruOp, LstmOp, SignalId } from '../../network/network.js';
import { softmax } from '../lowering/arithmetic.js';
import { describe, malformed, unsupported } from '../reading/json.js';
import { fromKerasOrder, readNumbers, type WeightBudget } from '../reading/numbers.js';
import type { KerasLayer } from './schema.js';

/** Activations by name, except softmax, which mixes channels. */
const ACTIVATIONS = new Map<string, Activation>([
  ['tanh', { kind: 'tanh' }],
  ['relu', { kind: 'relu' }],
  ['sigmoid', { kind: 'sigmoid' }],
  ['elu', { kind: 'elu', alpha: 1 }],
]);

/** Keras's default ε of batch normalization. */
const DEFAULT_EPSILON = 0.001;

/** Lowers the layers of a file to ops, one after the other. */
export class KerasLowering {
  readonly #builder: NetworkBuilder;
  readonly #budget: WeightBudget;

  constructor(builder: NetworkBuilder, budget: WeightBudget) {
    this.#builder = builder;
    this.#budget = budget;
  }

  /** Appends the layer whose place in the file is `where`; returns its output. */
  append(layer: KerasLayer, input: SignalId, where: string): SignalId {
    switch (layer.type) {
      case 'dense':
      case 'time-distributed-dense':
        return this.#activate(
          this.#convolve({ ...layer, kernel_size: 1, groups: 1 }, input, where, true),
          layer,
          where,
        );
      case 'conv1d':
        return this.#activate(this.#convolve(layer, input, where), layer, where);
      case 'batchnorm':
        return this.#activate(this.#normalize(layer, input, where), layer, where);
      case 'prelu':
        return this.#activate(this.#prelu(layer, input, where), layer, where);
      case 'activation':
        this.#expectWidth(layer, input, where);
        return this.#activate(input, layer, where);
      case 'lstm':
      case 'gru':
        return this.#recur(layer, input, where);
      default:
        return unsupported(
          `${where}.type`,
          'dense, time-distributed-dense, conv1d, batchnorm, prelu, activation, lstm or gru',
          describe(layer.type),
        );
    }
  }

  #convolve(layer: KerasLayer, input: SignalId, where: string, isDense = false): SignalId {
    const inChannels = this.#builder.channels(input);
    const { shape: outChannels, kernel_size: kernelSize } = layer;
    const dilation = layer.dilation ?? 1;
    const groups = layer.groups ?? 1;
    if ((layer.strides ?? 1) !== 1) unsupported(`${where}.strides`, '1', layer.strides ?? 1);
    if (!kernelSize) malformed(`${where}.kernel_size`, 'a positive integer', 'nothing');
    if (inChannels % groups !== 0 || outChannels % groups !== 0) {
      malformed(`${where}.groups`, `a divisor of ${inChannels} and ${outChannels}`, groups);
    }
    const columns = inChannels / groups;
    const shape = isDense ? [columns, outChannels] : [kernelSize, columns, outChannels];
    const inOrder = this.#numbers(layer, 0, shape, where);
    const hasBias = (layer.weights?.length ?? 0) > 1;
    return this.#builder.conv1d(input, {
      outChannels,
      kernelSize,
      dilation,
      groups,
      weight: fromKerasOrder(inOrder, kernelSize, outChannels),
      bias: hasBias ? this.#numbers(layer, 1, [outChannels], where) : null,
    });
  }

  /** (x − mean) · γ/√(variance + ε) + β; a file may leave γ and β out. */
  #normalize(layer: KerasLayer, input: SignalId, where: string): SignalId {
    this.#expectWidth(layer, input, where);
    const channels = layer.shape;
    const lists = layer.weights?.length ?? 0;
    if (lists !== 2 && lists !== 4) malformed(`${where}.weights`, '4 lists, or 2 without gamma and beta', lists);
    const [variance, mean, beta, gamma] = Array.from({ length: lists }, (_, n) =>
      this.#numbers(layer, lists - 1 - n, [channels], where),
    );
    const epsilon = layer.epsilon ?? DEFAULT_EPSILON;
    const scales = Array.from(variance, (value, channel) => {
      if (value + epsilon > 0) return (gamma?.[channel] ?? 1) / Math.sqrt(value + epsilon);
      return malformed(`${where}.weights[${lists - 1}][${channel}]`, 'a positive variance', value);
    });
    return this.#builder.conv1d(input, {
      outChannels: channels,
      kernelSize: 1,
      groups: channels,
      weight: Float32Array.from(scales),
      bias: Float32Array.from(scales, (scale, channel) => (beta?.[channel] ?? 0) - scale * mean[channel]),
    });
  }

  #prelu(layer: KerasLayer, input: SignalId, where: string): SignalId {
    this.#expectWidth(layer, input, where);
    // Slopes are [1][channels], or [channels] in older files. A single slope is shared by all channels.
    const [slopes] = layer.weights ?? [];
    const row = Array.isArray(slopes) && Array.isArray(slopes[0]) ? slopes[0] : slopes;
    const count = Array.isArray(row) && row.length === 1 ? 1 : layer.shape;
    const numbers = readNumbers(row, [count], this.#budget, `${where}.weights[0]`);
    const negativeSlopes = count === layer.shape ? numbers : new Float32Array(layer.shape).fill(numbers[0]);
    return this.#builder.activation(input, { kind: 'prelu', negativeSlopes });
  }

  #recur(layer: KerasLayer, input: SignalId, where: string): SignalId {
    if (layer.activation && layer.activation !== 'tanh') {
      unsupported(`${where}.activation`, 'tanh or none', describe(layer.activation));
    }
    const inputs = this.#builder.channels(input);
    const hiddenSize = layer.shape;
    const rows = hiddenSize * (layer.type === 'lstm' ? 4 : 3);
    const kernel = this.#numbers(layer, 0, [inputs, rows], where);
    const recurrent = this.#numbers(layer, 1, [hiddenSize, rows], where);
    const hasBias = (layer.weights?.length ?? 0) > 2;
    if (layer.type === 'lstm') {
      const bias = hasBias ? this.#numbers(layer, 2, [rows], where) : new Float32Array(rows);
      return this.#builder.lstm(input, lstmWeights(hiddenSize, kernel, recurrent, bias));
    }
    const lists = layer.weights?.[2];
    if (Array.isArray(lists) && typeof lists[0] === 'number') {
      unsupported(`${where}.weights[2]`, 'two lists of biases (reset_after)', 'one');
    }
    const biases = hasBias ? this.#numbers(layer, 2, [2, rows], where) : new Float32Array(2 * rows);
    return this.#builder.gru(input, gruWeights(hiddenSize, kernel, recurrent, biases));
  }

  #activate(input: SignalId, { activation }: KerasLayer, where: string): SignalId {
    if (!activation || activation === 'linear') return input;
    if (activation === 'softmax') return softmax(this.#builder, input);
    const known = ACTIVATIONS.get(activation);
    if (known) return this.#builder.activation(input, known);
    const names = [...ACTIVATIONS.keys(), 'softmax', 'linear'].join(', ');
    return unsupported(`${where}.activation`, `one of ${names}`, describe(activation));
  }

  #numbers({ weights }: KerasLayer, index: number, shape: readonly number[], where: string): Float32Array {
    return readNumbers(weights?.[index], shape, this.#budget, `${where}.weights[${index}]`);
  }

  #expectWidth({ shape }: KerasLayer, input: SignalId, where: string): void {
    const channels = this.#builder.channels(input);
    if (shape !== channels) malformed(`${where}.shape`, `${channels} channels, as come in`, shape);
  }
}

/** An LSTM. Keras's order of gates, i, f, c, o, is the network's. */
function lstmWeights(
  hiddenSize: number,
  kernel: Float32Array,
  recurrent: Float32Array,
  bias: Float32Array,
): Omit<LstmOp, 'kind' | 'input'> {
  return {
    hiddenSize,
    weight: joinRows([0, 1, 2, 3], hiddenSize, kernel, recurrent),
    bias,
    initialHidden: new Float32Array(hiddenSize),
    initialCell: new Float32Array(hiddenSize),
    gates: 'exact',
  };
}

/**
 * A GRU. Keras's order of gates is z, r, h; the network's is r, z, n. `biases` has those of the input, then those of the
 * hidden state.
 */
function gruWeights(
  hiddenSize: number,
  kernel: Float32Array,
  recurrent: Float32Array,
  biases: Float32Array,
): Omit<GruOp, 'kind' | 'input'> {
  const gates = [1, 0, 2];
  const bias = Float32Array.from({ length: 3 * hiddenSize }, (_, row) => {
    const source = kerasRow(gates, hiddenSize, row);
    return biases[source] + (row < 2 * hiddenSize ? biases[3 * hiddenSize + source] : 0);
  });
  return {
    hiddenSize,
    weight: joinRows(gates, hiddenSize, kernel, recurrent),
    bias,
    hiddenBias: biases.slice(5 * hiddenSize),
    initialHidden: new Float32Array(hiddenSize),
  };
}

/**
 * Weights of an LSTM or GRU in the network's order, [gates · hiddenSize][inputs + hiddenSize].
 *
 * @param gates for each gate of the network, its index in Keras
 * @param kernel [inputs][gates · hiddenSize]
 * @param recurrent [hiddenSize][gates · hiddenSize]
 */
function joinRows(
  gates: readonly number[],
  hiddenSize: number,
  kernel: Float32Array,
  recurrent: Float32Array,
): Float32Array {
  const rows = gates.length * hiddenSize;
  const inputs = kernel.length / rows;
  const columns = inputs + hiddenSize;
  return Float32Array.from({ length: rows * columns }, (_, index) => {
    const row = kerasRow(gates, hiddenSize, Math.floor(index / columns));
    const column = index % columns;
    return column < inputs ? kernel[column * rows + row] : recurrent[(column - inputs) * rows + row];
  });
}

/** The row in Keras that becomes the given row of the network. */
function kerasRow(gates: readonly number[], hiddenSize: number, row: number): number {
  return gates[Math.floor(row / hiddenSize)] * hiddenSize + (row % hiddenSize);
}
