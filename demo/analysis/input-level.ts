/** The zone that the peaks of a guitar should reach: enough for the gate and the noise, and room for the loudest chord. In dBFS. */
export const TARGET_LEAST_DB = -18;
export const TARGET_MOST_DB = -6;
/** Below this, nobody plays. */
const SILENT_DB = -50;
/** How long the highest peak counts: players pause. */
const MEMORY_SECONDS = 2.5;

/** How a level suits an amp. */
export type LevelVerdict = 'no sound' | 'too quiet' | 'good' | 'too hot';

/** Tells whether an instrument comes in at the right level, by its highest peaks of the last seconds. */
export class InputLevel {
  #peaks: { readonly db: number; seconds: number }[] = [];

  /** Takes the peak of some time, in dBFS. */
  hear(peakDb: number, elapsedSeconds: number): void {
    for (const peak of this.#peaks) peak.seconds += elapsedSeconds;
    // What is older and lower than the newest does not matter any more.
    this.#peaks = this.#peaks.filter(({ db, seconds }) => db > peakDb && seconds < MEMORY_SECONDS);
    this.#peaks.push({ db: peakDb, seconds: 0 });
  }

  /** The highest peak of the last seconds in dBFS. */
  get peakDb(): number {
    return this.#peaks[0]?.db ?? Number.NEGATIVE_INFINITY;
  }

  get verdict(): LevelVerdict {
    const { peakDb } = this;
    if (peakDb < SILENT_DB) return 'no sound';
    if (peakDb < TARGET_LEAST_DB) return 'too quiet';
    return peakDb <= TARGET_MOST_DB ? 'good' : 'too hot';
  }
}
