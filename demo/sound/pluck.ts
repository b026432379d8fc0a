import { noise } from './random.js';

/** One picked note. */
export interface Pluck {
  readonly startSeconds: number;
  /** Time until a finger stops the string. */
  readonly lengthSeconds: number;
  readonly frequencyHz: number;
  /** 0 (barely touched) … 1 (hit hard): sets loudness and brightness. */
  readonly velocity: number;
  /** Palm mutes are dull and short. */
  readonly palmMuted?: boolean;
  /** Semitones that the string is pushed up within the first part of the note. */
  readonly bendSemitones?: number;
  /** Depth in semitones of a vibrato that grows while the note rings. */
  readonly vibratoSemitones?: number;
  readonly seed: number;
}

/** Positions of the pick and of the pickup, as shares of the string's length. */
const PICK_POSITION = 0.13;
const PICKUP_POSITION = 0.21;
const STOP_SECONDS = 0.12;
const VIBRATO_HZ = 5.4;
const BEND_SECONDS = 0.16;

/**
 * Adds one plucked string to a loop (Karplus and Strong's string with Jaffe and Smith's extensions).
 *
 *   y[t] = pick[t] + ρ · ((1 − s) · y[t − P] + s · y[t − P − 1])
 *
 * The delay P follows bend and vibrato; ρ sets the decay time, s the loss of treble. The tail past the end of `loop`
 * wraps to its beginning, so that the loop is seamless.
 */
export function addPluck(loop: Float32Array, sampleRate: number, pluck: Pluck): void {
  const { frequencyHz, velocity, palmMuted = false } = pluck;
  const period = sampleRate / frequencyHz;
  const history = new Float32Array(2 ** Math.ceil(Math.log2(period * 1.2 + 8)));
  const mask = history.length - 1;

  const trebleLoss = palmMuted ? 0.5 : 0.5 - 0.32 * Math.min(1, frequencyHz / 700);
  const decaySeconds = palmMuted ? 0.28 : 4.5 / (1 + frequencyHz / 1400);
  const ringing = decayPerPeriod(decaySeconds, frequencyHz);
  const stopping = decayPerPeriod(STOP_SECONDS, frequencyHz);

  const pick = pickNoise(period, velocity, palmMuted, pluck.seed);
  const pickupDelay = Math.round(period * PICKUP_POSITION);
  const lengthFrames = Math.round(pluck.lengthSeconds * sampleRate);
  const frames = lengthFrames + Math.round(STOP_SECONDS * sampleRate);
  const gain = 0.25 + 0.75 * velocity;
  const bends = Boolean(pluck.bendSemitones || pluck.vibratoSemitones);

  let delay = period - trebleLoss;
  let position = Math.round(pluck.startSeconds * sampleRate) % loop.length;
  for (let t = 0; t < frames; t++) {
    if (bends && t % 16 === 0) delay = period / 2 ** (pitchOffset(pluck, t / sampleRate) / 12) - trebleLoss;
    const whole = Math.floor(delay) - 1;
    const back = interpolate(history, mask, t - whole, delay - whole);
    const older = interpolate(history, mask, t - whole - 1, delay - whole);
    const loss = t < lengthFrames ? ringing : stopping;
    const y = (t < pick.length ? pick[t] : 0) + loss * ((1 - trebleLoss) * back + trebleLoss * older);
    history[t & mask] = y;
    const fadeOut = t < lengthFrames ? 1 : (frames - t) / (frames - lengthFrames);
    loop[position] += gain * velocity * fadeOut * (y - history[(t - pickupDelay) & mask]);
    if (++position === loop.length) position = 0;
  }
}

/** Factor per period with which a string decays by 60 dB in the given time. */
function decayPerPeriod(seconds: number, frequencyHz: number): number {
  return 10 ** (-3 / (frequencyHz * seconds));
}

/** The excitation by the pick: one period of noise, duller for soft or muted notes, with the notches of the pick's position. */
function pickNoise(period: number, velocity: number, palmMuted: boolean, seed: number): Float32Array {
  const random = noise(seed);
  const frames = Math.floor(period);
  const distance = Math.max(1, Math.round(period * PICK_POSITION));
  const dull = Math.exp((-2 * Math.PI * (palmMuted ? 1.5 : 0.6 + 2.2 * velocity)) / period);
  const push = new Float32Array(frames + distance);
  let smooth = 0;
  for (let t = 0; t < frames; t++) {
    smooth = (1 - dull) * random() + dull * smooth;
    push[t] += smooth;
    push[t + distance] -= smooth;
  }
  let energy = 0;
  for (const value of push) energy += value * value;
  const scale = Math.sqrt(frames / energy) * 0.25;
  return push.map((value) => value * scale);
}

/** Semitones above the fretted pitch at a time within the note: first the bend, then a growing vibrato. */
function pitchOffset(pluck: Pluck, seconds: number): number {
  const bend = (pluck.bendSemitones ?? 0) * smoothStep(seconds / BEND_SECONDS - 0.3);
  const depth = (pluck.vibratoSemitones ?? 0) * smoothStep((seconds - 0.18) / 0.3);
  return bend + depth * 0.5 * (1 - Math.cos(2 * Math.PI * VIBRATO_HZ * seconds));
}

function smoothStep(x: number): number {
  const clamped = Math.min(1, Math.max(0, x));
  return clamped * clamped * (3 - 2 * clamped);
}

/** Four-point Lagrange interpolation `distance` (1 … 2) frames before `t`: unlike a linear one, it keeps the treble. */
function interpolate(history: Float32Array, mask: number, t: number, distance: number): number {
  const x0 = history[t & mask];
  const x1 = history[(t - 1) & mask];
  const x2 = history[(t - 2) & mask];
  const x3 = history[(t - 3) & mask];
  const f = distance - 1;
  const c0 = (-f * (f - 1) * (f - 2)) / 6;
  const c1 = ((f + 1) * (f - 1) * (f - 2)) / 2;
  const c2 = (-(f + 1) * f * (f - 2)) / 2;
  const c3 = ((f + 1) * f * (f - 1)) / 6;
  return c0 * x0 + c1 * x1 + c2 * x2 + c3 * x3;
}
