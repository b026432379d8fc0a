import { MACS_PER_TURN } from './contenders.js';

/** The median of some measurements, and the quartiles: half of them lie between `low` and `high`. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The value that a share (0 … 1) of the measurements does not exceed, interpolated between its neighbours. */
export function quantile(values: Iterable<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) throw new RangeError('values: expected at least one, got none');
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/** Median and quartiles. */
export function spreadOf(values: readonly number[]): Spread {
  return { median: quantile(values, 0.5), low: quantile(values, 0.25), high: quantile(values, 0.75) };
}

/**
 * How many times longer `slow` took than `fast`, round by round: within a round the machine is in the same state for both,
 * so its drift cancels out.
 */
export function ratioOf(slow: readonly number[], fast: readonly number[]): Spread {
  if (slow.length !== fast.length) throw new RangeError(`fast: expected ${slow.length} rounds, got ${fast.length}`);
  return spreadOf(slow.map((value, round) => value / fast[round]));
}

/** How fast an engine processes audio. */
export interface Speed {
  readonly nsPerFrame: Spread;
  /** Of one core. */
  readonly timesRealTime: number;
  /** Its multiply-adds per second, relative to the ceiling's in the same race. */
  readonly shareOfCeiling: number;
}

/** What is needed to turn the laps of a race into speeds. */
interface Course {
  readonly sampleRate: number;
  readonly blockFrames: number;
  readonly macsPerFrame: number;
  /** Nanoseconds per turn of the ceiling's loop, by round. */
  readonly ceilingLaps: readonly number[];
}

/** The speed of an engine whose laps are nanoseconds per block, by round. */
export function speedOf(laps: readonly number[], course: Course): Speed {
  const { sampleRate, blockFrames, macsPerFrame, ceilingLaps } = course;
  const nsPerFrame = laps.map((ns) => ns / blockFrames);
  const idealNs = ceilingLaps.map((ns) => (ns / MACS_PER_TURN) * macsPerFrame);
  return {
    nsPerFrame: spreadOf(nsPerFrame),
    timesRealTime: 1e9 / sampleRate / spreadOf(nsPerFrame).median,
    shareOfCeiling: ratioOf(idealNs, nsPerFrame).median,
  };
}

/** The laps of the fastest of several contenders. */
export function fastest(laps: readonly (readonly number[])[]): readonly number[] {
  return [...laps].sort((a, b) => spreadOf(a).median - spreadOf(b).median)[0];
}
