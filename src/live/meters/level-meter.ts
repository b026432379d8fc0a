import type { Planes } from '../../engine/planes.js';

/** Linear level from which a sample counts as clipped: the most that a 16-bit converter gives. */
export const CLIP_LEVEL = 32_767 / 32_768;

/** Measures the level of a signal, all channels together. */
export class LevelMeter {
  #peak = 0;
  #squares = 0;
  #samples = 0;
  #clips = 0;

  /** Listens to one block. @realtime */
  process(signal: Planes, frames: number): void {
    let peak = this.#peak;
    let squares = this.#squares;
    let clips = this.#clips;
    for (let c = 0; c < signal.length; c++) {
      const plane = signal[c];
      for (let t = 0; t < frames; t++) {
        const level = Math.abs(plane[t]);
        // In this form, what is no number counts as clipped, and does not get into the sums.
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

  /** Writes peak and root mean square since the last call, and clipped samples since the first. @realtime */
  take(values: Float64Array, at: number): void {
    values[at] = this.#peak;
    values[at + 1] = this.#samples === 0 ? 0 : Math.sqrt(this.#squares / this.#samples);
    values[at + 2] = this.#clips;
    this.#peak = 0;
    this.#squares = 0;
    this.#samples = 0;
  }
}
