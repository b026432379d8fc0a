import { recurrentPrewarmFrames } from './facts.js';
import { isRecurrent, type Network, type SignalId } from './network.js';
import { createCell, initialState, type RecurrentCell, type RecurrentState } from './recurrent-cell.js';
import { evaluateSteady } from './steady.js';

/** A state that moves less than this in a frame would not get anywhere in half a second. */
const AT_REST = 1e-12;

/** What a network remembers at some time. */
export interface NetworkState {
  /** The value that each channel has had for as long as anyone looks back, by SignalId. */
  readonly signals: readonly Float32Array[];
  /** States of the recurrent ops, by SignalId. */
  readonly cells: ReadonlyMap<SignalId, RecurrentState>;
}

/** What a network remembers before the first frame. Callers that know its `silenceState` pass it. */
export function startState(network: Network, silence?: NetworkState): NetworkState {
  if (network.start === 'silence') return silence ?? silenceState(network);
  const cells = network.ops.flatMap((op, id) => (isRecurrent(op) ? [[id, initialState(op)] as const] : []));
  return { signals: network.channels.map((channels) => new Float32Array(channels)), cells: new Map(cells) };
}

/**
 * What endless silence leaves in every signal. In steady silence each channel of each signal is one constant, found by
 * following the graph once with all taps of a convolution seeing the same value. Recurrent ops approach their rest only in
 * time; as in the reference engine they are run for half a second from their initial states, or until they have come to
 * rest before.
 */
export function silenceState(network: Network): NetworkState {
  const state = network.channels.map((channels) => new Float64Array(channels));
  const cells = new Map<SignalId, RecurrentCell>();
  network.ops.forEach((op, id) => {
    if (isRecurrent(op)) cells.set(id, createCell(op));
  });
  /** Evaluates the ops from `first` on for one frame; returns how far the recurrent ones moved, at most. */
  const evaluateFrom = (first: SignalId): number => {
    let moved = 0;
    for (let id = first; id < network.ops.length; id++) {
      const op = network.ops[id];
      const cell = cells.get(id);
      if (isRecurrent(op) && cell) {
        cell.step(state[op.input]);
        moved = Math.max(moved, cell.moved[0]);
        state[id].set(cell.hidden);
      } else evaluateSteady(op, state, state[id]);
    }
    return moved;
  };
  let moved = evaluateFrom(0);
  const [firstRecurrent] = cells.keys();
  for (let frame = recurrentPrewarmFrames(network); frame > 1 && moved > AT_REST; frame--) {
    moved = evaluateFrom(firstRecurrent);
  }
  return {
    signals: state.map((y) => Float32Array.from(y)),
    cells: new Map(Array.from(cells, ([id, cell]) => [id, saved(cell)])),
  };
}

function saved({ hidden, cell }: RecurrentCell): RecurrentState {
  return { hidden: Float32Array.from(hidden), cell: Float32Array.from(cell) };
}
