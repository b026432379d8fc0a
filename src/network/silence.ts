import { activate } from './activation.js';
import { recurrentPrewarmFrames, recurrentSources } from './facts.js';
import { type Conv1dOp, isRecurrent, type Network, type Op, type SignalId } from './network.js';
import { createCell, initialState, type RecurrentCell, type RecurrentState } from './recurrent-cell.js';

/** A state that changes less than this per frame would not change noticeably in half a second. */
const AT_REST = 1e-12;

/** State of a network. */
export interface NetworkState {
  /** Constant value of each channel throughout its history, by SignalId. */
  readonly signals: readonly Float32Array[];
  /** States of the recurrent ops. */
  readonly cells: ReadonlyMap<SignalId, RecurrentState<Float32Array>>;
}

/** State of a network before its first frame, in double precision; engines start from what their own arithmetic gives. */
export function startState(network: Network): NetworkState {
  if (network.start === 'silence') return silenceState(network);
  const cells = network.ops.flatMap((op, id) => (isRecurrent(op) ? [[id, initialState(op)] as const] : []));
  return { signals: network.channels.map((channels) => new Float32Array(channels)), cells: new Map(cells) };
}

/**
 * State of a network whose input has always been silent. In steady silence each channel of each signal is a constant;
 * one pass over the graph finds it, with the same value at all taps of a convolution. Recurrent ops only approach their
 * rest over time: as in the reference engine, they run for half a second from their initial states, or until they are
 * at rest.
 */
export function silenceState(network: Network): NetworkState {
  const { ops } = network;
  const state = network.channels.map((channels) => new Float64Array(channels));
  const sources = recurrentSources(
    network,
    ops.map(() => true),
  );
  const cells = new Map<SignalId, RecurrentCell>();
  ops.forEach((op, id) => {
    if (isRecurrent(op)) cells.set(id, createCell(op));
  });
  const [firstCell = ops.length] = cells.keys();
  const idsOf = (isOne: (id: SignalId) => boolean): SignalId[] => [...ops.keys()].filter(isOne);
  /** Evaluates ops for one frame; returns the greatest change of any recurrent state. */
  const evaluate = (ids: readonly SignalId[]): number => {
    let moved = 0;
    for (const id of ids) {
      const op = ops[id];
      const cell = cells.get(id);
      if (isRecurrent(op) && cell) {
        cell.step(state[op.input]);
        // NaN counts as at rest: it stays.
        if (cell.moved[0] > moved) moved = cell.moved[0];
        state[id].set(cell.hidden);
      } else evaluateSteady(op, state, state[id]);
    }
    return moved;
  };
  evaluate(idsOf((id) => id < firstCell));
  const moving = idsOf((id) => id >= firstCell && sources[id]);
  const frames = moving.length === 0 ? 0 : recurrentPrewarmFrames(network);
  for (let left = frames; left > 0 && evaluate(moving) > AT_REST; left--);
  evaluate(idsOf((id) => id > firstCell && !sources[id]));
  return {
    signals: state.map((y) => Float32Array.from(y)),
    cells: new Map(Array.from(cells, ([id, cell]) => [id, saved(cell)])),
  };
}

function saved({ hidden, cell }: RecurrentCell): RecurrentState<Float32Array> {
  return { hidden: Float32Array.from(hidden), cell: Float32Array.from(cell) };
}

/**
 * Evaluates an op whose inputs are constant in time. `values` holds one value per channel of each input, by SignalId;
 * the result goes to `y`, one value per channel. For the network's input and recurrent ops `y` does not change.
 */
export function evaluateSteady(op: Op, values: readonly Float64Array[], y: Float64Array): void {
  switch (op.kind) {
    case 'conv1d':
      convolve(op, values[op.input], y);
      break;
    case 'activation':
      for (const [channel, x] of values[op.input].entries()) y[channel] = activate(op.activation, x, channel);
      break;
    case 'add':
    case 'multiply': {
      const [first, ...others] = op.inputs.map((input) => values[input]);
      y.set(first);
      for (const x of others) for (let c = 0; c < y.length; c++) y[c] = op.kind === 'add' ? y[c] + x[c] : y[c] * x[c];
      break;
    }
    case 'slice':
      y.set(values[op.input].subarray(op.start, op.start + op.channels));
      break;
    case 'concat': {
      let start = 0;
      for (const input of op.inputs) {
        y.set(values[input], start);
        start += values[input].length;
      }
    }
  }
}

/** y = bias + Σ_i x[i] · Σ_k weight[o][i][k]. */
function convolve(op: Conv1dOp, x: Float64Array, y: Float64Array): void {
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
