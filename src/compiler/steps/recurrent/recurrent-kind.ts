import { isRecurrent, type RecurrentOp, type SignalId } from '../../../network/network.js';
import { initialState } from '../../../network/recurrent-cell.js';
import { type Statement, v128 } from '../../assembler/code.js';
import { tileKernel } from '../../code/kernel-library.js';
import { fillRows } from '../../code/rows.js';
import { FLOAT_BYTES, lookbacksOf, type MemoryAllocator, type Rows, VECTOR_BYTES } from '../../plan/memory.js';
import type { StateLayout } from '../../program.js';
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
    const states = new Map(steps.map((step) => [step.stores[0], reserveState(step, memory)]));
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
  states: ReadonlyMap<SignalId, RecurrentMemory>,
): StepWriter<RecurrentStep> {
  const { layout, kernels, network, storage, memory, fill } = program;
  const rests = new Map<RecurrentStep, readonly StateLayout[]>();
  /** Puts the op's initial state into the image, padded with zeros: where the state of a step is restored from. */
  const statesOf = (step: RecurrentStep): StateLayout[] => {
    const [id] = step.stores;
    const parts = states.get(id) as RecurrentMemory;
    return (['hidden', 'cell'] as const).map((part) => {
      const { address, rowBytes } = parts[part];
      const restAddress = layout.weights((network) => {
        const padded = new Float32Array(rowBytes / FLOAT_BYTES);
        padded.set(initialState(network.ops[id] as RecurrentOp)[part]);
        return padded;
      });
      return { address, restAddress, byteLength: rowBytes };
    });
  };
  return {
    write: (step) => {
      const { op, stores } = step;
      const [id] = stores;
      const weightsAddress = layout.weights((network) => packRecurrent(network.ops[id] as RecurrentOp));
      const binding = { signals: [op.input, id], convs: [], weightsAddress };
      const tile = tileKernel(program, step, 1, binding, (kernel) =>
        recurrentCode(step, ({ signals }) => states.get(signals[1]) as RecurrentMemory, kernel),
      );
      const { kind, hiddenSize } = op;
      const gates = 'gates' in op ? op.gates : null;
      const places = [storage[op.input], storage[id]];
      const shape = JSON.stringify([kind, gates, network.channels[op.input], hiddenSize, ...places]);
      return kernels.add(shape, binding, tile);
    },
    rest: (step) => {
      const [id] = step.stores;
      const { hidden } = states.get(id) as RecurrentMemory;
      const layouts = statesOf(step);
      rests.set(step, layouts);
      // The state is at rest already; one more frame would move it where it is only near its rest.
      const output = memory.rings.get(id) ?? (memory.blocks.get(id) as Rows);
      return [
        ...layouts.flatMap(restoreCode),
        fillRows(fill, { ...output, rowBytes: VECTOR_BYTES }, hidden.address, FLOAT_BYTES),
      ];
    },
    zero: (step) => statesOf(step).flatMap(restoreCode),
    states: (step) => rests.get(step) ?? [],
  };
}

/** Copies a state from the image. */
function restoreCode({ address, restAddress, byteLength }: StateLayout): Statement[] {
  return Array.from({ length: byteLength / VECTOR_BYTES }, (_, n) =>
    v128.store(address + n * VECTOR_BYTES, v128.load(restAddress + n * VECTOR_BYTES)),
  );
}
