import type { Planes } from '../../engine/channels/channels.js';

/** A peak counts for this long at least: more than half a period of the lowest sound, so that the gain rests between peaks. */
const HOLD_SECONDS = 0.03;
/** Time constant of the way back. */
const RELEASE_SECONDS = 0.25;
/** A gain this close to 1 becomes 1: −140 dB. */
const NEARLY_ONE = 1 - 1e-7;
/** Where the ceiling comes from, and goes to, when the limiter is switched on or off. */
const OPEN_DB = 40;

/**
 * A peak limiter without latency: no sample that leaves it is beyond the ceiling. The gain of a frame, the same for all
 * channels, is the smallest that a frame of the last moments needed; it falls at once and rises slowly, and never above what
 * the frame allows. Frames below the ceiling pass bit for bit while the gain is 1.
 */
export class Limiter {
  readonly #channels: number;
  readonly #rampFrames: number;
  readonly #holdFrames: number;
  readonly #release: number;
  #started = false;
  #ceilingDb = OPEN_DB;
  /** The largest sample that may leave. */
  #ceiling = Number.POSITIVE_INFINITY;
  #goal: number | null = null;
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

  /** Sets the ceiling in dBFS; null for none. Before the first frame it holds at once, later after a ramp. @realtime */
  set limitDb(limitDb: number | null) {
    this.#goal = limitDb;
    this.#rampFramesLeft = this.#started ? this.#rampFrames : 0;
    if (!this.#started) this.#arrive();
  }

  /** Limits frames `start` … `start + frames − 1` in place. Returns the smallest gain applied. @realtime */
  process(signal: Planes, start: number, frames: number): number {
    this.#started = true;
    const channels = Math.min(this.#channels, signal.length);
    const isAtRest = this.#rampFramesLeft === 0 && this.#gain === 1 && this.#least === 1 && this.#leastBefore === 1;
    if (isAtRest && this.#isBelow(signal, channels, start, frames)) return 1;
    let smallest = 1;
    for (let t = start; t < start + frames; t++) {
      if (this.#rampFramesLeft > 0) this.#moveCeiling();
      let peak = 0;
      for (let c = 0; c < channels; c++) peak = Math.max(peak, Math.abs(signal[c][t]));
      const gain = this.#nextGain(peak > this.#ceiling ? this.#ceiling / peak : 1);
      if (gain === 1) continue;
      if (gain < smallest) smallest = gain;
      for (let c = 0; c < channels; c++) signal[c][t] *= gain;
    }
    return smallest;
  }

  /** @realtime */
  #isBelow(signal: Planes, channels: number, start: number, frames: number): boolean {
    if (this.#goal === null) return true;
    const ceiling = this.#ceiling;
    for (let c = 0; c < channels; c++) {
      const plane = signal[c];
      for (let t = start; t < start + frames; t++) if (Math.abs(plane[t]) > ceiling) return false;
    }
    return true;
  }

  /** The gain of a frame that needs at most `needed`. @realtime */
  #nextGain(needed: number): number {
    if (needed < this.#least) this.#least = needed;
    const target = Math.min(this.#least, this.#leastBefore);
    let gain = this.#gain;
    gain = target < gain ? target : gain + (target - gain) * this.#release;
    if (target === 1 && gain > NEARLY_ONE) gain = 1;
    this.#gain = gain;
    // At rest no stretch begins, so that the gain does not depend on the size of blocks.
    if (gain === 1) {
      this.#stretchFramesLeft = this.#holdFrames;
    } else if (--this.#stretchFramesLeft === 0) {
      this.#leastBefore = this.#least;
      this.#least = 1;
      this.#stretchFramesLeft = this.#holdFrames;
    }
    return gain;
  }

  /** @realtime */
  #moveCeiling(): void {
    const goalDb = this.#goal ?? OPEN_DB;
    this.#ceilingDb += (goalDb - this.#ceilingDb) / this.#rampFramesLeft;
    this.#rampFramesLeft--;
    if (this.#rampFramesLeft === 0) this.#arrive();
    else this.#ceiling = sampleBelow(this.#ceilingDb);
  }

  /** @realtime */
  #arrive(): void {
    this.#ceilingDb = this.#goal ?? OPEN_DB;
    this.#ceiling = this.#goal === null ? Number.POSITIVE_INFINITY : sampleBelow(this.#goal);
  }
}

/** The largest sample, or nearly, that does not exceed a level in dBFS: rounding up would exceed it. @realtime */
function sampleBelow(levelDb: number): number {
  const level = 10 ** (levelDb / 20);
  const sample = Math.fround(level);
  return sample > level ? Math.fround(sample - sample * 2 ** -23) : sample;
}
