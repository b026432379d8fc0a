import type { Op, SignalId } from '../../../network/network.js';
import { call } from '../../assembler/code.js';
import { TILE_FRAMES } from '../../plan/memory.js';
import { convolutionOf } from '../../weight-layout.js';
import type { DraftPlan, DraftProgram, StepKind, StepWriter } from '../step-kind.js';
import { addFir } from './fir-code.js';
import { type FirMemory, type FirPartition, type FirStep, reserveFir } from './fir-step.js';

/** Long filters: partitioned convolution without latency. */
export const firKind: StepKind<FirStep> = {
  name: 'fir',
  fuses: false,
  claims: ({ ops, channels }, id) => firPartition(ops[id], channels) !== null,
  plan: planFirStep,
  reserve: (steps, { channels }, memory) => {
    const firs = new Map(steps.map((step) => [step, reserveFir(step, channels[step.op.input], memory)]));
    return (program) => firWriter(program, firs);
  },
};

/** Transforms are of 4^n points. */
const PART_FRAMES = [128, 512];
/** Work of one transform for each frame that it serves, measured against a multiply-add. */
const TRANSFORM_MACS = 100;

/**
 * How to partition a convolution; null where direct convolution is faster. The first part is convolved directly, without
 * latency; each further part costs four multiply-adds per frame, for a product of spectra.
 *
 * @param channels channels of each signal
 */
function firPartition(op: Op, channels: readonly number[]): FirPartition | null {
  if (op.kind !== 'conv1d' || op.dilation !== 1 || op.groups !== 1) return null;
  const inChannels = channels[op.input];
  const pairs = inChannels * op.outChannels;
  let best: FirPartition | null = null;
  let least = pairs * op.kernelSize;
  for (const frames of PART_FRAMES) {
    const parts = Math.ceil(op.kernelSize / frames);
    const work = pairs * (frames + 4 * (parts - 1)) + (inChannels + op.outChannels) * TRANSFORM_MACS;
    if (parts < 2 || work >= least) continue;
    least = work;
    best = { frames, parts };
  }
  return best;
}

function planFirStep({ network }: DraftPlan, [id]: readonly SignalId[]): FirStep {
  const op = convolutionOf(network, id);
  const partition = firPartition(op, network.channels) as FirPartition;
  return {
    kind: 'fir',
    op,
    partition,
    stores: [id],
    tileFrames: TILE_FRAMES,
    // The ring holds the input of one transform; spectra keep everything older.
    lookbacks: [{ signal: op.input, frames: 2 * partition.frames }],
    // A transform spans two parts: older frames do not change its result, but its rounding.
    extraWarmFrames: 2 * partition.frames,
    periodFrames: partition.frames,
  };
}

function firWriter(program: DraftProgram, firs: ReadonlyMap<FirStep, FirMemory>): StepWriter<FirStep> {
  const rests = new Map<FirStep, number>();
  const restOf = (step: FirStep) => call(rests.get(step) as number);
  return {
    write: (step) => {
      const { process, rest } = addFir(step, firs.get(step) as FirMemory, program);
      rests.set(step, rest);
      return (frame, frames) => call(process, frame, frames);
    },
    rest: (step, run) => [restOf(step), run],
    zero: (step) => [restOf(step)],
  };
}
