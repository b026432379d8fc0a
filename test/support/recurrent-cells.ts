import { NetworkBuilder } from '../../src/network/builder.js';
import type { Network, RecurrentOp } from '../../src/network/network.js';
import { createCell } from '../../src/network/recurrent-cell.js';
import { seededRandom } from './seeded-random.js';

/** What a random cell is made of. */
export interface CellSettings {
  readonly kind: RecurrentOp['kind'];
  readonly hiddenSize: number;
  /** Added to the biases of the gate that decides how long the cell remembers: f of an LSTM, z of a GRU. */
  readonly memoryBias: number;
  readonly seed: number;
}

/** A network of one LSTM or GRU on one channel, so contractive that errors do not grow by themselves. */
export function cellNetwork({ kind, hiddenSize, memoryBias, seed }: CellSettings): Network {
  const random = seededRandom(seed);
  const values = (length: number, size: number) => Float32Array.from({ length }, () => (2 * random() - 1) * size);
  const builder = new NetworkBuilder(48_000, 1);
  const gates = kind === 'lstm' ? 4 : 3;
  const columns = 1 + hiddenSize;
  const weight = values(gates * hiddenSize * columns, 0.5 / Math.sqrt(columns));
  const bias = values(gates * hiddenSize, 0.3);
  for (let unit = 0; unit < hiddenSize; unit++) {
    bias[hiddenSize + unit] += memoryBias;
    // The input is heard more than the state.
    for (let gate = 0; gate < gates; gate++) weight[(gate * hiddenSize + unit) * columns] *= 2 * Math.sqrt(columns);
  }
  const initialHidden = values(hiddenSize, 0.1);
  const shared = { hiddenSize, weight, bias, initialHidden };
  const output =
    kind === 'lstm'
      ? builder.lstm(builder.input, { ...shared, initialCell: values(hiddenSize, 0.1), gates: 'exact' })
      : builder.gru(builder.input, { ...shared, hiddenBias: values(hiddenSize, 0.3) });
  return builder.build(output, 'zero');
}

/** The op of such a network. */
export function cellOf({ ops, output }: Network): RecurrentOp {
  return ops[output] as RecurrentOp;
}

/** What the op computes in double precision, [unit][frame]. */
export function float64Cell(op: RecurrentOp, input: Float32Array): Float64Array[] {
  const cell = createCell(op);
  const output = Array.from({ length: op.hiddenSize }, () => new Float64Array(input.length));
  const x = new Float64Array(1);
  for (let t = 0; t < input.length; t++) {
    x[0] = input[t];
    cell.step(x);
    for (const [unit, row] of output.entries()) row[t] = cell.hidden[unit];
  }
  return output;
}

const f = Math.fround;
const sigmoid = (x: number): number => f(1 / f(1 + f(Math.exp(-x))));

/** What float32 arithmetic with correctly rounded functions computes, as C++ with its standard library would. */
export function float32Cell(op: RecurrentOp, input: Float32Array): Float32Array[] {
  const { hiddenSize: size, weight, bias } = op;
  const hidden = Float32Array.from(op.initialHidden);
  const cell = op.kind === 'lstm' ? Float32Array.from(op.initialCell) : new Float32Array(size);
  const rows = bias.length;
  const [sums, hiddenSums] = [new Float32Array(rows), new Float32Array(rows)];
  const output = Array.from({ length: size }, () => new Float32Array(input.length));
  for (let t = 0; t < input.length; t++) {
    for (let row = 0; row < rows; row++) {
      const column = row * (1 + size);
      let sum = f(bias[row] + f(weight[column] * input[t]));
      let hiddenSum = op.kind === 'gru' && row >= 2 * size ? op.hiddenBias[row - 2 * size] : 0;
      for (let unit = 0; unit < size; unit++) {
        const product = f(weight[column + 1 + unit] * hidden[unit]);
        if (op.kind === 'lstm') sum = f(sum + product);
        else hiddenSum = f(hiddenSum + product);
      }
      sums[row] = sum;
      hiddenSums[row] = hiddenSum;
    }
    for (let unit = 0; unit < size; unit++) {
      const [a, b, c, d] = [0, 1, 2, 3].map((gate) => sums[gate * size + unit]);
      if (op.kind === 'lstm') {
        cell[unit] = f(f(sigmoid(b) * cell[unit]) + f(sigmoid(a) * f(Math.tanh(c))));
        hidden[unit] = f(sigmoid(d) * f(Math.tanh(cell[unit])));
      } else {
        const z = sigmoid(f(b + hiddenSums[size + unit]));
        const n = f(Math.tanh(f(c + f(sigmoid(f(a + hiddenSums[unit])) * hiddenSums[2 * size + unit]))));
        hidden[unit] = f(f(f(1 - z) * n) + f(z * hidden[unit]));
      }
      output[unit][t] = hidden[unit];
    }
  }
  return output;
}

/** Notes that fade, with a little noise. */
export function fadingNotes(frames: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: frames }, (_, t) => {
    const note = Math.sin((2 * Math.PI * 110 * t) / 48_000) * Math.exp(-(t % 48_000) / 12_000);
    return 0.4 * note + 0.02 * (random() - 0.5);
  });
}

/** The greatest difference to double precision. */
export function cellError(output: readonly Float32Array[], exact: readonly Float64Array[]): number {
  let most = 0;
  for (const [unit, row] of output.entries()) {
    for (let t = 0; t < row.length; t++) {
      if (!(Math.abs(row[t] - exact[unit][t]) <= most)) most = Math.abs(row[t] - exact[unit][t]);
    }
  }
  return most;
}
