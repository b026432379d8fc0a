import { createPlanes, type Planes } from '../../engine/planes.js';
import { InputHistory } from '../swap/input-history.js';

/**
 * Delays the dry sound by as much as the wet one lags behind: mixed with a time difference, the two would cancel each
 * other at some frequencies.
 */
export class DryDelay {
  readonly #maxFrames: number;
  /** The same sound under another delay. */
  readonly #other: Planes;
  #history: InputHistory;

  constructor(channels: number, maxFrames: number) {
    this.#maxFrames = maxFrames;
    this.#other = createPlanes(channels, maxFrames);
    this.#history = new InputHistory(channels, maxFrames);
  }

  /** Makes room for a delay, which allocates; the sound so far is kept. */
  reserve(delayFrames: number): void {
    const needed = delayFrames + this.#maxFrames;
    if (needed > this.#history.capacity) this.#history = this.#history.grown(needed);
  }

  /** Takes a block, at most `maxFrames` frames, and puts the delayed one in its place. @realtime */
  process(dry: Planes, frames: number, delayFrames: number): void {
    const history = this.#history;
    history.record(dry, frames);
    if (delayFrames > 0) history.read(dry, history.frames - frames - delayFrames, frames);
  }

  /** Leads the block that was processed last over to another delay; `gains` is the share of that, for each frame. @realtime */
  crossfade(dry: Planes, frames: number, delayFrames: number, gains: Float32Array): void {
    const history = this.#history;
    const other = this.#other;
    history.read(other, history.frames - frames - delayFrames, frames);
    for (let c = 0; c < dry.length; c++) {
      for (let t = 0; t < frames; t++) dry[c][t] = dry[c][t] * (1 - gains[t]) + other[c][t] * gains[t];
    }
  }
}
