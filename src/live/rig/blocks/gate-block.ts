import type { Planes } from '../../../engine/channels/channels.js';
import type { Block } from '../block.js';
import { BLOCK_PARAMETERS } from '../block-parameters.js';
import { type Design, Glide, SUB_BLOCK_FRAMES } from './glide.js';
import { storeSound } from './store-sound.js';
import { MOST_WARM_SECONDS } from './warm-seconds.js';

/**
 * The level is the largest sample of the current stretch and of some before: 18 … 24 ms, a period of the lowest notes. It does
 * not ripple with the wave, as an envelope that falls steadily would, and falls sooner once the note has ended.
 */
const STRETCH_SECONDS = 0.006;
const STRETCHES = 4;

/** Time from 10 to 90 % of an exponential approach, in time constants. */
const RISE_TIME_CONSTANTS = Math.log(9);
/** A gain this close to 1 becomes 1: −120 dB. */
const NEARLY_ONE = 1 - 1e-6;

/** Indices of parameters. */
const HOLD = 3;
const RELEASE = 4;

/** Indices of the state. */
const LEVEL = 0;
const QUIET_FRAMES = 1;
const GAIN = 2;

/** Indices of what follows from the parameters. */
const OPENS_AT = 0;
const CLOSES_AT = 1;
const RISE = 2;
const HOLD_FRAMES = 3;
const FALL = 4;
const CLOSED_GAIN = 5;

/**
 * Turns both channels down by `rangeDb` while the louder one is quiet. It opens with the first sample beyond the threshold, in
 * the time `attackSeconds` (10 … 90 %, exponentially, so most of the way is made at once), and closes once the level has been
 * `hysteresisDb` below the threshold for `holdSeconds`, by equal dB in equal time: the whole range in `releaseSeconds`. While it
 * is open, sound passes bit for bit. It starts closed.
 */
export class GateBlock implements Block {
  readonly latencyFrames = 0;
  readonly #sampleRate: number;
  readonly #glide: Glide;
  readonly #work = new Float64Array(SUB_BLOCK_FRAMES);
  readonly #gains = new Float64Array(SUB_BLOCK_FRAMES);
  readonly #stretchFrames: number;
  /** The largest sample of each of the last stretches, the current one included; which of them that is, and its frames so far. */
  readonly #peaks = new Float64Array(STRETCHES);
  #stretch = 0;
  #stretchDone = 0;
  #isOpen = false;
  #isFresh = true;
  /** Level, frames below the lower threshold, gain. An array, as numbers in fields may be allocated anew. */
  readonly #state = new Float64Array(3);

  constructor(values: ArrayLike<number>, sampleRate: number) {
    this.#sampleRate = sampleRate;
    this.#stretchFrames = Math.max(1, Math.round(STRETCH_SECONDS * sampleRate));
    this.#glide = new Glide(BLOCK_PARAMETERS.gate, values, new GateDesign(sampleRate), sampleRate);
  }

  /**
   * As the parameters are set now, two seconds at most: in that time, a gate that began to close has closed. It is exact but
   * for a level that stays between the two thresholds, where a gate is as it was before.
   *
   * @realtime
   */
  get warmFrames(): number {
    const { goals } = this.#glide;
    const seconds = STRETCHES * STRETCH_SECONDS + goals[HOLD] + goals[RELEASE];
    return Math.ceil(Math.min(MOST_WARM_SECONDS, seconds) * this.#sampleRate);
  }

  /** @realtime */
  set(index: number, value: number): void {
    this.#glide.set(index, value);
  }

  /** @realtime */
  reset(): void {
    this.#glide.reset();
    this.#peaks.fill(0);
    this.#stretch = 0;
    this.#stretchDone = 0;
    this.#state.fill(0);
    this.#isOpen = false;
    this.#isFresh = true;
  }

  /** @realtime */
  startAt(frame: number): void {
    this.#glide.startAt(frame);
    this.#stretchDone = frame % this.#stretchFrames;
  }

  /** @realtime */
  process(sound: Planes, frames: number): void {
    const glide = this.#glide;
    for (let start = 0; start < frames; ) {
      const count = glide.take(frames - start);
      if (this.#isFresh) this.#state[GAIN] = glide.coefficients[CLOSED_GAIN];
      this.#isFresh = false;
      if (this.#follow(sound, start, count)) {
        this.#apply(sound[0], start, count);
        this.#apply(sound[1], start, count);
      }
      glide.advance(count);
      start += count;
    }
  }

  /** Computes the gain of each frame; returns whether one is not 1. @realtime */
  #follow(sound: Planes, start: number, frames: number): boolean {
    const { coefficients } = this.#glide;
    const opensAt = coefficients[OPENS_AT];
    const closesAt = coefficients[CLOSES_AT];
    const rise = coefficients[RISE];
    const holdFrames = coefficients[HOLD_FRAMES];
    const fall = coefficients[FALL];
    const closedGain = coefficients[CLOSED_GAIN];
    const left = sound[0];
    const right = sound[1];
    const peaks = this.#peaks;
    const gains = this.#gains;
    const state = this.#state;
    let level = state[LEVEL];
    let quietFrames = state[QUIET_FRAMES];
    let gain = state[GAIN];
    let isOpen = this.#isOpen;
    let acts = false;
    for (let t = 0; t < frames; t++) {
      const peak = Math.max(Math.abs(left[start + t]), Math.abs(right[start + t]));
      if (peak > peaks[this.#stretch]) peaks[this.#stretch] = peak;
      if (peak > level) level = peak;
      quietFrames = level < closesAt ? Math.min(quietFrames + 1, holdFrames) : 0;
      isOpen = level >= opensAt || (isOpen && quietFrames < holdFrames);
      const goal = isOpen ? 1 : closedGain;
      if (gain > goal) gain = Math.max(goal, gain * fall);
      else gain += (goal - gain) * rise;
      if (isOpen && gain > NEARLY_ONE) gain = 1;
      gains[t] = gain;
      if (gain !== 1) acts = true;
      if (++this.#stretchDone < this.#stretchFrames) continue;
      this.#stretchDone = 0;
      this.#stretch = (this.#stretch + 1) % STRETCHES;
      peaks[this.#stretch] = 0;
      level = 0;
      for (let i = 0; i < STRETCHES; i++) level = Math.max(level, peaks[i]);
    }
    state[LEVEL] = level;
    state[QUIET_FRAMES] = quietFrames;
    state[GAIN] = gain;
    this.#isOpen = isOpen;
    return acts;
  }

  /** @realtime */
  #apply(plane: Float32Array, start: number, frames: number): void {
    const work = this.#work;
    const gains = this.#gains;
    for (let t = 0; t < frames; t++) work[t] = plane[start + t] * gains[t];
    storeSound(plane, start, work, frames);
  }
}

class GateDesign implements Design {
  readonly coefficients = 6;
  readonly #sampleRate: number;

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
  }

  /** `values`: threshold, hysteresis, attack, hold, release, range. @realtime */
  write(to: Float64Array, values: Float64Array): void {
    const sampleRate = this.#sampleRate;
    const rangeDb = values[5];
    to[OPENS_AT] = 10 ** (values[0] / 20);
    to[CLOSES_AT] = 10 ** ((values[0] - values[1]) / 20);
    to[RISE] = 1 - Math.exp(-RISE_TIME_CONSTANTS / (values[2] * sampleRate));
    to[HOLD_FRAMES] = Math.max(1, Math.round(values[HOLD] * sampleRate));
    to[FALL] = 10 ** (-rangeDb / (20 * values[RELEASE] * sampleRate));
    to[CLOSED_GAIN] = 10 ** (-rangeDb / 20);
  }
}
