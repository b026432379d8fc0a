import type { MultiplyAdd } from '../../src/compiler/program.js';
import type { LoadSizes, LoadTimes } from '../../src/timing/loading.js';

/** Where the benchmark ran. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly browser: string;
  /** Date of the run, ISO 8601. */
  readonly date: string;
  /** Load average over the minute before the benchmark; above 1, other programs disturbed it. */
  readonly loadBefore: number;
}

/** Nanoseconds per turn of one contender, by round. */
interface Laps {
  readonly name: string;
  readonly ns: readonly number[];
}

/** A result about one shape of network; `shape` is a key of `SHAPES`. */
interface OfShape {
  readonly shape: string;
  readonly title: string;
}

/** One race: engines on the same network and the same blocks, and the loops on registers. */
export interface RaceResult extends OfShape {
  readonly sampleRate: number;
  readonly blockFrames: number;
  readonly macsPerFrame: number;
  readonly receptiveField: number;
  /** The kind that Dilatone chose on the machine; the other kind takes part under its own name. */
  readonly multiplyAdd: MultiplyAdd;
  /** One turn is one block. */
  readonly engines: readonly Laps[];
  /** One turn is `MACS_PER_TURN` multiply-adds. */
  readonly ceilings: readonly Laps[];
}

/** One stack of several that differ in their dilations only. */
export interface DilationResult {
  readonly title: string;
  readonly blockFrames: number;
  readonly receptiveField: number;
  readonly memoryBytes: number;
  readonly ns: readonly number[];
}

/** One network with kernels of different tiles; the first is the default. */
export interface TilingResult extends OfShape {
  readonly blockFrames: number;
  readonly tilings: readonly Laps[];
}

/** Loading a model: first in a page that has just opened, then again. */
export interface LoadResult extends OfShape {
  readonly first: LoadTimes;
  readonly again: readonly LoadTimes[];
  readonly sizes: LoadSizes;
}

/** Handing a model to the audio thread, each time in a fresh page. */
export interface HandOverResult extends OfShape {
  /** Milliseconds that each second of audio took: [page][second]. */
  readonly pages: readonly (readonly number[])[];
}

/** How long single blocks took, in microseconds. */
export interface BlockTimes {
  readonly medianUs: number;
  /** The slowest 0.1 % took at least this long. */
  readonly slowestUs: number;
  readonly mostUs: number;
}

/** Single blocks of a long run, alternating with a loop on registers that takes as long. */
export interface SteadinessResult extends OfShape {
  readonly seconds: number;
  readonly blocks: number;
  readonly pinnedCore: number | null;
  readonly engine: BlockTimes;
  readonly loop: BlockTimes;
}

/** A number of nodes in one realtime context. */
export interface InstancesTrial {
  readonly instances: number;
  /** Underruns of the context; null if the browser does not count them. */
  readonly underruns: number | null;
  /** Seconds by which the context's clock fell behind the wall clock. */
  readonly lagSeconds: number;
}

/** How many nodes one realtime context sustains. */
export interface InstancesResult extends OfShape {
  readonly seconds: number;
  readonly trials: readonly InstancesTrial[];
}

/** The results of one run; parts that it did not measure are missing. */
export interface BenchResults {
  readonly machine: Machine;
  readonly races?: readonly RaceResult[];
  readonly dilations?: readonly DilationResult[];
  readonly tilings?: readonly TilingResult[];
  readonly loads?: readonly LoadResult[];
  readonly handOvers?: readonly HandOverResult[];
  readonly steadiness?: readonly SteadinessResult[];
  readonly instances?: readonly InstancesResult[];
}
