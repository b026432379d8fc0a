import type { SignalId } from '../../../network/network.js';
import { call } from '../../assembler/code.js';
import { TILE_FRAMES } from '../../plan/memory.js';
import { convolutionOf } from '../../weight-layout.js';
import type { DraftPlan, DraftProgram, StepKind, StepWriter } from '../step-kind.js';
import { addFir } from './fir-code.js';
import { type FirMemory, type FirStep, firPartition, reserveFir } from './fir-step.js';

/** Long filters: partitioned convolution without latency. */
export const firKind: StepKind<FirStep> = {
  name: 'fir',
  fuses: false,
  claims: ({ ops, channels }, id) => {
    const op = ops[id];
    return op.kind === 'conv1d' && firPartition(op, channels[op.input]) !== null;
  },
  plan: planFirStep,
  reserve: (steps, { channels }, memory) => {
    const firs = new Map(steps.map((step) => [step, reserveFir(step, channels[step.op.input], memory)]));
    return (program) => firWriter(program, firs);
  },
};

function planFirStep({ network }: DraftPlan, [id]: readonly SignalId[]): FirStep {
  const op = convolutionOf(network, id);
  const partition = firPartition(op, network.channels[op.input]);
  if (partition === null) throw new Error(`expected op ${id} to be a long filter`);
  return {
    kind: 'fir',
    op,
    partition,
    stores: [id],
    tileFrames: TILE_FRAMES,
    marginFrames: 0,
    // The ring holds what one transform takes in; all that is older is kept as spectra.
    lookbacks: [{ signal: op.input, frames: 2 * partition.frames }],
    // A transform spans two parts, and the frames beside those that count change how these are rounded.
    extraWarmFrames: 2 * partition.frames,
    periodFrames: partition.frames,
  };
}

function firWriter(program: DraftProgram, firs: ReadonlyMap<FirStep, FirMemory>): StepWriter<FirStep> {
  const resets = new Map<FirStep, number>();
  return {
    write: (step) => {
      const { process, reset } = addFir(step, firs.get(step) as FirMemory, program);
      resets.set(step, reset);
      return (frame, frames) => call(process, frame, frames);
    },
    reset: (step) => [call(resets.get(step) as number)],
  };
}
