import type { MultiplyAdd } from '../../src/compiler/program.js';
import type { LoadSizes, LoadTimes } from '../../src/timing/loading.js';

/** Where the benchmark ran. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly browser: string;
  /** Date of the run, ISO 8601. */
  readonly date: string;
  /** Processes that wanted to run, on average over a minute, before the benchmark began; above 1 it was disturbed. */
  readonly loadBefore: number;
}

/** Nanoseconds per turn of one contender, by round. */
export interface Laps {
  readonly name: string;
  readonly ns: readonly number[];
}

/** What was measured about one shape of network; `shape` is a key of the table of shapes. */
interface OfShape {
  readonly shape: string;
  readonly title: string;
}

/** One race: engines on the same network and the same blocks, and the loops in registers. */
export interface RaceResult extends OfShape {
  readonly sampleRate: number;
  readonly blockFrames: number;
  readonly macsPerFrame: number;
  readonly receptiveField: number;
  /** What Dilatone chose on the machine; the other kind takes part under its own name. */
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

/** Loading a model: once in a page that has just opened, and again. */
export interface LoadResult extends OfShape {
  readonly first: LoadTimes;
  readonly again: readonly LoadTimes[];
  readonly sizes: LoadSizes;
}

/** A fresh page hands a model to the audio thread. */
export interface HandOverResult extends OfShape {
  /** Milliseconds that each second of audio took: [page][second]. */
  readonly pages: readonly (readonly number[])[];
}

/** How long single blocks took, in microseconds. */
export interface BlockTimes {
  readonly medianUs: number;
  /** The slowest 0.1 % took at least so long. */
  readonly slowestUs: number;
  readonly mostUs: number;
}

/** Every block of a long run by itself, and a loop in registers of equal length in turn with it. */
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
  /** Times that the context had no audio in time, or null where the browser does not tell. */
  readonly underruns: number | null;
  /** Seconds by which the context's clock fell behind the wall clock. */
  readonly lagSeconds: number;
}

/** How many nodes one realtime context sustains. */
export interface InstancesResult extends OfShape {
  readonly seconds: number;
  readonly trials: readonly InstancesTrial[];
}

/** All that one run of the benchmark found out; what it was not asked for is missing. */
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
