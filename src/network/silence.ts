import { recurrentPrewarmFrames } from './facts.js';
import { LstmCell } from './lstm-cell.js';
import type { Network, SignalId } from './network.js';
import { evaluateSteady } from './steady.js';

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
      const op = network.ops[id];
      const cell = cells.get(id);
      if (op.kind === 'lstm' && cell) {
        moved = Math.max(moved, cell.step(state[op.input]));
        state[id].set(cell.hidden);
      } else evaluateSteady(op, state, state[id]);
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
