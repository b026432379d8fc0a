import { scaleToPeak } from './loop.js';
import { addPluck } from './pluck.js';
import { noise } from './random.js';
import { BEATS, BEATS_PER_MINUTE, frequencyOf, RIFF, type ScoreEvent } from './score.js';

/** Peak of the riff, like a hot pickup at a well-set audio interface: −2 dBFS. */
export const RIFF_PEAK = 0.8;

const SECONDS_PER_BEAT = 60 / BEATS_PER_MINUTE;
const STRUM_SECONDS = 0.007;
const LOOSENESS_SECONDS = 0.004;

/** The built-in guitar riff, dry as from the pickup, as a seamless loop. */
export function renderRiff(sampleRate: number): Float32Array<ArrayBuffer> {
  const loop = new Float32Array(Math.round(BEATS * SECONDS_PER_BEAT * sampleRate));
  const loosen = noise(7);
  RIFF.forEach((event, index) => {
    const startSeconds = event.beat * SECONDS_PER_BEAT + LOOSENESS_SECONDS * (1 + loosen());
    const velocity = event.velocity * (1 + 0.05 * loosen());
    addEvent(loop, sampleRate, event, index, startSeconds, velocity);
  });
  pickupResonance(loop, sampleRate);
  scaleToPeak(loop, RIFF_PEAK);
  return loop;
}

function addEvent(
  loop: Float32Array,
  sampleRate: number,
  event: ScoreEvent,
  index: number,
  startSeconds: number,
  velocity: number,
): void {
  event.pitches.forEach((pitch, string) => {
    addPluck(loop, sampleRate, {
      startSeconds: startSeconds + string * STRUM_SECONDS,
      lengthSeconds: event.beats * SECONDS_PER_BEAT - string * STRUM_SECONDS,
      // A bent string is fretted lower and arrives at the written pitch.
      frequencyHz: frequencyOf(pitch) / 2 ** ((event.bendSemitones ?? 0) / 12),
      bendSemitones: event.bendSemitones,
      vibratoSemitones: event.style === 'lead' && event.beats >= 0.95 ? 0.35 : 0,
      velocity: velocity * (string === 0 ? 1 : 0.85),
      palmMuted: event.style === 'mute',
      seed: index * 8 + string,
    });
  });
}

/** The resonance of coil and cable: a second-order low-pass. A first pass over the loop settles it, so that there is no seam. */
function pickupResonance(loop: Float32Array, sampleRate: number): void {
  const w = (2 * Math.PI * 3600) / sampleRate;
  const alpha = Math.sin(w) / (2 * 1.5);
  const a0 = 1 + alpha;
  const b0 = (1 - Math.cos(w)) / 2 / a0;
  const a1 = (-2 * Math.cos(w)) / a0;
  const a2 = (1 - alpha) / a0;
  const settleFrames = Math.min(loop.length, Math.round(0.1 * sampleRate));
  let s1 = 0;
  let s2 = 0;
  for (let t = -settleFrames; t < loop.length; t++) {
    const x = loop[t < 0 ? t + loop.length : t];
    const y = b0 * x + s1;
    s1 = 2 * b0 * x - a1 * y + s2;
    s2 = b0 * x - a2 * y;
    if (t >= 0) loop[t] = y;
  }
}
