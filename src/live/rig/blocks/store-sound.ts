import type { Planes } from '../../../engine/channels/channels.js';

/** No sound is louder than this (200 dBFS); see `InputGuard`. */
const LOUDEST = 1e10;

/**
 * What is added and taken away again: numbers far below it, −600 dB and less, come out as 0, all others as they were. So no
 * denormal number leaves a block, with which processors are slow.
 */
const DENORMAL_GUARD = 1e-18;

/** States below −600 dB end at 0 instead of fading into denormal numbers. */
const NOTHING = 1e-30;

/** Writes samples to frames `start` and following of a channel: within ±10¹⁰, and none of them denormal. @realtime */
export function storeSound(plane: Float32Array, start: number, samples: Float64Array, frames: number): void {
  for (let t = 0; t < frames; t++) {
    const y = samples[t] + DENORMAL_GUARD - DENORMAL_GUARD;
    plane[start + t] = Math.min(LOUDEST, Math.max(-LOUDEST, y));
  }
}

/** Ends states that have faded away. @realtime */
export function settle(states: Float64Array): void {
  for (let i = 0; i < states.length; i++) if (Math.abs(states[i]) < NOTHING) states[i] = 0;
}

/** Whether frames `start` … `start + frames − 1` of two channels are the same. @realtime */
export function isMonoSound(left: Float32Array, right: Float32Array, start: number, frames: number): boolean {
  for (let t = start; t < start + frames; t++) if (left[t] !== right[t]) return false;
  return true;
}

/** Copies frames of the first channel to the second. @realtime */
export function copySound(sound: Planes, start: number, frames: number): void {
  const left = sound[0];
  const right = sound[1];
  for (let t = start; t < start + frames; t++) right[t] = left[t];
}
