import type { Planes } from '../../engine/planes.js';

/** Frames from which a course is told. */
const COURSE_FRAMES = 3;

/**
 * Joins a signal that jumps to what sounded before: the difference at the jump is added and fades out in a straight line.
 * It needs nothing but the last frames that were heard, so it also works when what sounded before is gone. The sound goes on
 * in the direction that it had, not on the spot: a slow wave that stands still for a frame clicks, too.
 */
export class Bridge {
  readonly #fadeFrames: number;
  /** The last frame that went out, by channel. */
  readonly #last: Float32Array;
  /** The last step from frame to frame, and the one before it, by channel. */
  readonly #step: Float32Array;
  readonly #stepBefore: Float32Array;
  /** What the jump is bridged with, by channel. */
  readonly #offsets: Float32Array;
  #armed = false;
  #framesLeft = 0;

  constructor(channels: number, fadeFrames: number) {
    this.#fadeFrames = fadeFrames;
    this.#last = new Float32Array(channels);
    this.#step = new Float32Array(channels);
    this.#stepBefore = new Float32Array(channels);
    this.#offsets = new Float32Array(channels);
  }

  /** Announces that the next block does not continue the last one. @realtime */
  arm(): void {
    this.#armed = true;
  }

  /** Smooths frames `start` … of every channel in place. Call it for every block, in order. @realtime */
  process(signal: Planes, start: number, frames: number): void {
    const offsets = this.#offsets;
    const channels = Math.min(offsets.length, signal.length);
    if (this.#armed) {
      for (let c = 0; c < channels; c++) offsets[c] = this.#expected(c) - signal[c][start];
      this.#framesLeft = this.#fadeFrames;
      this.#armed = false;
    }
    const bridged = Math.min(frames, this.#framesLeft);
    for (let c = 0; c < channels; c++) {
      const plane = signal[c];
      for (let t = 0; t < bridged; t++) plane[start + t] += (offsets[c] * (this.#framesLeft - t)) / this.#fadeFrames;
      this.#note(c, plane, start, frames);
    }
    this.#framesLeft -= bridged;
  }

  /** Where the sound would go next: on, as far as its last two steps agree; a fast one stays where it is. @realtime */
  #expected(channel: number): number {
    const step = this.#step[channel];
    const before = this.#stepBefore[channel];
    if (step * before <= 0) return this.#last[channel];
    return this.#last[channel] + (Math.abs(step) < Math.abs(before) ? step : before);
  }

  /** Keeps the course of a block's last frames. @realtime */
  #note(channel: number, plane: Float32Array, start: number, frames: number): void {
    for (let t = Math.max(0, frames - COURSE_FRAMES); t < frames; t++) {
      const sample = plane[start + t];
      this.#stepBefore[channel] = this.#step[channel];
      this.#step[channel] = sample - this.#last[channel];
      this.#last[channel] = sample;
    }
  }
}
