import type { RecurrentOp } from '../../../network/network.js';
import { type Code, doWhile, type I32, i32, type Statement, v128 } from '../../assembler/code.js';
import type { TileContext } from '../../code/kernel-library.js';
import type { StepBinding } from '../../code/pointers.js';
import { FLOAT_BYTES, LANES, VECTOR_BYTES } from '../../plan/memory.js';
import { cellCode, paddedSize, type RecurrentMemory, type RecurrentStep } from './cell-code.js';

/** Vectors of gate rows that are gathered at once. */
const ACCUMULATORS = 8;

/** Gates that read the same columns of the weights. Sums for four gates are gathered in all, of LSTMs and GRUs alike. */
interface Section {
  readonly gates: number;
  readonly inputs: boolean;
  readonly hidden: boolean;
}

/** An LSTM's gates are all alike. Of a GRU's third gate the two parts are kept apart: r scales one of them. */
const SECTIONS: Readonly<Record<RecurrentOp['kind'], readonly Section[]>> = {
  lstm: [{ gates: 4, inputs: true, hidden: true }],
  gru: [
    { gates: 2, inputs: true, hidden: true },
    { gates: 1, inputs: true, hidden: false },
    { gates: 1, inputs: false, hidden: true },
  ],
};

/** Vectors of gate rows that are gathered together, and what they read. */
interface Group extends Section {
  readonly firstVector: number;
  readonly vectors: number;
}

function groupsOf(op: RecurrentOp): Group[] {
  const groups: Group[] = [];
  let firstVector = 0;
  for (const section of SECTIONS[op.kind]) {
    const end = firstVector + (section.gates * paddedSize(op)) / LANES;
    for (; firstVector < end; firstVector += ACCUMULATORS) {
      groups.push({ ...section, firstVector, vectors: Math.min(ACCUMULATORS, end - firstVector) });
    }
    firstVector = end;
  }
  return groups;
}

/** Columns of the weights that stand for inputs; the others stand for the hidden state. */
function inputColumns({ weight, hiddenSize, kind }: RecurrentOp): number {
  return weight.length / (hiddenSize * (kind === 'lstm' ? 4 : 3)) - hiddenSize;
}

/**
 * The weights in the order in which the kernel reads them: for each group of gate vectors the biases, then column by
 * column (inputs, then hidden state) the weights of its rows. Gates are padded with zeros to whole vectors.
 */
export function packRecurrent(op: RecurrentOp): number[] {
  const padded = paddedSize(op);
  const inputs = inputColumns(op);
  const columns = inputs + op.hiddenSize;
  const biases = op.kind === 'lstm' ? op.bias : [...op.bias, ...op.hiddenBias];
  const weightRows = op.weight.length / columns;
  const packed: number[] = [];
  for (const group of groupsOf(op)) {
    /** A value for each row of the group, by its place among the rows of all four gates. */
    const push = (valueAt: (row: number) => number): void => {
      for (let n = 0; n < group.vectors * LANES; n++) {
        const row = group.firstVector * LANES + n;
        const unit = row % padded;
        packed.push(unit < op.hiddenSize ? valueAt(Math.floor(row / padded) * op.hiddenSize + unit) : 0);
      }
    };
    push((row) => biases[row]);
    for (let column = group.inputs ? 0 : inputs; column < (group.hidden ? columns : inputs); column++) {
      // The fourth gate of a GRU reads the rows of the third.
      push((row) => op.weight[(row < weightRows ? row : row - op.hiddenSize) * columns + column]);
    }
  }
  return packed;
}

/**
 * One frame of a recurrent op: vectors run over the rows of the gates, as frames depend on one another. `stateOf` says where
 * the state of each op lies that the kernel serves.
 */
export function recurrentCode(
  step: RecurrentStep,
  stateOf: (binding: StepBinding) => RecurrentMemory,
  kernel: TileContext,
): Statement[] {
  const { op } = step;
  const { pointers, locals } = kernel;
  const [hidden, cell, gates] = (['hidden', 'cell', 'gates'] as const).map((part) =>
    pointers.word((binding) => stateOf(binding)[part].address),
  );
  const statements: Statement[] = [];
  for (const group of groupsOf(op)) {
    const accumulators = locals.v128s(group.vectors);
    const groupBytes = group.vectors * VECTOR_BYTES;
    const advance = kernel.weights.set(i32.add(kernel.weights, groupBytes));
    accumulators.forEach((accumulator, n) => {
      statements.push(accumulator.set(v128.load(kernel.weights, n * VECTOR_BYTES)));
    });
    statements.push(advance);
    /** Adds a column for each of `count` values in memory, `stride` bytes apart. */
    const addColumns = (count: number, first: Code<'i32'>, stride: I32): void => {
      const [value, end] = locals.i32s(2);
      const column = [kernel.weight.set(v128.loadSplat(value))];
      accumulators.forEach((accumulator, n) => {
        const weight = v128.load(kernel.weights, n * VECTOR_BYTES);
        column.push(accumulator.set(kernel.madd(weight, kernel.weight, accumulator)));
      });
      column.push(advance, value.set(i32.add(value, stride)));
      statements.push(value.set(first), end.set(i32.add(kernel.weights, count * groupBytes)));
      statements.push(doWhile(column, i32.ltU(kernel.weights, end)));
    };
    if (group.inputs) addColumns(inputColumns(op), pointers.here(op.input), pointers.stride(op.input));
    if (group.hidden) addColumns(op.hiddenSize, hidden, FLOAT_BYTES);
    accumulators.forEach((accumulator, n) => {
      statements.push(v128.store(gates, accumulator, (group.firstVector + n) * VECTOR_BYTES));
    });
  }
  const remainder = i32.add(cell, paddedSize(op) * FLOAT_BYTES);
  return [...statements, ...cellCode(step, kernel, { hidden, cell, remainder, gates })];
}
