import { GruCell } from './gru-cell.js';
import { LstmCell } from './lstm-cell.js';
import type { RecurrentOp } from './network.js';

/** State of a recurrent op; `cell` is empty for a GRU. */
export interface RecurrentState {
  readonly hidden: Float32Array;
  readonly cell: Float32Array;
}

/** A recurrent op that runs frame by frame. */
export type RecurrentCell = LstmCell | GruCell;

/** Creates a cell in the op's initial state. */
export function createCell(op: RecurrentOp): RecurrentCell {
  return op.kind === 'lstm' ? new LstmCell(op) : new GruCell(op);
}

/** The op's initial state. */
export function initialState(op: RecurrentOp): RecurrentState {
  return { hidden: op.initialHidden, cell: op.kind === 'lstm' ? op.initialCell : new Float32Array(0) };
}
