import type { GruOp } from './network.js';

/** A GRU that runs frame by frame, in double precision; see `GruOp` for its equations. */
export class GruCell {
  /** The state after the last frame, which is also the output. It starts as the op's initial state. */
  readonly hidden: Float64Array;
  /** Empty: only LSTMs have a cell state. */
  readonly cell = new Float64Array(0);
  /** Greatest change of any state value in the last frame. An array, since a field would box a number per frame. */
  readonly moved = new Float64Array(1);
  readonly #op: GruOp;
  /** For each row the sum over the inputs, then for each row the sum over the hidden state. */
  readonly #rows: Float64Array;

  constructor(op: GruOp) {
    this.#op = op;
    this.hidden = new Float64Array(op.hiddenSize);
    this.#rows = new Float64Array(6 * op.hiddenSize);
    this.restore(op.initialHidden);
  }

  /** Sets the state. @realtime */
  restore(hidden: Float32Array | Float64Array): void {
    this.hidden.set(hidden);
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
