import { isRecurrent, type RecurrentOp, type SignalId } from '../../../network/network.js';
import { type Statement, v128 } from '../../assembler/code.js';
import { tileKernel } from '../../code/kernel-library.js';
import { FLOAT_BYTES, lookbacksOf, type MemoryAllocator, type Rows, VECTOR_BYTES } from '../../plan/memory.js';
import type { DraftPlan, DraftProgram, StepKind, StepWriter } from '../step-kind.js';
import { paddedSize, type RecurrentMemory, type RecurrentStep } from './cell-code.js';
import { packRecurrent, recurrentCode } from './recurrent-code.js';

/** LSTMs and GRUs: frame by frame, vectors running over the units of the state. */
export const recurrentKind: StepKind<RecurrentStep> = {
  name: 'recurrent',
  fuses: false,
  claims: ({ ops }, id) => isRecurrent(ops[id]),
  plan: planRecurrentStep,
  reserve: (steps, _network, memory) => {
    const states = new Map(steps.map((step) => [step, reserveState(step, memory)]));
    return (program) => recurrentWriter(program, states);
  },
};

function planRecurrentStep({ network }: DraftPlan, [id]: readonly SignalId[]): RecurrentStep {
  return {
    kind: 'recurrent',
    op: network.ops[id] as RecurrentOp,
    stores: [id],
    tileFrames: 1,
    lookbacks: lookbacksOf(network, [id]),
  };
}

function reserveState({ op }: RecurrentStep, memory: MemoryAllocator): RecurrentMemory {
  const padded = paddedSize(op);
  return { hidden: memory.rows(1, padded), cell: memory.rows(1, 2 * padded), gates: memory.rows(1, 4 * padded) };
}

function recurrentWriter(
  program: DraftProgram,
  states: ReadonlyMap<RecurrentStep, RecurrentMemory>,
): StepWriter<RecurrentStep> {
  const { layout, kernels } = program;
  return {
    write: (step) => {
      const { op, stores } = step;
      const [id] = stores;
      const weightsAddress = layout.weights((network) => packRecurrent(network.ops[id] as RecurrentOp));
      const binding = { signals: [op.input, id], convs: [], weightsAddress };
      const tile = tileKernel(program, step, 1, binding, (kernel) =>
        recurrentCode(step, states.get(step) as RecurrentMemory, kernel),
      );
      // The descriptor names the addresses of this step's state. The module builder stores equal functions once.
      return kernels.add(`recurrent ${id}`, binding, tile);
    },
    reset: (step) => {
      const [id] = step.stores;
      const { hidden, cell } = states.get(step) as RecurrentMemory;
      return [...fillRow(program, hidden, id, 'hidden'), ...fillRow(program, cell, id, 'cell')];
    },
  };
}

/** Sets one row to a part of the state before the first frame, padded with zeros. */
function fillRow({ layout, sourceOf }: DraftProgram, row: Rows, id: SignalId, part: 'hidden' | 'cell'): Statement[] {
  const from = layout.weights((_network, start) => {
    const padded = new Float32Array(row.rowBytes / FLOAT_BYTES);
    padded.set(start.cells.get(sourceOf[id])?.[part] ?? []);
    return padded;
  });
  return Array.from({ length: row.rowBytes / VECTOR_BYTES }, (_, n) =>
    v128.store(row.address + n * VECTOR_BYTES, v128.load(from + n * VECTOR_BYTES)),
  );
}
