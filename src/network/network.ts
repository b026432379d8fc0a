import type { Activation } from './activation.js';

/** Identifies a signal by the op that produces it: the op's index in `Network.ops`. */
export type SignalId = number;

/** The network's input: always op 0, and only op 0. */
interface InputOp {
  readonly kind: 'input';
  readonly channels: number;
}

/**
 * Causal dilated convolution (cross-correlation, as PyTorch's Conv1d on a left-padded input).
 *
 *   y[o][t] = bias[o] + Σ_i Σ_k  weight[o][i][k] · x[g(o)·I + i][t − (K−1−k)·dilation]
 *
 * Shapes, row-major: weight [outChannels][I = inChannels / groups][kernelSize K], bias [outChannels] or null;
 * g(o) = floor(o · groups / outChannels). Tap k = K−1 is the current frame.
 */
export interface Conv1dOp {
  readonly kind: 'conv1d';
  readonly input: SignalId;
  readonly outChannels: number;
  readonly kernelSize: number;
  readonly dilation: number;
  readonly groups: number;
  readonly weight: Float32Array;
  readonly bias: Float32Array | null;
}

/** A memoryless function of every sample. */
interface ActivationOp {
  readonly kind: 'activation';
  readonly input: SignalId;
  readonly activation: Activation;
}

/** Sum of two or more signals of equal width. */
interface AddOp {
  readonly kind: 'add';
  readonly inputs: readonly SignalId[];
}

/** Product, sample by sample, of two or more signals of equal width. */
interface MultiplyOp {
  readonly kind: 'multiply';
  readonly inputs: readonly SignalId[];
}

/** Channels `start` … `start + channels − 1` of a signal. */
interface SliceOp {
  readonly kind: 'slice';
  readonly input: SignalId;
  readonly start: number;
  readonly channels: number;
}

/** Channels of several signals: those of the first, then those of the next. */
interface ConcatOp {
  readonly kind: 'concat';
  readonly inputs: readonly SignalId[];
}

/**
 * Long short-term memory: hidden state h and cell state c are carried from frame to frame.
 *
 *   [i f g o] = weight · [x h] + bias;  c = σ(f)·c + σ(i)·tanh(g);  h = σ(o)·tanh(c);  y = h
 *
 * Shapes, row-major: weight [4 · hiddenSize][inChannels + hiddenSize] with the gates' rows in the order i, f, g, o;
 * bias [4 · hiddenSize]; initialHidden and initialCell [hiddenSize].
 */
export interface LstmOp {
  readonly kind: 'lstm';
  readonly input: SignalId;
  readonly hiddenSize: number;
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  readonly initialHidden: Float32Array;
  readonly initialCell: Float32Array;
  /** Which tanh and sigmoid the cell uses. */
  readonly gates: LstmGates;
}

/**
 * Gated recurrent unit, as PyTorch's GRU and Keras's with `reset_after`: hidden state h is carried from frame to frame.
 *
 *   [r z a] = weight · [x h], a = a_x + a_h by inputs and hidden state
 *   r = σ(r + bias_r);  z = σ(z + bias_z);  n = tanh(a_x + bias_n + r·(a_h + hiddenBias));  h = (1 − z)·n + z·h;  y = h
 *
 * Shapes, row-major: weight [3 · hiddenSize][inChannels + hiddenSize] with the gates' rows in the order r, z, n; bias
 * [3 · hiddenSize]; hiddenBias and initialHidden [hiddenSize].
 */
export interface GruOp {
  readonly kind: 'gru';
  readonly input: SignalId;
  readonly hiddenSize: number;
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  readonly hiddenBias: Float32Array;
  readonly initialHidden: Float32Array;
}

/** An op that carries a state from every frame to the next. */
export type RecurrentOp = LstmOp | GruOp;

/** `exact`, or NAM's fast mode: fastTanh for tanh and (1 + fastTanh(x/2))/2 for the sigmoids. */
type LstmGates = 'exact' | 'fast';

/** One node of the graph. */
export type Op = InputOp | Conv1dOp | ActivationOp | AddOp | MultiplyOp | SliceOp | ConcatOp | RecurrentOp;

/**
 * State before the first frame. `silence`: the input has always been silent. `zero`: every signal was zero, as with
 * zero padding in PyTorch and Keras, and recurrent ops are in their initial states.
 */
export type NetworkStart = 'silence' | 'zero';

/**
 * A graph of streaming ops. It is plain, immutable data and can be posted between threads. Build it with
 * `NetworkBuilder`, which checks every shape. Each op reads only signals of earlier ops.
 */
export interface Network {
  /** The ops, each after those that it reads; op n produces signal n. */
  readonly ops: readonly Op[];
  /** Number of channels of each signal, by SignalId. */
  readonly channels: readonly number[];
  /** The signal that is the network's output. */
  readonly output: SignalId;
  /** Rate in Hz at which the network was trained. */
  readonly sampleRate: number;
  /** State before the first frame. */
  readonly start: NetworkStart;
}

/** Whether an op is an LSTM or a GRU. */
export function isRecurrent(op: Op): op is RecurrentOp {
  return op.kind === 'lstm' || op.kind === 'gru';
}

/** The signals that an op reads, in order. */
export function inputsOf(op: Op): readonly SignalId[] {
  switch (op.kind) {
    case 'input':
      return [];
    case 'add':
    case 'multiply':
    case 'concat':
      return op.inputs;
    default:
      return [op.input];
  }
}

/** Past frames of its input that an op needs: (K−1)·dilation for a convolution, otherwise 0. */
export function lookbackOf(op: Op): number {
  return op.kind === 'conv1d' ? (op.kernelSize - 1) * op.dilation : 0;
}
