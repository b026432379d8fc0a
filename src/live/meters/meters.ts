import type { Planes } from '../../engine/channels/channels.js';

/** Levels of all channels together, linear: 1 is full scale. */
export interface LevelReading {
  /** Largest level since the last reading. */
  readonly peak: number;
  /** Root mean square since the last reading. */
  readonly rms: number;
  /** Samples at or beyond full scale since metering was switched on. */
  readonly clips: number;
}

/**
 * Share of real time that the node uses: processing time of a render quantum, divided by the duration of its sound. The audio
 * thread's clock has steps of 1 ms: the mean is reliable; `peak` and `overruns` are lower bounds.
 */
export interface LoadReading {
  /** Mean share over about one second. */
  readonly mean: number;
  /** Share of the slowest render quantum since the last reading. */
  readonly peak: number;
  /** Render quanta that took longer than their sound lasts, since metering was switched on. */
  readonly overruns: number;
}

/** One reading of a node's meters. */
export interface MeterReading {
  /** The node's input, before the input gain. */
  readonly input: LevelReading;
  /** The node's output. */
  readonly output: LevelReading;
  /** Share of the audio thread's time that the node uses. */
  readonly load: LoadReading;
  /** By how many dB the limiter turned the output down, at most, since the last reading; absent while it does nothing. */
  readonly limitedDb?: number;
}

/** A reading as it travels between threads: the numbers of `Meters.values`. */
export interface MetersNotice {
  readonly type: 'meters';
  readonly values: Float64Array;
}

/**
 * Numbers of one reading: peak, rms, clips of the input, the same of the output; mean, peak, overruns of the load; dB of the
 * limiter.
 */
export const READING_LENGTH = 10;

/** Converts the numbers of `Meters.values` to a reading. */
export function readingFrom(values: Float64Array): MeterReading {
  const level = (at: number): LevelReading => ({ peak: values[at], rms: values[at + 1], clips: values[at + 2] });
  return {
    input: level(0),
    output: level(3),
    load: { mean: values[6], peak: values[7], overruns: values[8] },
    ...(values[9] > 0 && { limitedDb: values[9] }),
  };
}

const NO_LIMITER = Float64Array.of(1);

/** Measures a node on the audio thread, and gives a reading every `intervalFrames` frames. */
export class Meters {
  /** The last reading; see `readingFrom`. */
  readonly values: Float64Array = new Float64Array(READING_LENGTH);
  /** The last reading as a notice, created once so that posting it allocates nothing here. */
  readonly notice: MetersNotice = { type: 'meters', values: this.values };
  readonly #input = new LevelMeter();
  readonly #output = new LevelMeter();
  readonly #load: LoadMeter;
  readonly #intervalFrames: number;
  #frames = 0;

  constructor(sampleRate: number, intervalFrames: number) {
    this.#load = new LoadMeter(sampleRate);
    this.#intervalFrames = intervalFrames;
  }

  /** Call before a render quantum is processed. @realtime */
  begin(): void {
    this.#load.begin(Date.now());
  }

  /**
   * Call after a render quantum was processed. Returns true if there is a new reading. `limiterGain` holds the smallest gain of
   * the limiter; a reading sets it to 1.
   *
   * @realtime
   */
  end(input: Planes, output: Planes, frames: number, limiterGain: Float64Array = NO_LIMITER): boolean {
    this.#load.end(Date.now(), frames);
    this.#input.process(input, frames);
    this.#output.process(output, frames);
    this.#frames += frames;
    if (this.#frames < this.#intervalFrames) return false;
    this.#frames = 0;
    this.values[9] = -20 * Math.log10(limiterGain[0]);
    limiterGain[0] = 1;
    this.#input.take(this.values, 0);
    this.#output.take(this.values, 3);
    this.#load.take(this.values, 6);
    return true;
  }
}

/** Linear level from which a sample counts as clipped: the largest that 16 bits can hold. */
export const CLIP_LEVEL = 32_767 / 32_768;

/** Measures the level of a signal, all channels together. */
export class LevelMeter {
  #peak = 0;
  #squares = 0;
  #samples = 0;
  #clips = 0;

  /** Adds one block. @realtime */
  process(signal: Planes, frames: number): void {
    let peak = this.#peak;
    let squares = this.#squares;
    let clips = this.#clips;
    for (let c = 0; c < signal.length; c++) {
      const plane = signal[c];
      for (let t = 0; t < frames; t++) {
        const level = Math.abs(plane[t]);
        // Written so that NaN counts as clipped and stays out of the sums.
        if (!(level < CLIP_LEVEL)) clips++;
        if (!(level < Number.POSITIVE_INFINITY)) continue;
        if (level > peak) peak = level;
        squares += level * level;
      }
    }
    this.#peak = peak;
    this.#squares = squares;
    this.#clips = clips;
    this.#samples += signal.length * frames;
  }

  /** Writes peak and root mean square since the last call, and clipped samples since the first block. @realtime */
  take(values: Float64Array, at: number): void {
    values[at] = this.#peak;
    values[at + 1] = this.#samples === 0 ? 0 : Math.sqrt(this.#squares / this.#samples);
    values[at + 2] = this.#clips;
    this.#peak = 0;
    this.#squares = 0;
    this.#samples = 0;
  }
}

/** Time over which the mean load is taken. */
const MEAN_MS = 1000;
/** A longer time between `begin` and `end` means that the system clock was set. */
const CLOCK_JUMP_MS = 10_000;

/**
 * Measures the share of real time that processing takes. An audio worklet only has a clock of whole milliseconds, and most
 * render quanta are shorter than that: they measure as 0 or 1 ms.
 *
 * - The mean is right nevertheless. Work of d ms that starts at a random moment sees the clock tick d times on average;
 *   over 375 quanta a second, a load of 8 % measures as 8 ± 0.8 %.
 * - A quantum that measures as k ms took more than k − 1 ms. Peak and overruns count k − 1: they never overstate, and
 *   understate by up to 1 ms.
 *
 * Time in which the system ran other programs counts: the node missed it all the same.
 *
 * Each `Date.now()` allocates one heap number of 16 bytes, which JavaScript engines cannot avoid.
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

  /** Work begins; `nowMs` is `Date.now()`. @realtime */
  begin(nowMs: number): void {
    this.#startMs = nowMs;
  }

  /** Work on `frames` frames has ended. @realtime */
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
   * Writes the mean share over about a second, the largest share since the last call, and the number of overruns since the
   * first block.
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
