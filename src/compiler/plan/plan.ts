import { type Conv1dOp, isRecurrent, type Network, type RecurrentOp, type SignalId } from '../../network/network.js';
import { type FirPartition, firPartition } from './fir.js';
import { isPaired } from './paired.js';
import { simplify } from './simplify.js';
import type { Stage } from './stage.js';
import { planStages } from './stages.js';
import { divideIntoSteps } from './steps.js';
import { chooseStorage, type Storage } from './storage.js';
import { DEFAULT_TILING, rowsPerTile, type Tiling, vectorsPerTile } from './tile.js';

/** What one kernel does to a block: either tile by tile, one stage after the other … */
export interface TiledStep {
  readonly kind: 'tiled';
  readonly stages: readonly Stage[];
  /** Vectors of frames per tile. */
  readonly vectors: number;
  /** Rows that each stage gathers at once. */
  readonly rows: readonly number[];
  /** Stored signals that the step computes, in order. */
  readonly stores: readonly SignalId[];
}

/** … or frame by frame … */
export interface RecurrentStep {
  readonly kind: 'recurrent';
  readonly op: RecurrentOp;
  readonly stores: readonly [SignalId];
}

/** … or for pairs of frames … */
export interface PairedStep {
  readonly kind: 'paired';
  readonly op: Conv1dOp;
  readonly stores: readonly [SignalId];
}

/** … or part by part of a long filter. */
export interface FirStep {
  readonly kind: 'fir';
  readonly op: Conv1dOp;
  readonly partition: FirPartition;
  readonly stores: readonly [SignalId];
}

/** One kernel's work. */
export type Step = TiledStep | RecurrentStep | PairedStep | FirStep;

/** A network arranged for compilation; signals are those of `network`, the simplified form. */
export interface Plan {
  readonly network: Network;
  readonly storage: readonly Storage[];
  /** The step that computes each signal; −1 for the input. */
  readonly stepOf: readonly number[];
  readonly steps: readonly Step[];
}

/** Arranges a network into steps and stages. */
export function planNetwork(source: Network, tiling: Tiling = DEFAULT_TILING): Plan {
  const network = simplify(source);
  const stepOf = divideIntoSteps(network);
  const storage = chooseStorage(network, stepOf);
  const steps: Step[] = [];
  for (let step = 0; step <= stepOf[stepOf.length - 1]; step++) {
    const ids = stepOf.flatMap((of, id) => (of === step ? [id] : []));
    const op = network.ops[ids[0]];
    if (isRecurrent(op)) {
      steps.push({ kind: 'recurrent', op, stores: [ids[0]] });
      continue;
    }
    const partition = op.kind === 'conv1d' ? firPartition(op, network.channels[op.input]) : null;
    if (op.kind === 'conv1d' && partition) {
      steps.push({ kind: 'fir', op, partition, stores: [ids[0]] });
      continue;
    }
    if (op.kind === 'conv1d' && isPaired(op, network.channels[op.input])) {
      steps.push({ kind: 'paired', op, stores: [ids[0]] });
      continue;
    }
    const stages = planStages(network, storage, ids);
    const vectors = vectorsPerTile(stages, tiling);
    const rows = stages.map((stage) => rowsPerTile(stage, vectors, tiling));
    steps.push({ kind: 'tiled', stages, vectors, rows, stores: ids.filter((id) => storage[id] !== 'inline') });
  }
  return { network, storage, stepOf, steps };
}
