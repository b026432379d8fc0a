import { type Code, i32, type Statement, type Variable, v128 } from '../../assembler/code.js';
import { activationCode } from '../../code/activations.js';
import type { TileContext } from '../../code/kernel-library.js';
import type { Vectors } from '../../code/vector-writer.js';
import { FLOAT_BYTES, VECTOR_BYTES } from '../../plan/memory.js';
import { type Expression, operandsOf, type Stage } from './stages.js';
import { rowParametersOf } from './tiled-step.js';

/** Accumulators of one group of rows: [sum][row][vector]. */
export type Accumulators = readonly (readonly (readonly Variable<'v128'>[])[])[];

/**
 * Computes and stores the values of a stage. The constructor makes the pointers that walk over the rows of every signal
 * that the stage loads or stores; `start` sets them to row 0, `rowCode` moves them on by one row.
 */
export class ExpressionWriter {
  readonly start: readonly Statement[];
  readonly #stage: Stage;
  readonly #kernel: TileContext;
  readonly #rows = new Map<string, Variable<'i32'>>();
  readonly #nextRow: Statement[] = [];

  constructor(stage: Stage, kernel: TileContext) {
    this.#stage = stage;
    this.#kernel = kernel;
    const start: Statement[] = [];
    const visited = new Set<Expression>();
    const addLoads = (expression: Expression): void => {
      if (visited.has(expression)) return;
      visited.add(expression);
      if (expression.kind === 'load') this.#addRow(expression.signal, expression.channel, start);
      operandsOf(expression).forEach(addLoads);
    };
    for (const store of stage.stores) {
      addLoads(store.value);
      this.#addRow(store.signal, store.channel, start);
    }
    this.start = start;
  }

  /** One row: its parameters, then every store for all vectors of frames. `row` counts within the group. */
  rowCode(row: number, accumulators: Accumulators): Statement[] {
    const { weights, writer } = this.#kernel;
    const parameters = new Map<Expression, Code<'v128'>[]>();
    const needed = rowParametersOf(this.#stage);
    needed.forEach(({ owner }, n) => {
      const parameter = writer.keep(v128.loadSplat(weights, n * FLOAT_BYTES));
      parameters.set(owner, [...(parameters.get(owner) ?? []), parameter]);
    });
    if (needed.length > 0) writer.write(weights.set(i32.add(weights, needed.length * FLOAT_BYTES)));
    const sums = accumulators.map((rows) => rows[row]);
    const known = new Map<Expression, Vectors>();
    for (const { signal, channel, value } of this.#stage.stores) {
      const address = this.#rowOf(signal, channel);
      this.#compute(value, sums, parameters, known).forEach((vector, n) => {
        writer.write(v128.store(address, vector, n * VECTOR_BYTES));
      });
    }
    return [...writer.finish(), ...this.#nextRow];
  }

  /** Writes the code of an expression, unless that is in `known`. */
  #compute(
    expression: Expression,
    sums: readonly Vectors[],
    parameters: ReadonlyMap<Expression, readonly Code<'v128'>[]>,
    known: Map<Expression, Vectors>,
  ): Vectors {
    const done = known.get(expression);
    if (done) return done;
    const { writer, inputs } = this.#kernel;
    const valuesOf = (operand: Expression): Vectors => this.#compute(operand, sums, parameters, known);
    const [first, second] = parameters.get(expression) ?? [];
    let values: Vectors;
    switch (expression.kind) {
      case 'sum':
        values = sums[expression.sum];
        break;
      case 'load': {
        const address = this.#rowOf(expression.signal, expression.channel);
        values = inputs.map((_, n) => writer.keep(v128.load(address, n * VECTOR_BYTES)));
        break;
      }
      case 'add':
        values = expression.operands.map(valuesOf).reduce((sum, operand) => writer.add(sum, operand));
        break;
      case 'multiply':
        values = expression.operands.map(valuesOf).reduce((product, operand) => writer.mul(product, operand));
        break;
      case 'activation':
        values = activationCode(expression.activation, valuesOf(expression.operand), writer, first);
        break;
      case 'affine':
        values = writer.madd(valuesOf(expression.operand), first, second);
    }
    known.set(expression, values);
    return values;
  }

  #addRow(signal: number, channel: number, start: Statement[]): void {
    const key = `${signal} ${channel}`;
    if (this.#rows.has(key)) return;
    const { locals, pointers } = this.#kernel;
    const pointer = locals.i32();
    const stride = pointers.stride(signal);
    this.#rows.set(key, pointer);
    start.push(
      pointer.set(channel === 0 ? pointers.here(signal) : i32.add(pointers.here(signal), i32.mul(stride, channel))),
    );
    this.#nextRow.push(pointer.set(i32.add(pointer, stride)));
  }

  #rowOf(signal: number, channel: number): Variable<'i32'> {
    const pointer = this.#rows.get(`${signal} ${channel}`);
    if (!pointer) throw new Error(`signal ${signal} has no row pointer`);
    return pointer;
  }
}
