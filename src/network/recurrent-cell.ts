import { fastTanh } from './activation.js';
import type { GruOp, LstmOp, RecurrentOp, SignalId } from './network.js';

/** State of a recurrent op, in the precision of the engine that it is for; `cell` is empty for a GRU. */
export interface RecurrentState<Numbers = Float32Array | Float64Array> {
  readonly hidden: Numbers;
  readonly cell: Numbers;
}

/** States of the recurrent ops of a network, by SignalId. */
export type RecurrentStates = ReadonlyMap<SignalId, RecurrentState>;

/** A recurrent op that runs frame by frame. */
export type RecurrentCell = LstmCell | GruCell;

/** Creates a cell in the op's initial state. */
export function createCell(op: RecurrentOp): RecurrentCell {
  return op.kind === 'lstm' ? new LstmCell(op) : new GruCell(op);
}

/** The op's initial state. */
export function initialState(op: RecurrentOp): RecurrentState<Float32Array> {
  return { hidden: op.initialHidden, cell: op.kind === 'lstm' ? op.initialCell : new Float32Array(0) };
}

/** What both kinds of cells hold. */
class CellState {
  /** State after the last frame: `hidden`, also the output, and `cell`. It starts as the op's initial state. */
  readonly hidden: Float64Array;
  readonly cell: Float64Array;
  /** Greatest change of any state value in the last frame. An array, since a field would box a number per frame. */
  readonly moved: Float64Array = new Float64Array(1);

  constructor(op: RecurrentOp) {
    const { hidden, cell } = initialState(op);
    this.hidden = Float64Array.from(hidden);
    this.cell = Float64Array.from(cell);
  }

  /** Sets the state. @realtime */
  restore({ hidden, cell }: RecurrentState): void {
    this.hidden.set(hidden);
    this.cell.set(cell);
  }
}

/** An LSTM that runs frame by frame, in double precision; see `LstmOp` for its equations. */
class LstmCell extends CellState {
  readonly #op: LstmOp;
  readonly #gates: Float64Array;

  constructor(op: LstmOp) {
    super(op);
    this.#op = op;
    this.#gates = new Float64Array(4 * op.hiddenSize);
  }

  /** Advances by one frame; `x` holds one value per in-channel. @realtime */
  step(x: Float64Array): void {
    const { weight, bias, gates: mode } = this.#op;
    const { hidden, cell } = this;
    const gates = this.#gates;
    const size = hidden.length;
    const inputs = weight.length / gates.length - size;
    const fast = mode === 'fast';
    let w = 0;
    for (let row = 0; row < gates.length; row++) {
      let sum = bias[row];
      for (let i = 0; i < inputs; i++) sum += weight[w++] * x[i];
      for (let j = 0; j < size; j++) sum += weight[w++] * hidden[j];
      gates[row] = sum;
    }
    let moved = 0;
    for (let j = 0; j < size; j++) {
      const input = 0.5 + 0.5 * tanh(gates[j] / 2, fast);
      const forget = 0.5 + 0.5 * tanh(gates[size + j] / 2, fast);
      const output = 0.5 + 0.5 * tanh(gates[3 * size + j] / 2, fast);
      const c = forget * cell[j] + input * tanh(gates[2 * size + j], fast);
      const h = output * tanh(c, fast);
      moved = Math.max(moved, Math.abs(c - cell[j]), Math.abs(h - hidden[j]));
      cell[j] = c;
      hidden[j] = h;
    }
    this.moved[0] = moved;
  }
}

/** @realtime */
function tanh(x: number, fast: boolean): number {
  return fast ? fastTanh(x) : Math.tanh(x);
}

/** A GRU that runs frame by frame, in double precision; see `GruOp` for its equations. */
class GruCell extends CellState {
  readonly #op: GruOp;
  /** For each row the sum over the inputs, then for each row the sum over the hidden state. */
  readonly #rows: Float64Array;

  constructor(op: GruOp) {
    super(op);
    this.#op = op;
    this.#rows = new Float64Array(6 * op.hiddenSize);
  }

  /** Advances by one frame; `x` holds one value per in-channel. @realtime */
  step(x: Float64Array): void {
    const { weight, bias, hiddenBias } = this.#op;
    const { hidden } = this;
    const rows = this.#rows;
    const size = hidden.length;
    const inputs = weight.length / (3 * size) - size;
    let w = 0;
    for (let row = 0; row < 3 * size; row++) {
      let fromInput = bias[row];
      let fromHidden = row < 2 * size ? 0 : hiddenBias[row - 2 * size];
      for (let i = 0; i < inputs; i++) fromInput += weight[w++] * x[i];
      for (let j = 0; j < size; j++) fromHidden += weight[w++] * hidden[j];
      rows[row] = fromInput;
      rows[3 * size + row] = fromHidden;
    }
    let moved = 0;
    for (let j = 0; j < size; j++) {
      const reset = sigmoid(rows[j] + rows[3 * size + j]);
      const update = sigmoid(rows[size + j] + rows[4 * size + j]);
      const fresh = Math.tanh(rows[2 * size + j] + reset * rows[5 * size + j]);
      const h = (1 - update) * fresh + update * hidden[j];
      moved = Math.max(moved, Math.abs(h - hidden[j]));
      hidden[j] = h;
    }
    this.moved[0] = moved;
  }
}

/** @realtime */
function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
