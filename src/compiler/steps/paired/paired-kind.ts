import type { Network, Op, SignalId } from '../../../network/network.js';
import type { Statement } from '../../assembler/code.js';
import { fillRows } from '../../code/rows.js';
import { lookbacksOf, type MemoryAllocator, oddLines, type Rows, TILE_FRAMES } from '../../plan/memory.js';
import { convolutionOf } from '../../weight-layout.js';
import type { DraftPlan, DraftProgram, StepKind, StepWriter } from '../step-kind.js';
import { pairedKernel } from './paired-kernel.js';
import { PAIR_TERMS, type PairedStep, type PairMemory, packPaired, SPILLED_FRAMES } from './paired-step.js';

/** Convolutions of three taps with many channels: four products for two frames that lie one dilation apart. */
export const pairedKind: StepKind<PairedStep> = {
  name: 'paired',
  fuses: false,
  claims: ({ ops, channels }, id) => isPaired(ops[id], channels),
  plan: planPairedStep,
  reserve: (steps, network, memory) => {
    const pairs = reservePairs(steps, network, memory);
    return (program) => pairedWriter(program, pairs);
  },
};

/** Longer dilations would carry many partial sums, and make engines that catch up start far back. */
const MAX_DILATION = 1024;
/** With fewer channels, in or out, sums and differences cost most of what they save. */
const LEAST_CHANNELS = 12;

/**
 * Whether a convolution of three taps is computed for pairs of frames that lie one dilation apart:
 *
 *   leading frame n:        y[n] = b + w⁺·(x[n] + x[n−d]) + w⁻·(x[n] − x[n−d]) − w₀·(x[n] − x[n−2d])
 *                           z[n] = b + w⁺·(x[n] + x[n−d]) − w⁻·(x[n] − x[n−d])
 *   following frame n + d:  y[n+d] = z[n] + w₂·(x[n+d] − x[n−d])
 *
 * with w^± = (w₀ ± w₁ + w₂) / 2. That is four products where taps one by one take six (Winograd's F(2, 3)). d leading
 * frames alternate with d following frames, counted from the last reset. d is a power of two, so that tiles align with
 * these runs.
 */
function isPaired(op: Op, channels: readonly number[]): boolean {
  if (op.kind !== 'conv1d' || op.kernelSize !== 3 || op.groups !== 1) return false;
  const { input, dilation, outChannels } = op;
  const isPowerOfTwo = (dilation & (dilation - 1)) === 0;
  return isPowerOfTwo && dilation <= MAX_DILATION && Math.min(channels[input], outChannels) >= LEAST_CHANNELS;
}

function planPairedStep({ network }: DraftPlan, [id]: readonly SignalId[]): PairedStep {
  const op = convolutionOf(network, id);
  return {
    kind: 'paired',
    op,
    stores: [id],
    tileFrames: TILE_FRAMES,
    // Tiles start at multiples of their length: the first may begin before the block, the last may end after it.
    marginFrames: TILE_FRAMES,
    lookbacks: lookbacksOf(network, [id]).map(({ signal, frames }) => ({ signal, frames: frames + TILE_FRAMES })),
    periodFrames: 2 * op.dilation,
  };
}

/** Terms and spilled accumulators live for one tile of one step, so all steps share them. */
function reservePairs(steps: readonly PairedStep[], network: Network, memory: MemoryAllocator): PairMemory {
  const carries = new Map<SignalId, Rows>();
  let inputs = 0;
  for (const { op, stores } of steps) {
    inputs = Math.max(inputs, network.channels[op.input]);
    // Short dilations keep both frames of a pair in one tile: nothing is carried to another tile.
    const frames = op.dilation < TILE_FRAMES ? 0 : op.dilation;
    carries.set(stores[0], memory.rows(op.outChannels, frames, oddLines(frames)));
  }
  const terms = memory.rows(1, inputs * PAIR_TERMS * TILE_FRAMES);
  return { carries, terms, spill: memory.rows(1, inputs > 0 ? SPILLED_FRAMES : 0) };
}

function pairedWriter(program: DraftProgram, pairs: PairMemory): StepWriter<PairedStep> {
  const { network, storage, layout, kernels, fill } = program;
  /** While the input does not change, all partial sums of a row are those that the first tile has left. */
  const carryCode = ({ stores: [id] }: PairedStep): Statement[] => {
    const rows = pairs.carries.get(id) as Rows;
    return rows.rowBytes === 0 ? [] : [fillRows(fill, rows)];
  };
  return {
    write: (step) => {
      const { op, stores } = step;
      const [id] = stores;
      const weightsAddress = layout.weights((weighted) => packPaired(convolutionOf(weighted, id)));
      const binding = { signals: [op.input, id], convs: [op], weightsAddress };
      const channels = [network.channels[op.input], op.outChannels];
      const shape = JSON.stringify(['paired', ...channels, Math.min(op.dilation, TILE_FRAMES), storage[id]]);
      return kernels.add(shape, binding, pairedKernel(step, binding, pairs, program));
    },
    rest: (step, run) => [run, ...carryCode(step)],
    zero: (step, run) => carryCode(step).flatMap((carry) => [run, carry]),
  };
}
