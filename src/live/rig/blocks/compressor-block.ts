import type { Planes } from '../../../engine/channels/channels.js';
import type { Block } from '../block.js';
import { BLOCK_PARAMETERS } from '../block-parameters.js';
import { type Design, Glide, SUB_BLOCK_FRAMES } from './glide.js';
import { settle, storeSound } from './store-sound.js';
import { MOST_WARM_SECONDS } from './warm-seconds.js';

/** Levels count as this at most: 24 dBFS, so that a fault before the compressor does not silence it for seconds. */
const LOUDEST = 10 ** (24 / 20);
/** Decibels of a natural logarithm of a level. */
const DB = 20 / Math.LN10;
/** Fall of a state to 1e-6 of what it was, in time constants. */
const WARM_TIME_CONSTANTS = 14;

/** Indices of parameters. */
const ATTACK = 2;
const RELEASE = 3;

/** Indices of what follows from them. */
const THRESHOLD_DB = 0;
const SLOPE = 1;
const KNEE_DB = 2;
const MAKEUP_DB = 3;
const ATTACK_SHARE = 4;
const RELEASE_SHARE = 5;

/**
 * A feed-forward compressor with a soft knee: of the louder channel's level in dB, what exceeds the threshold is divided by
 * the ratio; within the knee, around the threshold, a parabola leads from one slope to the other. Both channels have the same
 * gain. It follows in dB: a peak detector that falls with the time constant `releaseSeconds`, then a low pass with the time
 * constant `attackSeconds` (Giannoulis et al. 2012, “smooth decoupled”), so that the gain does not ripple with the wave.
 */
export class CompressorBlock implements Block {
  readonly latencyFrames = 0;
  readonly #sampleRate: number;
  readonly #glide: Glide;
  /** Reduction in dB, after the detector and after the low pass. */
  readonly #states = new Float64Array(2);
  readonly #gains = new Float64Array(SUB_BLOCK_FRAMES);
  readonly #work = new Float64Array(SUB_BLOCK_FRAMES);

  constructor(values: ArrayLike<number>, sampleRate: number) {
    this.#sampleRate = sampleRate;
    this.#glide = new Glide(BLOCK_PARAMETERS.compressor, values, new CompressorDesign(sampleRate), sampleRate);
  }

  /** As the parameters are set now; two seconds at most, which the longest releases exceed. @realtime */
  get warmFrames(): number {
    const { goals } = this.#glide;
    const seconds = WARM_TIME_CONSTANTS * (goals[ATTACK] + goals[RELEASE]);
    return Math.ceil(Math.min(MOST_WARM_SECONDS, seconds) * this.#sampleRate);
  }

  /** @realtime */
  set(index: number, value: number): void {
    this.#glide.set(index, value);
  }

  /** @realtime */
  reset(): void {
    this.#glide.reset();
    this.#states.fill(0);
  }

  /** @realtime */
  startAt(frame: number): void {
    this.#glide.startAt(frame);
  }

  /** @realtime */
  process(sound: Planes, frames: number): void {
    const glide = this.#glide;
    for (let start = 0; start < frames; ) {
      const count = glide.take(frames - start);
      this.#follow(sound, start, count);
      this.#apply(sound[0], start, count);
      this.#apply(sound[1], start, count);
      if (glide.advance(count)) settle(this.#states);
      start += count;
    }
  }

  /** Computes the gain of each frame. @realtime */
  #follow(sound: Planes, start: number, frames: number): void {
    const { coefficients, steps, position } = this.#glide;
    const left = sound[0];
    const right = sound[1];
    const gains = this.#gains;
    const attackShare = coefficients[ATTACK_SHARE];
    const releaseShare = coefficients[RELEASE_SHARE];
    let detected = this.#states[0];
    let reduction = this.#states[1];
    for (let t = 0; t < frames; t++) {
      const f = position + t;
      const level = Math.min(LOUDEST, Math.max(Math.abs(left[start + t]), Math.abs(right[start + t])));
      const kneeDb = coefficients[KNEE_DB] + f * steps[KNEE_DB];
      const slope = coefficients[SLOPE] + f * steps[SLOPE];
      const over = DB * Math.log(level) - coefficients[THRESHOLD_DB] - f * steps[THRESHOLD_DB];
      let wanted = 0;
      if (2 * over >= kneeDb) wanted = slope * over;
      else if (2 * over > -kneeDb) wanted = (slope * (over + kneeDb / 2) ** 2) / (2 * kneeDb);
      detected = Math.max(wanted, detected + (wanted - detected) * releaseShare);
      reduction += (detected - reduction) * attackShare;
      const gainDb = coefficients[MAKEUP_DB] + f * steps[MAKEUP_DB] - reduction;
      gains[t] = gainDb === 0 ? 1 : Math.exp(gainDb / DB);
    }
    this.#states[0] = detected;
    this.#states[1] = reduction;
  }

  /** @realtime */
  #apply(plane: Float32Array, start: number, frames: number): void {
    const work = this.#work;
    const gains = this.#gains;
    for (let t = 0; t < frames; t++) work[t] = plane[start + t] * gains[t];
    storeSound(plane, start, work, frames);
  }
}

class CompressorDesign implements Design {
  readonly coefficients = 6;
  readonly #sampleRate: number;

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
  }

  /** `values`: threshold, ratio, attack, release, knee, make-up. @realtime */
  write(to: Float64Array, values: Float64Array): void {
    const sampleRate = this.#sampleRate;
    to[THRESHOLD_DB] = values[0];
    to[SLOPE] = 1 - 1 / values[1];
    to[KNEE_DB] = values[4];
    to[MAKEUP_DB] = values[5];
    to[ATTACK_SHARE] = 1 - Math.exp(-1 / (values[ATTACK] * sampleRate));
    to[RELEASE_SHARE] = 1 - Math.exp(-1 / (values[RELEASE] * sampleRate));
  }
}
