import { type Code, f32x4, i32, type Statement, type Variable, v128 } from '../assembler/code.js';
import type { Locals } from '../assembler/module.js';
import type { MultiplyAdd } from '../program.js';
import type { WeightLayout } from '../weight-layout.js';

type V128 = Code<'v128'>;

/** a · b + c on vectors, as one instruction or two. */
export type MultiplyAddCode = (a: V128, b: V128, c: V128) => V128;

/** The instruction sequence for a kind of multiply-add. */
export function multiplyAddCode(kind: MultiplyAdd): MultiplyAddCode {
  return kind === 'relaxed' ? f32x4.relaxedMadd : (a, b, c) => f32x4.add(f32x4.mul(a, b), c);
}

/** A value of every frame of a tile: one vector after the other. */
export type Vectors = readonly V128[];

/** Scratch variables that are taken one by one and given back all at once. */
class ScratchVariables {
  readonly #locals: Locals;
  readonly #variables: Variable<'v128'>[] = [];
  #taken = 0;

  constructor(locals: Locals) {
    this.#locals = locals;
  }

  take(): Variable<'v128'> {
    if (this.#taken === this.#variables.length) this.#variables.push(this.#locals.v128());
    return this.#variables[this.#taken++];
  }

  release(): void {
    this.#taken = 0;
  }
}

/**
 * Writes arithmetic for all vectors of a tile: each operation for every vector, then the next operation. So a constant is
 * loaded once for all vectors, and their dependency chains run in parallel.
 */
export class VectorWriter {
  readonly #scratch: ScratchVariables;
  readonly #layout: WeightLayout;
  readonly #madd: MultiplyAddCode;
  #statements: Statement[] = [];

  constructor(locals: Locals, layout: WeightLayout, madd: MultiplyAddCode) {
    this.#scratch = new ScratchVariables(locals);
    this.#layout = layout;
    this.#madd = madd;
  }

  /** What was written since the last call. The values that it computed are then free to be overwritten. */
  finish(): Statement[] {
    const statements = this.#statements;
    this.#statements = [];
    this.#scratch.release();
    return statements;
  }

  /** Appends a statement. */
  write(statement: Statement): void {
    this.#statements.push(statement);
  }

  /** Computes a vector and keeps it. */
  keep(value: V128): V128 {
    const variable = this.#scratch.take();
    this.#statements.push(variable.set(value));
    return variable;
  }

  /**
   * A number in all lanes, loaded from memory by one instruction. For WebAssembly's own vector constant, browsers emit
   * three.
   */
  constant(value: number): V128 {
    return this.keep(v128.load(i32.const(0), this.#layout.constantVector(value)));
  }

  /** f of every vector. */
  map(f: (x: V128) => V128, x: Vectors): Vectors {
    return x.map((vector) => this.keep(f(vector)));
  }

  add(a: Vectors, b: Vectors | V128): Vectors {
    return a.map((vector, n) => this.keep(f32x4.add(vector, nth(b, n))));
  }

  sub(a: Vectors, b: Vectors | V128): Vectors {
    return a.map((vector, n) => this.keep(f32x4.sub(vector, nth(b, n))));
  }

  mul(a: Vectors, b: Vectors | V128): Vectors {
    return a.map((vector, n) => this.keep(f32x4.mul(vector, nth(b, n))));
  }

  div(a: Vectors, b: Vectors | V128): Vectors {
    return a.map((vector, n) => this.keep(f32x4.div(vector, nth(b, n))));
  }

  /** The smaller of two; NaN in `a` stays. */
  min(a: Vectors, b: Vectors | V128): Vectors {
    return a.map((vector, n) => this.keep(f32x4.pmin(vector, nth(b, n))));
  }

  /** The larger of two; NaN in `a` stays. */
  max(a: Vectors, b: Vectors | V128): Vectors {
    return a.map((vector, n) => this.keep(f32x4.pmax(vector, nth(b, n))));
  }

  /** a · b + c. */
  madd(a: Vectors, b: Vectors | V128, c: Vectors | V128): Vectors {
    return a.map((vector, n) => this.keep(this.#madd(vector, nth(b, n), nth(c, n))));
  }

  /** Σ coefficients[k] · u^k by Horner's rule, coefficients ascending. */
  polynomial(coefficients: readonly number[], u: Vectors): Vectors {
    const [last, next, ...rest] = [...coefficients].reverse();
    // A leading 1 needs no multiplication.
    const start =
      last === 1 ? this.add(u, this.constant(next)) : this.madd(u, this.constant(last), this.constant(next));
    return rest.reduce((value, coefficient) => this.madd(value, u, this.constant(coefficient)), start);
  }
}

function nth(value: Vectors | V128, n: number): V128 {
  return Array.isArray(value) ? value[n] : (value as V128);
}
