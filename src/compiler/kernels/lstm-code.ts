import type { LstmOp } from '../../network/network.js';
import { type Code, doWhile, type I32, i32, type Statement, storeLane, v128 } from '../assembler/code.js';
import type { MemoryPlan } from '../plan/memory.js';
import type { LstmStep } from '../plan/plan.js';
import { LANES } from '../plan/tile.js';
import { fastTanh, sigmoidByTanh, tanh } from './activation-code.js';
import type { KernelContext } from './kernel-context.js';
import type { Vectors } from './vector-writer.js';

/** Vectors of gate rows that are gathered at once. */
const ACCUMULATORS = 8;
/** Units of the state that are computed side by side. */
const UNITS_AT_ONCE = 16;
const GATES = 4;
const FLOAT_BYTES = 4;
const VECTOR_BYTES = 16;

/** Rows of one gate, rounded up to whole vectors. */
function paddedSize({ hiddenSize }: LstmOp): number {
  return Math.ceil(hiddenSize / LANES) * LANES;
}

/** Gate vectors, divided into groups that are gathered together. */
function vectorGroups(op: LstmOp): number[] {
  const vectors = (GATES * paddedSize(op)) / LANES;
  const groups = Array<number>(Math.floor(vectors / ACCUMULATORS)).fill(ACCUMULATORS);
  return vectors % ACCUMULATORS === 0 ? groups : [...groups, vectors % ACCUMULATORS];
}

/**
 * The weights in the order in which the kernel reads them: for each group of gate vectors the biases, then column by
 * column (inputs, then hidden state) the weights of its rows. Gates are padded with zeros to whole vectors.
 */
export function packLstm(op: LstmOp): number[] {
  const padded = paddedSize(op);
  const columns = op.weight.length / (GATES * op.hiddenSize);
  const packed: number[] = [];
  let firstRow = 0;
  const push = (rows: number, valueAt: (row: number) => number): void => {
    for (let row = firstRow; row < firstRow + rows; row++) {
      const unit = row % padded;
      packed.push(unit < op.hiddenSize ? valueAt(Math.floor(row / padded) * op.hiddenSize + unit) : 0);
    }
  };
  for (const vectors of vectorGroups(op)) {
    push(vectors * LANES, (row) => op.bias[row]);
    for (let column = 0; column < columns; column++) {
      push(vectors * LANES, (row) => op.weight[row * columns + column]);
    }
    firstRow += vectors * LANES;
  }
  return packed;
}

/** One frame of an LSTM: vectors run over the rows of the gates, as frames depend on one another. */
export function lstmCode(step: LstmStep, memory: MemoryPlan, kernel: KernelContext): Statement[] {
  const { op, stores } = step;
  const { pointers, locals } = kernel;
  const state = memory.lstms.get(stores[0]);
  if (!state) throw new Error(`signal ${stores[0]} has no state`);
  const [hidden, cell, gates] = [state.hidden, state.cell, state.gates].map(({ address }) =>
    pointers.word(() => address),
  );
  const inputs = op.weight.length / (GATES * op.hiddenSize) - op.hiddenSize;
  const statements: Statement[] = [];
  let firstVector = 0;
  for (const vectors of vectorGroups(op)) {
    const accumulators = Array.from({ length: vectors }, () => locals.v128());
    const groupBytes = vectors * VECTOR_BYTES;
    const advance = kernel.weights.set(i32.add(kernel.weights, groupBytes));
    accumulators.forEach((accumulator, n) => {
      statements.push(accumulator.set(v128.load(kernel.weights, n * VECTOR_BYTES)));
    });
    statements.push(advance);
    /** Adds a column for each of `count` values in memory, `stride` bytes apart. */
    const addColumns = (count: number, first: Code<'i32'>, stride: I32): void => {
      const [value, end] = [locals.i32(), locals.i32()];
      const column = [kernel.weight.set(v128.loadSplat(value))];
      accumulators.forEach((accumulator, n) => {
        const weight = v128.load(kernel.weights, n * VECTOR_BYTES);
        column.push(accumulator.set(kernel.madd(weight, kernel.weight, accumulator)));
      });
      column.push(advance, value.set(i32.add(value, stride)));
      statements.push(value.set(first), end.set(i32.add(kernel.weights, count * groupBytes)));
      statements.push(doWhile(column, i32.ltU(kernel.weights, end)));
    };
    addColumns(inputs, pointers.here(op.input), pointers.stride(op.input));
    addColumns(op.hiddenSize, hidden, FLOAT_BYTES);
    accumulators.forEach((accumulator, n) => {
      statements.push(v128.store(gates, accumulator, (firstVector + n) * VECTOR_BYTES));
    });
    firstVector += vectors;
  }
  return [...statements, ...stateCode(step, kernel, hidden, cell, gates)];
}

/** From the gates the new cell and hidden state, and the hidden state into the rows of the output. */
function stateCode(
  { op, stores }: LstmStep,
  kernel: KernelContext,
  hidden: Code<'i32'>,
  cell: Code<'i32'>,
  gates: Code<'i32'>,
): Statement[] {
  const { locals, pointers, writer } = kernel;
  const padded = paddedSize(op);
  const row = locals.i32();
  const stride = pointers.stride(stores[0]);
  const tanhOf = op.gates === 'fast' ? fastTanh : tanh;
  const sigmoid = (x: Vectors): Vectors => sigmoidByTanh(x, writer, tanhOf);
  const statements = [row.set(pointers.here(stores[0]))];
  for (let first = 0; first < padded; first += UNITS_AT_ONCE) {
    const offsets: number[] = [];
    for (let unit = first; unit < Math.min(first + UNITS_AT_ONCE, padded); unit += LANES) {
      offsets.push(unit * FLOAT_BYTES);
    }
    const load = (address: Code<'i32'>, start = 0): Vectors =>
      offsets.map((offset) => writer.keep(v128.load(address, start + offset)));
    const [input, forget, update, output] = [0, 1, 2, 3].map((gate) => load(gates, gate * padded * FLOAT_BYTES));
    const gained = writer.mul(sigmoid(input), tanhOf(update, writer));
    const c = writer.madd(sigmoid(forget), load(cell), gained);
    const h = writer.mul(sigmoid(output), tanhOf(c, writer));
    offsets.forEach((offset, n) => {
      writer.write(v128.store(cell, c[n], offset));
      writer.write(v128.store(hidden, h[n], offset));
      const units = Math.min(LANES, op.hiddenSize - offset / FLOAT_BYTES);
      for (let lane = 0; lane < units; lane++) {
        writer.write(storeLane(row, h[n], lane));
        writer.write(row.set(i32.add(row, stride)));
      }
    });
    statements.push(...writer.finish());
  }
  return statements;
}
