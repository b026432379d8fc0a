import { DilatoneError } from '../errors.js';
import { inputsOf, type Op } from './network.js';

/** Units of work for every number that is made and kept; to look at a number is one. */
export const KEPT = 8;

/** Units of work for every op that is made, beside its inputs, channels and weights. */
const MADE = 16;

/**
 * The work that one file may cause before its network is known: numbers read, made and kept, ops and nodes visited, and
 * multiply-adds of what is computed once. Whoever is about to do work draws from it first, so that a few bytes cannot ask
 * for much.
 */
export class WorkBudget {
  readonly #limit: number;
  #spent = 0;

  /** Without a limit it only counts. */
  constructor(limit = Number.POSITIVE_INFINITY) {
    this.#limit = limit;
  }

  /** Units spent so far. */
  get spent(): number {
    return this.#spent;
  }

  /** Spends units, or throws a DilatoneError `limit`. Call it before the work is done. */
  spend(units: number, where = 'file'): void {
    this.#spent += units;
    if (this.#spent <= this.#limit) return;
    throw new DilatoneError('limit', where, `expected at most ${this.#limit} units of work, got ${this.#spent}`);
  }

  /** Spends what an op costs that is about to be made: a hook of `NetworkBuilder`. */
  readonly spendOp = (op: Op, channels: number): void => {
    this.spend(MADE + inputsOf(op).length + channels + ('weight' in op ? op.weight.length : 0));
  };
}
