import { type Code, f32x4, i32, type Statement, type Variable, v128 } from '../assembler/code.js';
import { type Expression, operandsOf, type Stage } from '../plan/stage.js';
import { activationCode } from './activation-code.js';
import type { Accumulators } from './convolution-code.js';
import type { KernelContext } from './kernel-context.js';
import { rowParametersOf } from './passes.js';

const FLOAT_BYTES = 4;
const VECTOR_BYTES = 16;

/**
 * Computes and stores the values of a stage. The constructor makes the pointers that walk over the rows of every signal
 * that the stage loads or stores; `start` sets them to row 0, `rowCode` moves them on by one row.
 */
export class ExpressionWriter {
  readonly start: readonly Statement[];
  readonly #stage: Stage;
  readonly #kernel: KernelContext;
  readonly #rows = new Map<string, Variable<'i32'>>();
  readonly #nextRow: Statement[] = [];
  /** Values that are used more than once have a variable. */
  readonly #shared = new Map<Expression, Variable<'v128'>>();
  readonly #parameters: ReadonlyMap<Expression, readonly Variable<'v128'>[]>;
  readonly #loadParameters: readonly Statement[];

  constructor(stage: Stage, kernel: KernelContext) {
    this.#stage = stage;
    this.#kernel = kernel;
    const start: Statement[] = [];
    const uses = new Map<Expression, number>();
    const visit = (expression: Expression): void => {
      const count = (uses.get(expression) ?? 0) + 1;
      uses.set(expression, count);
      if (count > 1) return;
      if (expression.kind === 'load') this.#addRow(expression.signal, expression.channel, start);
      operandsOf(expression).forEach(visit);
    };
    for (const store of stage.stores) {
      visit(store.value);
      this.#addRow(store.signal, store.channel, start);
    }
    for (const [expression, count] of uses) {
      if (count > 1 && expression.kind !== 'sum') this.#shared.set(expression, kernel.locals.v128());
    }
    this.start = start;

    const parameters = new Map<Expression, Variable<'v128'>[]>();
    this.#loadParameters = rowParametersOf(stage).map(({ owner }, n) => {
      const variable = kernel.locals.v128();
      parameters.set(owner, [...(parameters.get(owner) ?? []), variable]);
      return variable.set(v128.loadSplat(kernel.weights, n * FLOAT_BYTES));
    });
    this.#parameters = parameters;
  }

  /** One row: its parameters, then every store for every vector of frames. `row` counts within the group. */
  rowCode(row: number, accumulators: Accumulators): Statement[] {
    const { weights, inputs } = this.#kernel;
    const statements = [...this.#loadParameters];
    const bytes = this.#loadParameters.length * FLOAT_BYTES;
    if (bytes > 0) statements.push(weights.set(i32.add(weights, bytes)));
    inputs.forEach((_, vector) => {
      const computed = new Set<Expression>();
      for (const { signal, channel, value } of this.#stage.stores) {
        const code = this.#valueCode(value, row, vector, accumulators, computed);
        statements.push(v128.store(this.#rowOf(signal, channel), code, vector * VECTOR_BYTES));
      }
    });
    return [...statements, ...this.#nextRow];
  }

  #valueCode(
    expression: Expression,
    row: number,
    vector: number,
    accumulators: Accumulators,
    computed: Set<Expression>,
  ): Code<'v128'> {
    const variable = this.#shared.get(expression);
    if (!variable) return this.#compute(expression, row, vector, accumulators, computed);
    if (computed.has(expression)) return variable;
    const code = this.#compute(expression, row, vector, accumulators, computed);
    computed.add(expression);
    return variable.tee(code);
  }

  #compute(
    expression: Expression,
    row: number,
    vector: number,
    accumulators: Accumulators,
    computed: Set<Expression>,
  ): Code<'v128'> {
    const codeOf = (operand: Expression): Code<'v128'> => this.#valueCode(operand, row, vector, accumulators, computed);
    const parameters = this.#parameters.get(expression) ?? [];
    switch (expression.kind) {
      case 'sum':
        return accumulators[expression.sum][row][vector];
      case 'load':
        return v128.load(this.#rowOf(expression.signal, expression.channel), vector * VECTOR_BYTES);
      case 'add':
        return expression.operands.map(codeOf).reduce((sum, value) => f32x4.add(sum, value));
      case 'multiply':
        return expression.operands.map(codeOf).reduce((product, value) => f32x4.mul(product, value));
      case 'activation':
        return activationCode(expression.activation, codeOf(expression.operand), this.#kernel, parameters[0]);
      case 'affine':
        return this.#kernel.madd(parameters[0], codeOf(expression.operand), parameters[1]);
    }
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
