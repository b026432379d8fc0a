import type { GruOp, LstmOp } from '../../network/network.js';

/**
 * The weights of an LSTM or GRU in our order.
 *
 * @param gates the gates in Keras's order: for each of ours, its place there
 * @param kernel [inputs][gates · hiddenSize]
 * @param recurrent [hiddenSize][gates · hiddenSize]
 */
function joinRows(
  gates: readonly number[],
  hiddenSize: number,
  kernel: Float32Array,
  recurrent: Float32Array,
): Float32Array {
  const rows = gates.length * hiddenSize;
  const inputs = kernel.length / rows;
  const columns = inputs + hiddenSize;
  return Float32Array.from({ length: rows * columns }, (_, index) => {
    const row = keptRow(gates, hiddenSize, Math.floor(index / columns));
    const column = index % columns;
    return column < inputs ? kernel[column * rows + row] : recurrent[(column - inputs) * rows + row];
  });
}

/** The row of Keras that is our row. */
function keptRow(gates: readonly number[], hiddenSize: number, row: number): number {
  return gates[Math.floor(row / hiddenSize)] * hiddenSize + (row % hiddenSize);
}

/** An LSTM: Keras's gates are i, f, c, o, as ours. */
export function lstmWeights(
  hiddenSize: number,
  kernel: Float32Array,
  recurrent: Float32Array,
  bias: Float32Array,
): Omit<LstmOp, 'kind' | 'input'> {
  return {
    hiddenSize,
    weight: joinRows([0, 1, 2, 3], hiddenSize, kernel, recurrent),
    bias,
    initialHidden: new Float32Array(hiddenSize),
    initialCell: new Float32Array(hiddenSize),
    gates: 'exact',
  };
}

/** A GRU: Keras's gates are z, r, h, ours r, z, n. Biases are those of the inputs, then those of the hidden state. */
export function gruWeights(
  hiddenSize: number,
  kernel: Float32Array,
  recurrent: Float32Array,
  biases: Float32Array,
): Omit<GruOp, 'kind' | 'input'> {
  const gates = [1, 0, 2];
  const bias = Float32Array.from({ length: 3 * hiddenSize }, (_, row) => {
    const kept = keptRow(gates, hiddenSize, row);
    return biases[kept] + (row < 2 * hiddenSize ? biases[3 * hiddenSize + kept] : 0);
  });
  return {
    hiddenSize,
    weight: joinRows(gates, hiddenSize, kernel, recurrent),
    bias,
    hiddenBias: biases.slice(5 * hiddenSize),
    initialHidden: new Float32Array(hiddenSize),
  };
}
