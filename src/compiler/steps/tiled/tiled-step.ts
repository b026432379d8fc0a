import type { Conv1dOp, Network, SignalId } from '../../../network/network.js';
import { LANES, lookbacksOf } from '../../plan/memory.js';
import { convolutionOf, type NetworkValues } from '../../weight-layout.js';
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
    marginFrames: 0,
    lookbacks: lookbacksOf(network, ids),
    extraWarmFrames: 0,
    periodFrames: 1,
  };
}

/** Vectors of frames per tile of a step. All its stages share it, as they pass tiles to one another. */
function vectorsPerTile(stages: readonly Stage[], tiling: Tiling): number {
  const sums = Math.max(1, ...stages.map((stage) => stage.sums.length));
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

/** A number per row that an expression needs beside its operands: row r reads `values(network)[channel + r]`, or 0. */
export interface RowParameter {
  readonly owner: Expression;
  readonly values: (network: Network) => Float32Array | null;
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
      parameters.push({ owner: expression, values: (network) => convolutionOf(network, id).weight, channel });
      parameters.push({ owner: expression, values: (network) => convolutionOf(network, id).bias, channel });
    } else if (expression.kind === 'activation' && expression.activation.kind === 'prelu') {
      const { id, channel } = expression;
      parameters.push({ owner: expression, values: (network) => negativeSlopes(network, id), channel });
    }
  };
  for (const { value } of stage.stores) visit(value);
  return parameters;
}

/**
 * The weights of a step in the order in which its kernel reads them. For each stage and each group of at most `rows` rows:
 * the biases of every sum and row; for each pass, in-channel, tap, sum and row a weight; the parameters of every row.
 */
export function packTiled({ stages, rows }: TiledStep, { network }: NetworkValues): number[] {
  const packed: number[] = [];
  stages.forEach((stage, n) => {
    packStage(stage, rows[n], network, packed);
  });
  return packed;
}

function packStage(stage: Stage, rowsAtOnce: number, network: Network, packed: number[]): void {
  const passes = passesOf(stage);
  const parameters = rowParametersOf(stage).map(({ values, channel }) => ({ values: values(network), channel }));
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

function negativeSlopes({ ops }: Network, id: SignalId): Float32Array {
  const op = ops[id];
  if (op.kind === 'activation' && op.activation.kind === 'prelu') return op.activation.negativeSlopes;
  throw new Error(`expected op ${id} to be a PReLU, got ${op.kind}`);
}
