import type { Planes } from '../../engine/planes.js';
import { ParameterSmoother } from './parameter-smoother.js';

/** A gain whose parameter is in dB: follows it without steps, in dB, and multiplies. */
export class Gain {
  readonly #gainDb: ParameterSmoother;
  /** Linear gain of every frame of the last block, where it is not steady. */
  readonly #gains: Float32Array;
  /** What `#steadyGain` was computed from. */
  #steadyDb = 0;
  #steadyGain = 1;

  constructor(maxFrames: number, rampFrames: number) {
    this.#gainDb = new ParameterSmoother(maxFrames, rampFrames);
    this.#gains = new Float32Array(maxFrames);
  }

  /** Advances by `frames` frames; see `ParameterSmoother.follow`. @realtime */
  follow(parameterDb: Float32Array, start: number, frames: number): void {
    const gainDb = this.#gainDb;
    gainDb.follow(parameterDb, start, frames);
    if (!gainDb.steady) {
      for (let t = 0; t < frames; t++) this.#gains[t] = 10 ** (gainDb.values[t] / 20);
    } else if (gainDb.value !== this.#steadyDb) {
      this.#steadyDb = gainDb.value;
      this.#steadyGain = 10 ** (gainDb.value / 20);
    }
  }

  /**
   * gain · from, for the frames last followed: in `to`, which may be the same planes, or in `from` where the gain is 1 and
   * there is nothing to do. Returns those that hold it.
   *
   * @realtime
   */
  apply(to: Planes, from: Planes, frames: number): Planes {
    const steady = this.#gainDb.steady;
    const gain = this.#steadyGain;
    const gains = this.#gains;
    if (steady && gain === 1) return from;
    for (let c = 0; c < to.length; c++) {
      const x = from[c];
      const y = to[c];
      if (steady) for (let t = 0; t < frames; t++) y[t] = x[t] * gain;
      else for (let t = 0; t < frames; t++) y[t] = x[t] * gains[t];
    }
    return to;
  }
}
