import type { LstmOp, RecurrentOp, SignalId } from '../../../network/network.js';
import { type Code, i32, type Statement, storeLane, v128 } from '../../assembler/code.js';
import { fastTanh, sigmoid, sigmoidByTanh, tanh } from '../../code/activations.js';
import type { TileContext } from '../../code/kernel-library.js';
import type { Vectors, VectorWriter } from '../../code/vector-writer.js';
import { FLOAT_BYTES, LANES, type Rows } from '../../plan/memory.js';
import type { Step } from '../step-kind.js';

/** A recurrent op, which is computed frame by frame. */
export interface RecurrentStep extends Step {
  readonly op: RecurrentOp;
  readonly stores: readonly [SignalId];
}

/** A recurrent op's state and its gates; sizes are rounded up to whole vectors. */
export interface RecurrentMemory {
  readonly hidden: Rows;
  /** An LSTM's cell state (a GRU leaves that part alone), then the remainders: see `accumulate`. */
  readonly cell: Rows;
  /** Sums for the gates of the current frame: i, f, g, o, or r, z, n by inputs, n by hidden state. */
  readonly gates: Rows;
}

/** Units of the state that are computed side by side. */
const UNITS_AT_ONCE = 16;

/** Rows of one gate, rounded up to whole vectors. */
export function paddedSize({ hiddenSize }: RecurrentOp): number {
  return Math.ceil(hiddenSize / LANES) * LANES;
}

/** Where state and gates of a recurrent op begin. */
interface CellAddresses {
  readonly hidden: Code<'i32'>;
  readonly cell: Code<'i32'>;
  readonly remainder: Code<'i32'>;
  readonly gates: Code<'i32'>;
}

/** Some units of a recurrent op, before the current frame is added to their state. */
interface Units {
  /** Sums for the four gates. */
  readonly gates: readonly Vectors[];
  load(address: Code<'i32'>): Vectors;
  store(address: Code<'i32'>, values: Vectors): void;
}

/** From the gates the new state, and the hidden state into the rows of the output. */
export function cellCode({ op, stores }: RecurrentStep, kernel: TileContext, at: CellAddresses): Statement[] {
  const { locals, pointers, writer } = kernel;
  const padded = paddedSize(op);
  const row = locals.i32();
  const stride = pointers.stride(stores[0]);
  const statements = [row.set(pointers.here(stores[0]))];
  for (let first = 0; first < padded; first += UNITS_AT_ONCE) {
    const offsets: number[] = [];
    for (let unit = first; unit < Math.min(first + UNITS_AT_ONCE, padded); unit += LANES) {
      offsets.push(unit * FLOAT_BYTES);
    }
    const load = (address: Code<'i32'>, start = 0): Vectors =>
      offsets.map((offset) => writer.keep(v128.load(address, start + offset)));
    const units: Units = {
      gates: [0, 1, 2, 3].map((gate) => load(at.gates, gate * padded * FLOAT_BYTES)),
      load,
      store: (address, values) => {
        for (const [n, offset] of offsets.entries()) writer.write(v128.store(address, values[n], offset));
      },
    };
    const h = op.kind === 'lstm' ? lstmUnits(op, units, at, writer) : gruUnits(units, at, writer);
    units.store(at.hidden, h);
    offsets.forEach((offset, n) => {
      const count = Math.min(LANES, op.hiddenSize - offset / FLOAT_BYTES);
      for (let lane = 0; lane < count; lane++) {
        writer.write(storeLane(row, h[n], lane));
        writer.write(row.set(i32.add(row, stride)));
      }
    });
    statements.push(...writer.finish());
  }
  return statements;
}

/**
 * c = c + (σ(i)·tanh(g) − σ(−f)·c);  h = σ(o)·tanh(c).
 *
 * Of a forget gate near 1 float32 knows only 1 − σ(f) = σ(−f) well, and that decides how long the cell remembers. Fast gates
 * are computed as in the reference: c = σ(f)·c + σ(i)·tanh(g).
 */
function lstmUnits(op: LstmOp, units: Units, at: CellAddresses, writer: VectorWriter): Vectors {
  const { gates, load, store } = units;
  const [input, forget, update, output] = gates;
  const before = load(at.cell);
  if (op.gates === 'fast') {
    const gate = (x: Vectors): Vectors => sigmoidByTanh(x, writer, fastTanh);
    const gained = writer.mul(gate(input), fastTanh(update, writer));
    const c = writer.madd(gate(forget), before, gained);
    store(at.cell, c);
    return writer.mul(gate(output), fastTanh(c, writer));
  }
  const gained = sigmoid(input, writer, 1, tanh(update, writer));
  const lost = sigmoid(forget, writer, -1, before);
  const c = accumulate(before, writer.add(writer.sub(load(at.remainder), lost), gained), units, at, writer);
  store(at.cell, c);
  return tanh(c, writer, sigmoid(output, writer));
}

/** n = tanh(a_x + σ(r)·a_h);  h = h + σ(−z)·(n − h). */
function gruUnits(units: Units, at: CellAddresses, writer: VectorWriter): Vectors {
  const { gates, load } = units;
  const [reset, update, fromInput, fromHidden] = gates;
  const fresh = tanh(writer.add(sigmoid(reset, writer, 1, fromHidden), fromInput), writer);
  const before = load(at.hidden);
  const change = writer.madd(sigmoid(update, writer, -1), writer.sub(fresh, before), load(at.remainder));
  return accumulate(before, change, units, at, writer);
}

/**
 * The sum of a state and its change, which includes the last frame's remainder. The remainder of this one, what the sum was
 * rounded by, is kept: a state that changes slowly would stand still without it, or drift.
 */
function accumulate(
  before: Vectors,
  change: Vectors,
  { store }: Units,
  { remainder }: CellAddresses,
  writer: VectorWriter,
): Vectors {
  const after = writer.add(before, change);
  store(remainder, writer.sub(change, writer.sub(after, before)));
  return after;
}
