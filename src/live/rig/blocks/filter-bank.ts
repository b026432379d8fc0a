import type { Planes } from '../../../engine/channels/channels.js';
import { FILTER_COEFFICIENTS } from './filter-design.js';
import { type Glide, SUB_BLOCK_FRAMES } from './glide.js';
import { copySound, isMonoSound, settle, storeSound } from './store-sound.js';

/** A block that starts from silence may differ by this much after `warmFrames`: −140 dB, as the filters' differences add up. */
const WARM_LEVEL = 1e-7;

/**
 * State-variable filters in series, in double precision, for two channels: trapezoidal integration of
 *
 *   x₁' = g (v − k x₁ − x₂),  x₂' = g x₁;  y = m₀ v + m₁ x₁ + m₂ x₂
 *
 * whose energy x₁² + x₂² falls without input for all g, k > 0, however fast they change. A filter with y = v is left out and
 * forgets its state; if all are, the sound passes bit for bit.
 */
export class FilterBank {
  readonly #filters: number;
  /** By channel: x₁ and x₂ of each filter. */
  readonly #states: readonly [Float64Array, Float64Array];
  readonly #work = new Float64Array(SUB_BLOCK_FRAMES);

  constructor(filters: number) {
    this.#filters = filters;
    this.#states = [new Float64Array(2 * filters), new Float64Array(2 * filters)];
  }

  /** Forgets the past. @realtime */
  reset(): void {
    this.#states[0].fill(0);
    this.#states[1].fill(0);
  }

  /** Filters `frames` frames of both channels in place; `glide` has the filters' coefficients, one filter after the other. @realtime */
  process(sound: Planes, frames: number, glide: Glide): void {
    for (let start = 0; start < frames; ) {
      const count = glide.take(frames - start);
      this.#processSubBlock(sound, start, count, glide);
      start += count;
      if (!glide.advance(count)) continue;
      settle(this.#states[0]);
      settle(this.#states[1]);
    }
  }

  /** Frames after which filters that start from silence have settled, by coefficients as in `glide`. @realtime */
  warmFrames(coefficients: Float64Array): number {
    let frames = 0;
    for (let at = 0; at < coefficients.length; at += FILTER_COEFFICIENTS) {
      const isFlat = coefficients[at + 2] === 1 && coefficients[at + 3] === 0 && coefficients[at + 4] === 0;
      if (!isFlat) frames -= Math.log(WARM_LEVEL) / fading(coefficients[at], coefficients[at + 1]);
    }
    return Math.ceil(frames);
  }

  /** @realtime */
  #processSubBlock(sound: Planes, start: number, frames: number, glide: Glide): void {
    const states = this.#states;
    if (this.#skipsAll(glide)) return;
    const isMono = isMonoSound(sound[0], sound[1], start, frames) && sameStates(states[0], states[1]);
    this.#processChannel(sound[0], start, frames, states[0], glide);
    if (!isMono) {
      this.#processChannel(sound[1], start, frames, states[1], glide);
      return;
    }
    copySound(sound, start, frames);
    states[1].set(states[0]);
  }

  /** @realtime */
  #processChannel(plane: Float32Array, start: number, frames: number, states: Float64Array, glide: Glide): void {
    const work = this.#work;
    for (let t = 0; t < frames; t++) work[t] = plane[start + t];
    for (let filter = 0; filter < this.#filters; filter++) {
      const at = filter * FILTER_COEFFICIENTS;
      if (isIdentity(glide, at)) {
        states[2 * filter] = 0;
        states[2 * filter + 1] = 0;
      } else if (glide.isMoving) moveFilter(work, frames, states, 2 * filter, glide, at);
      else runFilter(work, frames, states, 2 * filter, glide.coefficients, at);
    }
    storeSound(plane, start, work, frames);
  }

  /** Whether the sound passes as it is. @realtime */
  #skipsAll(glide: Glide): boolean {
    for (let filter = 0; filter < this.#filters; filter++) {
      if (!isIdentity(glide, filter * FILTER_COEFFICIENTS)) return false;
    }
    this.reset();
    return true;
  }
}

/** Whether a filter's output is its input throughout the sub-block. @realtime */
function isIdentity({ coefficients, steps }: Glide, at: number): boolean {
  const isFlat = coefficients[at + 2] === 1 && coefficients[at + 3] === 0 && coefficients[at + 4] === 0;
  return isFlat && steps[at + 2] === 0 && steps[at + 3] === 0 && steps[at + 4] === 0;
}

/** Filters with coefficients that rest. @realtime */
function runFilter(
  work: Float64Array,
  frames: number,
  states: Float64Array,
  state: number,
  coefficients: Float64Array,
  at: number,
): void {
  const g = coefficients[at];
  const m0 = coefficients[at + 2];
  const m1 = coefficients[at + 3];
  const m2 = coefficients[at + 4];
  const a1 = 1 / (1 + g * (g + coefficients[at + 1]));
  const a2 = g * a1;
  const a3 = g * a2;
  let s1 = states[state];
  let s2 = states[state + 1];
  for (let t = 0; t < frames; t++) {
    const v = work[t];
    const rest = v - s2;
    const x1 = a1 * s1 + a2 * rest;
    const x2 = s2 + a2 * s1 + a3 * rest;
    s1 = 2 * x1 - s1;
    s2 = 2 * x2 - s2;
    work[t] = m0 * v + m1 * x1 + m2 * x2;
  }
  states[state] = s1;
  states[state + 1] = s2;
}

/** Filters with coefficients that move. @realtime */
function moveFilter(
  work: Float64Array,
  frames: number,
  states: Float64Array,
  state: number,
  { coefficients, steps, position }: Glide,
  at: number,
): void {
  let s1 = states[state];
  let s2 = states[state + 1];
  for (let t = 0; t < frames; t++) {
    const f = position + t;
    const g = coefficients[at] + f * steps[at];
    const k = coefficients[at + 1] + f * steps[at + 1];
    const v = work[t];
    const rest = v - s2;
    const a1 = 1 / (1 + g * (g + k));
    const a2 = g * a1;
    const x1 = a1 * s1 + a2 * rest;
    const x2 = s2 + a2 * s1 + g * a2 * rest;
    s1 = 2 * x1 - s1;
    s2 = 2 * x2 - s2;
    const m0 = coefficients[at + 2] + f * steps[at + 2];
    const m1 = coefficients[at + 3] + f * steps[at + 3];
    const m2 = coefficients[at + 4] + f * steps[at + 4];
    work[t] = m0 * v + m1 * x1 + m2 * x2;
  }
  states[state] = s1;
  states[state + 1] = s2;
}

/** How fast a filter's slower pole fades, as an exponent per frame. @realtime */
function fading(g: number, k: number): number {
  // Poles are the roots of a z² + b z + c.
  const a = 1 + g * (g + k);
  const b = 2 * (g * g - 1);
  const c = 1 + g * (g - k);
  const discriminant = b * b - 4 * a * c;
  const radius = discriminant < 0 ? Math.sqrt(c / a) : (Math.abs(b) + Math.sqrt(discriminant)) / (2 * a);
  return -Math.log(radius);
}

/** @realtime */
function sameStates(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
