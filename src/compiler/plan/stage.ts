import type { Activation } from '../../network/activation.js';
import type { Conv1dOp, SignalId } from '../../network/network.js';

/** A convolution's rows from `firstRow` on, as part of a sum. */
export interface Term {
  readonly conv: Conv1dOp;
  readonly firstRow: number;
}

/** What one accumulator per row gathers: convolutions and their biases. Row r of the stage is row firstRow + r of each. */
export interface Sum {
  readonly terms: readonly Term[];
}

/** What a stage computes for row r and one vector of frames, from its sums and stored signals. */
export type Expression =
  | { readonly kind: 'sum'; readonly sum: number }
  /** Channel `channel` + r of a stored signal, at the current frame. */
  | { readonly kind: 'load'; readonly signal: SignalId; readonly channel: number }
  | { readonly kind: 'add'; readonly operands: readonly Expression[] }
  | { readonly kind: 'multiply'; readonly operands: readonly Expression[] }
  | {
      readonly kind: 'activation';
      readonly activation: Activation;
      readonly operand: Expression;
      readonly channel: number;
    }
  /** Row `channel` + r of an affine convolution: weight · operand + bias. */
  | { readonly kind: 'affine'; readonly conv: Conv1dOp; readonly operand: Expression; readonly channel: number };

/** Writes a value to channel `channel` + r of a signal. */
export interface Store {
  readonly signal: SignalId;
  readonly channel: number;
  readonly value: Expression;
}

/** A group of ops that run together on one tile: for each row, gather the sums, then compute and store the values. */
export interface Stage {
  readonly rows: number;
  readonly sums: readonly Sum[];
  readonly stores: readonly Store[];
}

/** The operands of an expression. */
export function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'sum':
    case 'load':
      return [];
    case 'add':
    case 'multiply':
      return expression.operands;
    default:
      return [expression.operand];
  }
}
