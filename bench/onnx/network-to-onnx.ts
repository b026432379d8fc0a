import { historyFrames } from '../../src/network/facts.js';
import {
  type Conv1dOp,
  type GruOp,
  type LstmOp,
  lookbackOf,
  type Network,
  type SignalId,
} from '../../src/network/network.js';
import { type NetworkState, startState } from '../../src/network/silence.js';
import { activationToOnnx } from './activation-to-onnx.js';
import { OnnxGraph } from './onnx-graph.js';

/**
 * State that a stateless runtime must carry from block to block: `input` takes the whole of it, `output` returns only what
 * is new. The caller shifts each row (a channel's history) by as many numbers as are new.
 */
export interface OnnxState {
  readonly input: string;
  readonly output: string;
  readonly shape: readonly number[];
  readonly rows: number;
  /** Its values before the first frame. */
  readonly initial: Float32Array;
}

/** A network for runtimes without state: a block enters as `x` and leaves as `output`, [1][channels][frames]. */
export interface OnnxStream {
  readonly bytes: Uint8Array;
  readonly blockFrames: number;
  readonly inputChannels: number;
  readonly output: string;
  readonly states: readonly OnnxState[];
}

/** Writes a network as an ONNX graph that processes one block, with all histories as explicit inputs and outputs. */
export function networkToOnnx(network: Network, blockFrames: number): OnnxStream {
  return new Conversion(network, blockFrames).convert();
}

class Conversion {
  readonly #graph = new OnnxGraph();
  readonly #states: OnnxState[] = [];
  readonly #network: Network;
  readonly #blockFrames: number;
  readonly #start: NetworkState;
  /** By SignalId: the frames of the block, and the same with the history before them. */
  readonly #blocks: string[] = [];
  readonly #extended: string[] = [];
  readonly #history: readonly number[];

  constructor(network: Network, blockFrames: number) {
    this.#network = network;
    this.#blockFrames = blockFrames;
    this.#start = startState(network);
    this.#history = historyFrames(network);
  }

  convert(): OnnxStream {
    const { ops, channels, output } = this.#network;
    for (const id of ops.keys()) {
      this.#blocks.push(this.#convertOp(id));
      this.#extended.push(this.#extend(id));
    }
    // A signal of its own, because the output may also be a state or the input.
    const y = this.#graph.node('Identity', [this.#blocks[output]]);
    this.#graph.output(y, [1, channels[output], this.#blockFrames]);
    return {
      bytes: this.#graph.encode(),
      blockFrames: this.#blockFrames,
      inputChannels: channels[0],
      output: y,
      states: this.#states,
    };
  }

  #convertOp(id: SignalId): string {
    const graph = this.#graph;
    const op = this.#network.ops[id];
    switch (op.kind) {
      case 'input':
        return graph.input('x', [1, op.channels, this.#blockFrames]);
      case 'conv1d':
        return this.#convolution(op);
      case 'activation':
        return activationToOnnx(graph, op.activation, this.#blocks[op.input]);
      case 'add':
        return this.#combine('Add', op.inputs);
      case 'multiply':
        return this.#combine('Mul', op.inputs);
      case 'slice':
        return this.#cut(this.#blocks[op.input], op.start, op.start + op.channels, CHANNELS);
      case 'concat':
        return graph.node('Concat', this.#signals(op.inputs), { axis: CHANNELS });
      case 'lstm':
        return this.#lstm(op, id);
      case 'gru':
        return this.#gru(op, id);
    }
  }

  #convolution(op: Conv1dOp): string {
    const graph = this.#graph;
    const { outChannels, kernelSize, dilation, groups: group, weight, bias } = op;
    const inChannels = this.#network.channels[op.input] / group;
    // The history is as long as its longest reader needs; other readers skip its beginning.
    const surplus = this.#history[op.input] - lookbackOf(op);
    const end = this.#history[op.input] + this.#blockFrames;
    const extended = this.#extended[op.input];
    const x = surplus === 0 ? extended : this.#cut(extended, surplus, end, FRAMES);
    const inputs = [x, graph.floats(weight, outChannels, inChannels, kernelSize)];
    if (bias) inputs.push(graph.floats(bias, outChannels));
    return graph.node('Conv', inputs, { kernel_shape: [kernelSize], dilations: [dilation], group });
  }

  /** The block, preceded by its history if a convolution looks back on it. */
  #extend(id: SignalId): string {
    const graph = this.#graph;
    const frames = this.#history[id];
    if (frames === 0) return this.#blocks[id];
    const shape = [1, this.#network.channels[id], frames];
    const silence = this.#start.signals[id];
    const initial = new Float32Array(silence.length * frames);
    silence.forEach((value, channel) => {
      initial.fill(value, channel * frames, (channel + 1) * frames);
    });
    const history = graph.input(`history${id}`, shape);
    const extended = graph.node('Concat', [history, this.#blocks[id]], { axis: FRAMES });
    // Runtimes copy every output into new memory, which costs more than the rest. So only the new part of a long history is
    // an output.
    const block = this.#blockFrames;
    const [next, fresh] =
      frames < block
        ? [this.#cut(extended, block, block + frames, FRAMES), frames]
        : [id === 0 ? graph.node('Identity', [this.#blocks[0]]) : this.#blocks[id], block];
    graph.output(next, [1, shape[1], fresh]);
    this.#states.push({ input: history, output: next, shape, rows: shape[1], initial });
    return extended;
  }

  /** ONNX expects frames first, gates in the order i, o, f, g, and separate weights for input and hidden state. */
  #lstm(op: LstmOp, id: SignalId): string {
    const graph = this.#graph;
    const { hiddenSize, weight, bias, gates } = op;
    if (gates === 'fast') throw new RangeError('gates: expected exact ones, got fast ones');
    const inChannels = this.#network.channels[op.input];
    const columns = inChannels + hiddenSize;
    const rows = [0, 3, 1, 2].flatMap((gate) => Array.from({ length: hiddenSize }, (_, j) => gate * hiddenSize + j));
    const part = (from: number, to: number): Float32Array =>
      Float32Array.from(rows.flatMap((row) => [...weight.subarray(row * columns + from, row * columns + to)]));
    const biases = new Float32Array(8 * hiddenSize);
    biases.set(rows.map((row) => bias[row]));
    const shape = [1, 1, hiddenSize];
    const hidden = graph.input(`hidden${id}`, shape);
    const cell = graph.input(`cell${id}`, shape);
    const [y, nextHidden, nextCell] = graph.nodes(
      'LSTM',
      3,
      [
        graph.node('Transpose', [this.#blocks[op.input]], { perm: [2, 0, 1] }),
        graph.floats(part(0, inChannels), 1, 4 * hiddenSize, inChannels),
        graph.floats(part(inChannels, columns), 1, 4 * hiddenSize, hiddenSize),
        graph.floats(biases, 1, 8 * hiddenSize),
        '',
        hidden,
        cell,
      ],
      { hidden_size: hiddenSize },
    );
    for (const [input, output, initial] of [
      [hidden, nextHidden, this.#start.cells.get(id)?.hidden],
      [cell, nextCell, this.#start.cells.get(id)?.cell],
    ] as const) {
      if (!initial) throw new Error(`signal ${id} has no state`);
      graph.output(output, shape);
      this.#states.push({ input, output, shape, rows: 1, initial });
    }
    const frames = graph.node('Squeeze', [y, graph.integers(1)]);
    return graph.node('Transpose', [frames], { perm: [1, 2, 0] });
  }

  /** Like an LSTM, with gates in the order z, r, n, and separate biases for input and hidden state. */
  #gru(op: GruOp, id: SignalId): string {
    const graph = this.#graph;
    const { hiddenSize, weight, bias, hiddenBias } = op;
    const inChannels = this.#network.channels[op.input];
    const columns = inChannels + hiddenSize;
    const rows = [1, 0, 2].flatMap((gate) => Array.from({ length: hiddenSize }, (_, j) => gate * hiddenSize + j));
    const part = (from: number, to: number): Float32Array =>
      Float32Array.from(rows.flatMap((row) => [...weight.subarray(row * columns + from, row * columns + to)]));
    const biases = new Float32Array(6 * hiddenSize);
    biases.set(rows.map((row) => bias[row]));
    biases.set(hiddenBias, 5 * hiddenSize);
    const shape = [1, 1, hiddenSize];
    const initial = this.#start.cells.get(id)?.hidden;
    if (!initial) throw new Error(`signal ${id} has no state`);
    const hidden = graph.input(`hidden${id}`, shape);
    const [y, next] = graph.nodes(
      'GRU',
      2,
      [
        graph.node('Transpose', [this.#blocks[op.input]], { perm: [2, 0, 1] }),
        graph.floats(part(0, inChannels), 1, 3 * hiddenSize, inChannels),
        graph.floats(part(inChannels, columns), 1, 3 * hiddenSize, hiddenSize),
        graph.floats(biases, 1, 6 * hiddenSize),
        '',
        hidden,
      ],
      { hidden_size: hiddenSize, linear_before_reset: 1 },
    );
    graph.output(next, shape);
    this.#states.push({ input: hidden, output: next, shape, rows: 1, initial });
    const frames = graph.node('Squeeze', [y, graph.integers(1)]);
    return graph.node('Transpose', [frames], { perm: [1, 2, 0] });
  }

  #combine(type: string, inputs: readonly SignalId[]): string {
    return this.#signals(inputs).reduce((sum, signal) => this.#graph.node(type, [sum, signal]));
  }

  #signals(ids: readonly SignalId[]): string[] {
    return ids.map((id) => this.#blocks[id]);
  }

  #cut(signal: string, start: number, end: number, axis: number): string {
    const graph = this.#graph;
    return graph.node('Slice', [signal, graph.integers(start), graph.integers(end), graph.integers(axis)]);
  }
}

/** Axes of a signal [1][channels][frames]. */
const CHANNELS = 1;
const FRAMES = 2;
