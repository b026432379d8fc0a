import type { Planes } from '../../engine/channels/channels.js';

/** Frames from which the output is extrapolated. */
const TRACKED_FRAMES = 3;

/**
 * Removes the click where a signal jumps: extrapolates the output before the jump by one frame, adds the difference
 * between that and the new signal, and fades this offset out linearly. Only the last frames heard are needed, so it also
 * works when their source is gone. Extrapolating, rather than holding the last value, matters for slow waves: a wave that
 * stands still for one frame clicks, too.
 */
export class Bridge {
  readonly #fadeFrames: number;
  /** The last output frame, by channel. */
  readonly #last: Float32Array;
  /** The difference between the last two output frames, and the difference before it, by channel. */
  readonly #slope: Float32Array;
  readonly #slopeBefore: Float32Array;
  /** The offset at the jump, by channel. */
  readonly #offsets: Float32Array;
  #armed = false;
  #fadeFramesLeft = 0;

  constructor(channels: number, fadeFrames: number) {
    this.#fadeFrames = fadeFrames;
    this.#last = new Float32Array(channels);
    this.#slope = new Float32Array(channels);
    this.#slopeBefore = new Float32Array(channels);
    this.#offsets = new Float32Array(channels);
  }

  /** Announces that the next block given to `process` begins with a jump. @realtime */
  arm(): void {
    this.#armed = true;
  }

  /** Smooths frames `start` … `start + frames − 1` of every channel in place. Needs every block, in order. @realtime */
  process(signal: Planes, start: number, frames: number): void {
    const offsets = this.#offsets;
    const channels = Math.min(offsets.length, signal.length);
    if (this.#armed) {
      for (let c = 0; c < channels; c++) this.#takeOffset(c, signal[c], start);
      this.#fadeFramesLeft = this.#fadeFrames;
      this.#armed = false;
    }
    const bridged = Math.min(frames, this.#fadeFramesLeft);
    for (let c = 0; c < channels; c++) {
      const plane = signal[c];
      for (let t = 0; t < bridged; t++) {
        plane[start + t] += (offsets[c] * (this.#fadeFramesLeft - t)) / this.#fadeFrames;
      }
      this.#track(c, plane, start, frames);
    }
    this.#fadeFramesLeft -= bridged;
  }

  /**
   * Sets a channel's offset: the next frame by the smaller of the last two slopes, or the last frame again if their signs
   * differ, less the frame that comes.
   *
   * @realtime
   */
  #takeOffset(channel: number, plane: Float32Array, start: number): void {
    const slope = this.#slope[channel];
    const before = this.#slopeBefore[channel];
    const smaller = Math.abs(slope) < Math.abs(before) ? slope : before;
    const step = slope * before <= 0 ? 0 : smaller;
    this.#offsets[channel] = this.#last[channel] + step - plane[start];
  }

  /** Keeps the last frame of a block and its slopes. @realtime */
  #track(channel: number, plane: Float32Array, start: number, frames: number): void {
    for (let t = Math.max(0, frames - TRACKED_FRAMES); t < frames; t++) {
      const sample = plane[start + t];
      this.#slopeBefore[channel] = this.#slope[channel];
      this.#slope[channel] = sample - this.#last[channel];
      this.#last[channel] = sample;
    }
  }
}
