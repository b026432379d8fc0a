import { fastTanh } from './activation.js';
import type { LstmOp } from './network.js';

/** An LSTM that runs frame by frame, in double precision; see `LstmOp` for its equations. */
export class LstmCell {
  /** State after the last frame: `hidden`, also the output, and `cell`. It starts as the op's initial state. */
  readonly hidden: Float64Array;
  readonly cell: Float64Array;
  /** Greatest change of any state value in the last frame. An array, since a field would box a number per frame. */
  readonly moved = new Float64Array(1);
  readonly #op: LstmOp;
  readonly #gates: Float64Array;

  constructor(op: LstmOp) {
    this.#op = op;
    this.hidden = new Float64Array(op.hiddenSize);
    this.cell = new Float64Array(op.hiddenSize);
    this.#gates = new Float64Array(4 * op.hiddenSize);
    this.restore(op.initialHidden, op.initialCell);
  }

  /** Sets the state. @realtime */
  restore(hidden: Float32Array | Float64Array, cell: Float32Array | Float64Array): void {
    this.hidden.set(hidden);
    this.cell.set(cell);
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
