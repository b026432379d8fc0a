import { MACS_PER_TURN } from './ceiling.js';
import { ratioOf, type Spread, spreadOf } from './statistics.js';

/** How fast something processes audio. */
export interface Speed {
  readonly nsPerFrame: Spread;
  /** Of one core. */
  readonly timesRealTime: number;
  /** Its multiply-adds per second, of those that a loop in registers did in the same run. */
  readonly shareOfCeiling: number;
}

/** What the laps of a race were about. */
export interface Course {
  readonly sampleRate: number;
  readonly blockFrames: number;
  readonly macsPerFrame: number;
  /** Nanoseconds per turn of the register-only loop, by round. */
  readonly ceilingLaps: readonly number[];
}

/** The speed that laps of one block each, in nanoseconds by round, mean. */
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

/** Of several register-only loops, the laps of the one that was the fastest. */
export function fastest(laps: readonly (readonly number[])[]): readonly number[] {
  return [...laps].sort((a, b) => spreadOf(a).median - spreadOf(b).median)[0];
}
