import type { GruOp } from './network.js';

/** One GRU that runs frame by frame, in double precision; see `GruOp` for its equations. */
export class GruCell {
  /** The state after the last frame, which is also the output. It starts as the op's initial state. */
  readonly hidden: Float64Array;
  /** None: what distinguishes an LSTM. */
  readonly cell = new Float64Array(0);
  /** How far the last frame moved the state, at most. An array: a number would be made anew for each frame. */
  readonly moved = new Float64Array(1);
  readonly #op: GruOp;
  /** Sums over the inputs, then over the hidden state, of each row. */
  readonly #rows: Float64Array;

  constructor(op: GruOp) {
    this.#op = op;
    this.hidden = new Float64Array(op.hiddenSize);
    this.#rows = new Float64Array(6 * op.hiddenSize);
    this.restore(op.initialHidden);
  }

  /** Goes to a given state. @realtime */
  restore(hidden: Float32Array | Float64Array): void {
    this.hidden.set(hidden);
  }

  /** Goes one frame on; `x` holds a value per in-channel. @realtime */
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
