import type { Conv1dOp } from '../../network/network.js';
import type { Expression, Stage, Term } from '../plan/stage.js';
import { operandsOf } from '../plan/stage.js';

/** One sweep over a convolution's inputs, which serves all sums that have rows of it. */
export interface Pass {
  readonly conv: Conv1dOp;
  /** In-channels that one row reads. */
  readonly inputs: number;
  readonly entries: readonly { readonly sum: number; readonly term: Term }[];
}

/** The passes of a stage in the order in which they run. */
export function passesOf(stage: Stage): Pass[] {
  const passes: { conv: Conv1dOp; inputs: number; entries: { sum: number; term: Term }[] }[] = [];
  stage.sums.forEach(({ terms }, sum) => {
    for (const term of terms) {
      const { conv } = term;
      // Rows of a grouped convolution read different inputs, so each sum sweeps over its own.
      const shared = conv.groups === 1 ? passes.find((pass) => pass.conv === conv) : undefined;
      if (shared) shared.entries.push({ sum, term });
      else passes.push({ conv, inputs: inputsPerRow(conv), entries: [{ sum, term }] });
    }
  });
  return passes;
}

function inputsPerRow(conv: Conv1dOp): number {
  return conv.weight.length / (conv.outChannels * conv.kernelSize);
}

/** A number per row that an expression needs beside its operands: row r reads values[channel + r]; null reads 0. */
export interface RowParameter {
  readonly owner: Expression;
  readonly values: Float32Array | null;
  readonly channel: number;
}

/** The row parameters of a stage's expressions, in the order in which they are stored. */
export function rowParametersOf(stage: Stage): RowParameter[] {
  const parameters: RowParameter[] = [];
  const visited = new Set<Expression>();
  const visit = (expression: Expression): void => {
    if (visited.has(expression)) return;
    visited.add(expression);
    operandsOf(expression).forEach(visit);
    if (expression.kind === 'affine') {
      const { conv, channel } = expression;
      parameters.push({ owner: expression, values: conv.weight, channel });
      parameters.push({ owner: expression, values: conv.bias, channel });
    } else if (expression.kind === 'activation' && expression.activation.kind === 'prelu') {
      const { activation, channel } = expression;
      parameters.push({ owner: expression, values: activation.negativeSlopes, channel });
    }
  };
  for (const { value } of stage.stores) visit(value);
  return parameters;
}

/**
 * The weights of a stage in the order in which its kernel reads them. For each group of at most `rowsPerTile` rows: the
 * biases of every sum and row; for each pass, in-channel, tap, sum and row a weight; the parameters of every row.
 */
export function packWeights(stage: Stage, rowsPerTile: number): number[] {
  const packed: number[] = [];
  const passes = passesOf(stage);
  const parameters = rowParametersOf(stage);
  for (let start = 0; start < stage.rows; start += rowsPerTile) {
    const end = Math.min(start + rowsPerTile, stage.rows);
    for (const { terms } of stage.sums) {
      for (let row = start; row < end; row++) packed.push(biasOf(terms, row));
    }
    for (const { conv, inputs, entries } of passes) {
      for (let tap = 0; tap < inputs * conv.kernelSize; tap++) {
        for (const { term } of entries) {
          for (let row = start; row < end; row++) {
            packed.push(conv.weight[(term.firstRow + row) * inputs * conv.kernelSize + tap]);
          }
        }
      }
    }
    for (let row = start; row < end; row++) {
      for (const { values, channel } of parameters) packed.push(values ? values[channel + row] : 0);
    }
  }
  return packed;
}

function biasOf(terms: readonly Term[], row: number): number {
  return terms.reduce((sum, { conv, firstRow }) => sum + (conv.bias ? conv.bias[firstRow + row] : 0), 0);
}
