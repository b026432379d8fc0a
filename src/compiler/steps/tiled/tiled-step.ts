import type { Conv1dOp, Network, SignalId } from '../../../network/network.js';
import { LANES, lookbacksOf } from '../../plan/memory.js';
import { convolutionOf } from '../../weight-layout.js';
import type { DraftPlan, Step, Tiling } from '../step-kind.js';
import { type Expression, operandsOf, planStages, type Stage, type Term } from './stages.js';

/** Ops that run together tile by tile, one stage after the other. */
export interface TiledStep extends Step {
  readonly stages: readonly Stage[];
  /** Vectors of frames per tile. */
  readonly vectors: number;
  /** Rows that each stage gathers at once. */
  readonly rows: readonly number[];
}

/** Divides ops into stages and chooses how many rows and frames each gathers at once. */
export function planTiledStep({ network, storage, tiling }: DraftPlan, ids: readonly SignalId[]): TiledStep {
  const stages = planStages(network, storage, ids);
  const vectors = vectorsPerTile(stages, tiling);
  return {
    kind: 'tiled',
    stores: ids.filter((id) => storage[id] !== 'inline'),
    stages,
    vectors,
    rows: stages.map((stage) => rowsPerTile(stage, vectors, tiling)),
    tileFrames: vectors * LANES,
    lookbacks: lookbacksOf(network, ids),
  };
}

/** Vectors of frames per tile of a step. All its stages share it, as they pass tiles to one another. */
function vectorsPerTile(stages: readonly Stage[], tiling: Tiling): number {
  const sums = stages.reduce((most, stage) => Math.max(most, stage.sums.length), 1);
  let { vectors } = tiling;
  while (vectors > 1 && sums * vectors > tiling.accumulators) vectors /= 2;
  return vectors;
}

/**
 * Rows that a stage gathers at once: as many as the accumulators allow, but never rows of different convolution groups,
 * which read different inputs.
 */
function rowsPerTile(stage: Stage, vectors: number, { accumulators }: Tiling): number {
  const sums = Math.max(stage.sums.length, 1);
  let rows = Math.min(stage.rows, Math.max(1, Math.floor(accumulators / (sums * vectors))));
  while (!keepsGroups(stage, rows)) rows--;
  return rows;
}

function keepsGroups(stage: Stage, rows: number): boolean {
  return stage.sums.every(({ terms }) =>
    terms.every(({ conv, firstRow }) => {
      const groupRows = conv.outChannels / conv.groups;
      return conv.groups === 1 || (groupRows % rows === 0 && firstRow % rows === 0);
    }),
  );
}

/** One sweep over a convolution's inputs, which serves all sums that have rows of it. */
export interface Pass {
  readonly id: SignalId;
  readonly conv: Conv1dOp;
  /** In-channels that one row reads. */
  readonly inputs: number;
  readonly entries: readonly { readonly sum: number; readonly term: Term }[];
}

/** The passes of a stage in the order in which they run. */
export function passesOf(stage: Stage): Pass[] {
  const passes: (Pass & { entries: { sum: number; term: Term }[] })[] = [];
  stage.sums.forEach(({ terms }, sum) => {
    for (const term of terms) {
      const { id, conv } = term;
      // Rows of a grouped convolution read different inputs, so each sum has a sweep of its own.
      const shared = conv.groups === 1 ? passes.find((pass) => pass.id === id) : undefined;
      if (shared) shared.entries.push({ sum, term });
      else passes.push({ id, conv, inputs: inputsPerRow(conv), entries: [{ sum, term }] });
    }
  });
  return passes;
}

function inputsPerRow(conv: Conv1dOp): number {
  return conv.weight.length / (conv.outChannels * conv.kernelSize);
}

/** A number per row that an expression needs beside its operands: row r reads entry channel + r of a list of its op. */
interface RowParameter {
  readonly owner: Expression;
  readonly id: SignalId;
  readonly list: 'weight' | 'bias' | 'negativeSlopes';
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
      const { id, channel } = expression;
      for (const list of ['weight', 'bias'] as const) parameters.push({ owner: expression, id, list, channel });
    } else if (expression.kind === 'activation' && expression.activation.kind === 'prelu') {
      const { id, channel } = expression;
      parameters.push({ owner: expression, id, list: 'negativeSlopes', channel });
    }
  };
  for (const { value } of stage.stores) visit(value);
  return parameters;
}

/**
 * The weights of a step in the order in which its kernel reads them. For each stage and each group of at most `rows` rows:
 * the biases of every sum and row; for each pass, in-channel, tap, sum and row a weight; the parameters of every row.
 */
export function packTiled({ stages, rows }: TiledStep, network: Network): number[] {
  const packed: number[] = [];
  stages.forEach((stage, n) => {
    packStage(stage, rows[n], network, packed);
  });
  return packed;
}

function packStage(stage: Stage, rowsAtOnce: number, network: Network, packed: number[]): void {
  const passes = passesOf(stage);
  const parameters = rowParametersOf(stage).map(({ id, list, channel }) => ({
    values: listOf(network, id, list),
    channel,
  }));
  const biases = stage.sums.map(({ terms }) =>
    terms.map(({ id, firstRow }) => ({ bias: convolutionOf(network, id).bias, firstRow })),
  );
  for (let start = 0; start < stage.rows; start += rowsAtOnce) {
    const end = Math.min(start + rowsAtOnce, stage.rows);
    for (const terms of biases) {
      for (let row = start; row < end; row++) {
        packed.push(terms.reduce((sum, { bias, firstRow }) => sum + (bias ? bias[firstRow + row] : 0), 0));
      }
    }
    for (const { id, conv, inputs, entries } of passes) {
      const { weight } = convolutionOf(network, id);
      for (let tap = 0; tap < inputs * conv.kernelSize; tap++) {
        for (const { term } of entries) {
          for (let row = start; row < end; row++) {
            packed.push(weight[(term.firstRow + row) * inputs * conv.kernelSize + tap]);
          }
        }
      }
    }
    for (let row = start; row < end; row++) {
      for (const { values, channel } of parameters) packed.push(values ? values[channel + row] : 0);
    }
  }
}

/** A list of a convolution, or of an activation; null for a bias that is missing. */
function listOf({ ops }: Network, id: SignalId, list: RowParameter['list']): Float32Array | null {
  const op = ops[id];
  const owner: Partial<Record<RowParameter['list'], Float32Array | null>> =
    op.kind === 'activation' ? (op.activation as object) : op;
  return owner[list] ?? null;
}
