/** Time over which the mean is taken. */
const MEAN_MS = 1000;
/** A difference beyond this is no work, but a clock that was set. */
const CLOCK_JUMP_MS = 10_000;

/**
 * Measures the share of real time that work takes, with a clock that knows whole milliseconds only, as that of an audio
 * worklet does. Most render quanta are shorter than that, and measure as 0 or as 1.
 *
 * - The mean is right nevertheless: work of d ms that starts anywhere within a millisecond sees the clock tick d times on
 *   average. With 375 quanta a second, 8 % load are measured as 8 ± 0.8 %. (It presumes that work does not always start
 *   at the same moment of a millisecond.)
 * - Of a single quantum that measures as k ms it is certain that it took more than k − 1. Peak and overruns count no more
 *   than that: they never overstate, and a quantum may have taken up to 1 ms longer than they know.
 *
 * Each look at the clock makes one number of 16 bytes, which a JavaScript engine cannot avoid.
 *
 * The time counts in which other programs had the processor: it was missing all the same.
 */
export class LoadMeter {
  readonly #frameMs: number;
  #startMs = 0;
  #busyMs = 0;
  #frames = 0;
  #measuredMs = 0;
  #mean = 0;
  #peak = 0;
  #overruns = 0;

  constructor(sampleRate: number) {
    this.#frameMs = 1000 / sampleRate;
  }

  /** Work begins, at a time that `Date.now()` tells. @realtime */
  begin(nowMs: number): void {
    this.#startMs = nowMs;
  }

  /** Work on so many frames of sound has ended. @realtime */
  end(nowMs: number, frames: number): void {
    const ms = nowMs - this.#startMs;
    if (!(ms >= 0 && ms < CLOCK_JUMP_MS)) return;
    const share = (ms - 1) / (frames * this.#frameMs);
    if (share > this.#peak) this.#peak = share;
    if (share >= 1) this.#overruns++;
    this.#busyMs += ms;
    this.#frames += frames;
  }

  /**
   * Writes the mean share over about a second, the largest share since the last call, and how often since the first call
   * the work took longer than its sound lasts.
   *
   * @realtime
   */
  take(values: Float64Array, at: number): void {
    const elapsedMs = this.#frames * this.#frameMs;
    if (elapsedMs > 0) {
      this.#measuredMs += elapsedMs;
      const weight = Math.min(1, elapsedMs / Math.min(MEAN_MS, this.#measuredMs));
      this.#mean += weight * (this.#busyMs / elapsedMs - this.#mean);
    }
    values[at] = this.#mean;
    values[at + 1] = Math.max(this.#mean, this.#peak);
    values[at + 2] = this.#overruns;
    this.#busyMs = 0;
    this.#frames = 0;
    this.#peak = 0;
  }
}
