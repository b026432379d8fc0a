import type { Conv1dOp, SignalId } from '../../../network/network.js';
import type { Statement } from '../../assembler/code.js';
import type { ModuleBuilder } from '../../assembler/module.js';
import type { MultiplyAddCode } from '../../code/vector-writer.js';
import { LANES, type MemoryAllocator, type Ring, type Rows, roundUp, TILE_FRAMES } from '../../plan/memory.js';
import type { WeightLayout } from '../../weight-layout.js';
import type { Step } from '../step-kind.js';

/** A long filter that is convolved part by part. */
export interface FirStep extends Step {
  readonly op: Conv1dOp;
  readonly partition: FirPartition;
  readonly stores: readonly [SignalId];
}

/** How a long filter is cut for partitioned convolution. */
export interface FirPartition {
  /** Frames B of one part; the transforms have twice as many points. */
  readonly frames: number;
  /** Parts of the filter, the first included, which is convolved directly. */
  readonly parts: number;
}

/** Taps of a filter from out-channel o and in-channel i, newest frame first: the order of lags. */
export function tapsByLag(op: Conv1dOp, o: number, i: number, inChannels: number): Float32Array {
  const start = (o * inChannels + i) * op.kernelSize;
  return op.weight.slice(start, start + op.kernelSize).reverse();
}

/** What a long filter works with beside signals. */
export interface FirMemory {
  /** Real and imaginary parts of a transform, and twice as much scratch. */
  readonly work: Rows;
  /** Spectra of past input: [slot][in-channel][real, imaginary]; slots are a power of two. */
  readonly spectra: Rows;
  readonly slots: number;
  /** Spectra of the filter's parts from the second on: [out-channel][in-channel][part][real, imaginary]. */
  readonly response: Rows;
  /** For each out-channel what the parts from the second on contribute to the current part's frames. */
  readonly tails: Rows;
  /** One channel of output that is being computed. */
  readonly segment: Rows;
  /**
   * The rest of each in-channel, which transforms leave out, as their rounding would depend on the frame; then what the parts
   * from the second on make of it, for each out-channel. A vector of equal numbers each.
   */
  readonly rests: Rows;
}

/** Reserves a filter's memory. */
export function reserveFir({ op, partition }: FirStep, inputs: number, memory: MemoryAllocator): FirMemory {
  const { frames, parts } = partition;
  const slots = 2 ** Math.ceil(Math.log2(parts));
  return {
    work: memory.rows(4, 2 * frames),
    spectra: memory.rows(2 * slots * inputs, spectrumBins(frames)),
    slots,
    response: memory.rows(2 * op.outChannels * inputs * (parts - 1), spectrumBins(frames)),
    tails: memory.rows(op.outChannels, frames + TILE_FRAMES),
    segment: memory.rows(1, frames + TILE_FRAMES),
    rests: memory.rows(inputs + op.outChannels, LANES),
  };
}

/** Bins of the spectrum of 2 · frames real numbers, up to half the sample rate, rounded up to whole vectors. */
export function spectrumBins(frames: number): number {
  return roundUp(frames + 1, LANES);
}

/** What the parts of a long filter's code share. */
export interface FirContext {
  readonly module: ModuleBuilder;
  readonly layout: WeightLayout;
  /** The signal of the filter's op. */
  readonly id: SignalId;
  readonly memory: FirMemory;
  readonly ring: Ring;
  readonly output: Rows;
  /** Null where the output is a block. */
  readonly outputMask: number | null;
  readonly madd: MultiplyAddCode;
  readonly inputs: number;
  readonly outputs: number;
  /** Frames B of one part. */
  readonly partFrames: number;
  readonly parts: number;
  readonly op: FirStep['op'];
}

/** The working transform: where input goes, how it runs, where its result is. */
export interface WorkingTransform {
  readonly re: number;
  readonly im: number;
  /** Transforms what lies at (re, im). */
  readonly run: readonly Statement[];
  /** Transforms back what lies at (re, im); the real part of the result is at `resultRe`. */
  readonly runInverse: readonly Statement[];
  readonly resultRe: number;
  readonly resultIm: number;
}
