import { activate } from './activation.js';
import { recurrentPrewarmFrames } from './facts.js';
import { LstmCell } from './lstm-cell.js';
import type { Conv1dOp, Network, Op, SignalId } from './network.js';

/** A state that moves less than this in a frame would not get anywhere in half a second. */
const AT_REST = 1e-12;

/** What endless silence leaves in a network. */
export interface SilenceState {
  /** The constant value of each channel, by SignalId. */
  readonly signals: readonly Float32Array[];
  /** Cell states of the LSTMs, by SignalId; their hidden states are their signals. */
  readonly cells: ReadonlyMap<SignalId, Float32Array>;
}

/**
 * What endless silence leaves in every signal. In steady silence each channel of each signal is one constant, found by
 * following the graph once with all taps of a convolution seeing the same value. LSTMs approach their rest only in time;
 * as in the reference engine they are run for half a second from their initial states, or until they have come to rest before.
 */
export function silenceState(network: Network): SilenceState {
  const state = network.channels.map((channels) => new Float64Array(channels));
  const cells = new Map<SignalId, LstmCell>();
  network.ops.forEach((op, id) => {
    if (op.kind === 'lstm') cells.set(id, new LstmCell(op));
  });
  /** Evaluates the ops from `first` on for one frame; returns how far the LSTMs moved, at most. */
  const evaluateFrom = (first: SignalId): number => {
    let moved = 0;
    for (let id = first; id < network.ops.length; id++) {
      moved = Math.max(moved, evaluate(network.ops[id], state, state[id], cells.get(id)));
    }
    return moved;
  };
  let moved = evaluateFrom(0);
  const [firstLstm] = cells.keys();
  for (let frame = recurrentPrewarmFrames(network); frame > 1 && moved > AT_REST; frame--) {
    moved = evaluateFrom(firstLstm);
  }
  return {
    signals: state.map((y) => Float32Array.from(y)),
    cells: new Map(Array.from(cells, ([id, { cell }]) => [id, Float32Array.from(cell)])),
  };
}

/** One frame of one op, all its past frames being like the current one. Returns how far an LSTM's state moved. */
function evaluate(op: Op, state: readonly Float64Array[], y: Float64Array, cell: LstmCell | undefined): number {
  let moved = 0;
  switch (op.kind) {
    case 'input':
      break;
    case 'conv1d':
      convolveConstant(op, state[op.input], y);
      break;
    case 'activation':
      for (const [channel, x] of state[op.input].entries()) y[channel] = activate(op.activation, x, channel);
      break;
    case 'add':
      y.fill(0);
      for (const input of op.inputs) for (const [channel, x] of state[input].entries()) y[channel] += x;
      break;
    case 'multiply':
      y.fill(1);
      for (const input of op.inputs) for (const [channel, x] of state[input].entries()) y[channel] *= x;
      break;
    case 'slice':
      y.set(state[op.input].subarray(op.start, op.start + op.channels));
      break;
    case 'concat': {
      let start = 0;
      for (const input of op.inputs) {
        y.set(state[input], start);
        start += state[input].length;
      }
      break;
    }
    case 'lstm':
      moved = cell?.step(state[op.input]) ?? 0;
      y.set(cell?.hidden ?? []);
  }
  return moved;
}

/** y = bias + Σ_i x[i] · Σ_k weight[o][i][k]. */
function convolveConstant(op: Conv1dOp, x: Float64Array, y: Float64Array): void {
  const groupIn = x.length / op.groups;
  const groupOut = y.length / op.groups;
  let w = 0;
  for (let o = 0; o < y.length; o++) {
    let sum = op.bias ? op.bias[o] : 0;
    const first = Math.floor(o / groupOut) * groupIn;
    for (let i = 0; i < groupIn; i++) {
      for (let k = 0; k < op.kernelSize; k++) sum += op.weight[w++] * x[first + i];
    }
    y[o] = sum;
  }
}
