import { copyFrames, createPlanes, type Planes } from '../../engine/planes.js';

/** The newest frames of a signal, each under its number: 0 is the first frame after a reset. */
export class InputHistory {
  readonly #planes: Planes;
  /** Frames kept, a power of two. */
  readonly #capacity: number;
  #frames: number;

  /** `leastFrames`: how many frames must be kept; more may be. `firstFrame`: the number of the first one. */
  constructor(channels: number, leastFrames: number, firstFrame = 0) {
    this.#frames = firstFrame;
    this.#capacity = 2 ** Math.ceil(Math.log2(Math.max(1, leastFrames)));
    this.#planes = createPlanes(channels, this.#capacity);
  }

  /** Frames recorded so far, forgotten ones included: the number of the frame that comes next. */
  get frames(): number {
    return this.#frames;
  }

  /** Frames that are kept at most. */
  get capacity(): number {
    return this.#capacity;
  }

  /** A history that keeps more, and holds what this one held. */
  grown(leastFrames: number): InputHistory {
    const kept = Math.min(this.#frames, this.#capacity);
    const signal = createPlanes(this.#planes.length, kept);
    this.read(signal, this.#frames - kept, kept);
    const grown = new InputHistory(this.#planes.length, leastFrames, this.#frames - kept);
    grown.record(signal, kept);
    return grown;
  }

  /** Forgets everything: before frame 0 lies silence. @realtime */
  reset(): void {
    const planes = this.#planes;
    for (let c = 0; c < planes.length; c++) planes[c].fill(0);
    this.#frames = 0;
  }

  /** Takes the first frames of every channel. @realtime */
  record(signal: Planes, frames: number): void {
    const mask = this.#capacity - 1;
    const start = this.#frames & mask;
    const wraps = start + frames > this.#capacity;
    for (let c = 0; c < this.#planes.length; c++) {
      const from = signal[c];
      const to = this.#planes[c];
      if (!wraps) copyFrames(to, start, from, 0, frames);
      else for (let t = 0; t < frames; t++) to[(start + t) & mask] = from[t];
    }
    this.#frames += frames;
  }

  /**
   * Copies the frames from number `first` on, which must be kept still; frames before 0 are silence.
   *
   * @realtime
   */
  read(signal: Planes, first: number, frames: number): void {
    const mask = this.#capacity - 1;
    for (let c = 0; c < this.#planes.length; c++) {
      const from = this.#planes[c];
      const to = signal[c];
      for (let t = 0; t < frames; t++) to[t] = from[(first + t) & mask];
    }
  }
}
