import { copyFrames, type Planes } from '../../engine/channels/channels.js';
import type { ParameterDescriptor } from '../parameters.js';

/** Values that a parameter may take, and the one that it has at first. */
type Range = Pick<ParameterDescriptor, 'defaultValue' | 'minValue' | 'maxValue'>;

const ALL_NUMBERS: Range = { defaultValue: 0, minValue: Number.NEGATIVE_INFINITY, maxValue: Number.POSITIVE_INFINITY };

/**
 * Follows a parameter without steps: ramps linearly to each new value within `rampFrames` frames, beginning with the frame
 * that brings it. The first value is taken without a ramp. The result does not depend on the size of the render quantum.
 *
 * Values are limited to the parameter's range, which not every browser does, and NaN leaves the value as it is.
 */
export class ParameterSmoother {
  /** The smoothed value of every frame of the last block; stale while `steady`. */
  readonly values: Float32Array;
  readonly #rampFrames: number;
  /** Smallest and largest value. An array, whose numbers need not be allocated to be read. */
  readonly #bounds: Float64Array;
  #started = false;
  /** The parameter's newest value, at which the ramp ends. */
  #goal = 0; // A number from the start: else the browser would allocate each new one.
  #value = 0;
  /** What the ramp adds per frame. */
  #step = 0;
  #rampFramesLeft = 0;
  #steady = true;

  constructor(maxFrames: number, rampFrames: number, range = ALL_NUMBERS) {
    this.values = new Float32Array(maxFrames);
    this.#rampFrames = rampFrames;
    this.#bounds = Float64Array.of(range.minValue, range.maxValue);
    this.#goal = range.defaultValue;
  }

  /** True if `value` held for the whole last block. @realtime */
  get steady(): boolean {
    return this.#steady;
  }

  /** The smoothed value at the end of the last block. @realtime */
  get value(): number {
    return this.#value;
  }

  /** Takes a value without a ramp. @realtime */
  jump(value: number): void {
    this.#started = true;
    this.#goal = value;
    this.#value = value;
    this.#rampFramesLeft = 0;
  }

  /**
   * Advances by `frames` frames. `parameter` holds one value per frame, read from index `start`, or a single value.
   *
   * @realtime
   */
  follow(parameter: Float32Array, start: number, frames: number): void {
    const minValue = this.#bounds[0];
    const maxValue = this.#bounds[1];
    const first = Math.min(maxValue, Math.max(minValue, parameter[0]));
    // False for NaN only.
    const isNumber = first >= minValue;
    if (!this.#started) this.jump(isNumber ? first : this.#goal);
    const constant = parameter.length === 1;
    this.#steady = constant && this.#rampFramesLeft === 0 && (first === this.#goal || !isNumber);
    if (this.#steady) return;

    const values = this.values;
    const rampFrames = this.#rampFrames;
    let goal = this.#goal;
    let value = this.#value;
    let step = this.#step;
    let rampFramesLeft = this.#rampFramesLeft;
    for (let t = 0; t < frames; t++) {
      const given = constant ? first : parameter[start + t];
      // Limited here and not in a function of its own, whose result would be allocated.
      const newest = Math.min(maxValue, Math.max(minValue, given));
      if (newest !== goal && newest >= minValue) {
        goal = newest;
        step = (goal - value) / rampFrames;
        rampFramesLeft = rampFrames;
      }
      if (rampFramesLeft > 0) {
        rampFramesLeft--;
        value = rampFramesLeft === 0 ? goal : value + step;
      }
      values[t] = value;
    }
    this.#goal = goal;
    this.#value = value;
    this.#step = step;
    this.#rampFramesLeft = rampFramesLeft;
  }
}

/** A gain set in dB, smoothed in dB. */
export class Gain {
  readonly #gainDb: ParameterSmoother;
  /** Linear gain of every frame of the last block, unless it is steady. */
  readonly #gains: Float32Array;
  /** The value in dB from which `#steadyGain` was computed. */
  #steadyDb = 0;
  #steadyGain = 1;

  constructor(maxFrames: number, rampFrames: number, rangeDb?: Range) {
    this.#gainDb = new ParameterSmoother(maxFrames, rampFrames, rangeDb);
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
   * Applies the gain of the frames last followed, and returns the planes that hold the result: `to`, which may be the same
   * as `from`, or `from` untouched while the gain is 1.
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

const ENGAGED = new Float32Array([1]);
const DISENGAGED = new Float32Array([0]);

/**
 * Mixes dry and wet sound, and crosses to the bypassed sound where not engaged; mix and engaged are smoothed:
 *
 *   out = (dry · (1 − mix) + wet · mix) · engaged + bypassed · (1 − engaged)
 */
export class DryWetMix {
  readonly #mix: ParameterSmoother;
  /** 1 while the wet sound is in the path, 0 while it is not, and ramps between. */
  readonly #engaged: ParameterSmoother;
  #isShifted = false;

  /** `crossingFrames`: length of the ramp to and from the bypassed sound where `engaged` changes. */
  constructor(maxFrames: number, rampFrames: number, crossingFrames: number, range?: Range) {
    this.#mix = new ParameterSmoother(maxFrames, rampFrames, range);
    this.#engaged = new ParameterSmoother(maxFrames, crossingFrames);
  }

  /** Whether anything but the bypassed sound was heard at the end of the last block. @realtime */
  get isWet(): boolean {
    return this.#engaged.value > 0 && (this.#isShifted || this.#mix.value > 0);
  }

  /** Switches to the bypassed sound without a ramp, for when there is no wet sound any more. @realtime */
  drop(): void {
    this.#engaged.jump(0);
  }

  /** Advances by `frames` frames; see `ParameterSmoother.follow`. @realtime */
  follow(mix: Float32Array, engaged: boolean, start: number, frames: number): void {
    this.#mix.follow(mix, start, frames);
    this.#engaged.follow(engaged ? ENGAGED : DISENGAGED, 0, frames);
  }

  /**
   * Writes the mix of the frames last followed to index `start` and following of every channel of `output`. `bypassed` may be
   * `dry`.
   *
   * @realtime
   */
  apply(output: Planes, start: number, dry: Planes, wet: Planes, frames: number, bypassed: Planes): void {
    const mix = this.#mix;
    const engaged = this.#engaged;
    const channels = Math.min(wet.length, output.length);
    this.#isShifted = bypassed !== dry;
    // The usual case: the wet sound alone.
    if (mix.steady && engaged.steady && mix.value * engaged.value === 1) {
      for (let c = 0; c < channels; c++) copyFrames(output[c], start, wet[c], 0, frames);
      return;
    }
    const lastInput = dry.length - 1;
    for (let c = 0; c < channels; c++) {
      const x = dry[Math.min(c, lastInput)];
      const b = bypassed[Math.min(c, lastInput)];
      const y = wet[c];
      const out = output[c];
      for (let t = 0; t < frames; t++) {
        const w = mix.steady ? mix.value : mix.values[t];
        const e = engaged.steady ? engaged.value : engaged.values[t];
        // At a share of 0 the wet sound must not be read: after a fault it may hold NaN.
        const mixed = w * e === 0 ? x[t] : x[t] * (1 - w) + y[t] * w;
        out[start + t] = e === 0 ? b[t] : e === 1 ? mixed : b[t] * (1 - e) + mixed * e;
      }
    }
  }
}
