import type { Planes } from '../../engine/channels/channels.js';

/** A peak counts for this long at least: more than half a period of the lowest sound, so that the gain rests between peaks. */
const HOLD_SECONDS = 0.03;
/** Time constant of the way back. */
const RELEASE_SECONDS = 0.25;
/** A gain this close to 1 becomes 1: −140 dB. */
const NEARLY_ONE = 1 - 1e-7;
/** Where the ceiling comes from, and goes to, when the limiter is switched on or off: 40 dBFS. */
const OPEN = 100;
/** No ceiling ramps from or to less: −200 dBFS. */
const LOWEST = 1e-10;

/**
 * A peak limiter without latency: no sample that leaves it is beyond the ceiling. The gain of a frame, the same for all
 * channels, is the smallest that a frame of the last moments needed; it falls at once and rises slowly, and never above what
 * the frame allows. Frames below the ceiling pass bit for bit while the gain is 1.
 */
export class Limiter {
  /** The smallest gain since this was last set to 1. An array, as numbers in fields may be allocated anew. */
  readonly smallestGain = Float64Array.of(1);
  readonly #channels: number;
  readonly #rampFrames: number;
  readonly #holdFrames: number;
  readonly #release: number;
  #started = false;
  /** True if there is no ceiling, nor will be one. */
  #isOff = true;
  /** The largest sample that may leave, now and after the ramp, and what it is multiplied with in each frame of that. */
  #ceiling = Number.POSITIVE_INFINITY;
  #goal = Number.POSITIVE_INFINITY;
  #rampFactor = 1;
  #rampFramesLeft = 0;
  #gain = 1;
  /** The smallest gain needed in the current stretch of frames, and in the one before. */
  #least = 1;
  #leastBefore = 1;
  #stretchFramesLeft: number;

  /** `rampFrames`: how long a new ceiling takes to come into effect. */
  constructor(channels: number, rampFrames: number, sampleRate: number) {
    this.#channels = channels;
    this.#rampFrames = rampFrames;
    this.#holdFrames = Math.round(HOLD_SECONDS * sampleRate);
    this.#stretchFramesLeft = this.#holdFrames;
    this.#release = 1 - Math.exp(-1 / (RELEASE_SECONDS * sampleRate));
  }

  /** Sets the ceiling in dBFS; null for none. Before the first frame it holds at once, later after a ramp. */
  set limitDb(limitDb: number | null) {
    const from = Math.max(LOWEST, Math.min(this.#ceiling, OPEN));
    this.#isOff = limitDb === null;
    this.#goal = limitDb === null ? Number.POSITIVE_INFINITY : sampleBelow(10 ** (limitDb / 20));
    this.#rampFactor = (Math.max(LOWEST, Math.min(this.#goal, OPEN)) / from) ** (1 / this.#rampFrames);
    this.#rampFramesLeft = this.#started ? this.#rampFrames : 0;
    this.#ceiling = this.#started ? from : this.#goal;
  }

  /** Limits frames `start` … `start + frames − 1` in place. @realtime */
  process(signal: Planes, start: number, frames: number): void {
    this.#started = true;
    const channels = Math.min(this.#channels, signal.length);
    const isAtRest = this.#rampFramesLeft === 0 && this.#gain === 1 && this.#least === 1 && this.#leastBefore === 1;
    if (isAtRest && (this.#isOff || this.#isBelow(signal, channels, start, frames))) return;
    const release = this.#release;
    let ceiling = this.#ceiling;
    let rampFramesLeft = this.#rampFramesLeft;
    let gain = this.#gain;
    let least = this.#least;
    let leastBefore = this.#leastBefore;
    let stretchFramesLeft = this.#stretchFramesLeft;
    let smallest = this.smallestGain[0];
    for (let t = start; t < start + frames; t++) {
      if (rampFramesLeft > 0) ceiling = --rampFramesLeft === 0 ? this.#goal : ceiling * this.#rampFactor;
      let peak = 0;
      for (let c = 0; c < channels; c++) peak = Math.max(peak, Math.abs(signal[c][t]));
      if (peak * least > ceiling) least = ceiling / peak;
      const target = Math.min(least, leastBefore);
      gain = target < gain ? target : gain + (target - gain) * release;
      if (target === 1 && gain > NEARLY_ONE) gain = 1;
      // At rest no stretch begins, so that the gain does not depend on the size of blocks.
      if (gain === 1) {
        stretchFramesLeft = this.#holdFrames;
        continue;
      }
      for (let c = 0; c < channels; c++) signal[c][t] *= gain;
      if (gain < smallest) smallest = gain;
      if (--stretchFramesLeft > 0) continue;
      leastBefore = least;
      least = 1;
      stretchFramesLeft = this.#holdFrames;
    }
    this.#ceiling = ceiling;
    this.#rampFramesLeft = rampFramesLeft;
    this.#gain = gain;
    this.#least = least;
    this.#leastBefore = leastBefore;
    this.#stretchFramesLeft = stretchFramesLeft;
    this.smallestGain[0] = smallest;
  }

  /** @realtime */
  #isBelow(signal: Planes, channels: number, start: number, frames: number): boolean {
    const ceiling = this.#ceiling;
    for (let c = 0; c < channels; c++) {
      const plane = signal[c];
      for (let t = start; t < start + frames; t++) if (Math.abs(plane[t]) > ceiling) return false;
    }
    return true;
  }
}

/** The largest sample, or nearly, that does not exceed a level: rounding up would. */
function sampleBelow(level: number): number {
  const sample = Math.fround(level);
  return sample > level ? Math.fround(sample - sample * 2 ** -23) : sample;
}
