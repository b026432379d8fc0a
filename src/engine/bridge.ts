import type { Planes } from './planes.js';

/**
 * Joins a signal that jumps to what sounded before: the difference at the jump is added and fades out in a straight line.
 * It needs nothing but the last frame that was heard, so it also works when what sounded before is gone.
 */
export class Bridge {
  readonly #fadeFrames: number;
  /** Last frame that went out, by channel. */
  readonly #last: Float32Array;
  /** What the jump is bridged with, by channel. */
  readonly #offsets: Float32Array;
  #armed = false;
  #framesLeft = 0;

  constructor(channels: number, fadeFrames: number) {
    this.#fadeFrames = fadeFrames;
    this.#last = new Float32Array(channels);
    this.#offsets = new Float32Array(channels);
  }

  /** Announces that the next block does not continue the last one. @realtime */
  arm(): void {
    this.#armed = true;
  }

  /** Smooths frames `start` … of every channel in place. Call it for every block, in order. @realtime */
  process(signal: Planes, start: number, frames: number): void {
    const last = this.#last;
    const offsets = this.#offsets;
    const channels = Math.min(last.length, signal.length);
    if (this.#armed) {
      for (let c = 0; c < channels; c++) offsets[c] = last[c] - signal[c][start];
      this.#framesLeft = this.#fadeFrames;
      this.#armed = false;
    }
    const bridged = Math.min(frames, this.#framesLeft);
    for (let c = 0; c < channels; c++) {
      const plane = signal[c];
      for (let t = 0; t < bridged; t++) plane[start + t] += (offsets[c] * (this.#framesLeft - t)) / this.#fadeFrames;
      last[c] = plane[start + frames - 1];
    }
    this.#framesLeft -= bridged;
  }
}
