import { bandPass, filter, highPass } from './biquad.js';
import { addWrapped, removeMean, scaleToPeak } from './loop.js';
import { noise } from './random.js';

/** Peak of the drum loop: −3 dBFS. */
export const DRUMS_PEAK = 0.7;

const BEATS_PER_MINUTE = 100;
const BEATS = 8;
const SWING_SECONDS = 0.012;

type Drum = (sampleRate: number, velocity: number, seed: number) => Float32Array;

/** Positions in sixteenths, with their velocities. */
const PATTERN: readonly (readonly [Drum, readonly (readonly [sixteenth: number, velocity: number])[]])[] = [
  [kick, pairs([0, 1], [7, 0.7], [10, 0.9], [16, 1], [19, 0.6], [23, 0.7], [26, 0.9])],
  [snare, pairs([4, 0.95], [12, 1], [15, 0.25], [20, 0.95], [25, 0.22], [28, 1], [30, 0.45], [31, 0.6])],
  [hat, Array.from({ length: 16 }, (_, i) => [i * 2, i % 2 === 0 ? 0.8 : 0.45] as const)],
];

/** The built-in drum loop, two bars: its transients from 50 Hz up show a model's attack. */
export function renderDrums(sampleRate: number): Float32Array<ArrayBuffer> {
  const secondsPerBeat = 60 / BEATS_PER_MINUTE;
  const loop = new Float32Array(Math.round(BEATS * secondsPerBeat * sampleRate));
  let seed = 500;
  for (const [drum, hits] of PATTERN) {
    for (const [sixteenth, velocity] of hits) {
      const seconds = (sixteenth / 4) * secondsPerBeat + (sixteenth % 2 === 1 ? SWING_SECONDS : 0);
      addWrapped(loop, drum(sampleRate, velocity, seed++), Math.round(seconds * sampleRate));
    }
  }
  removeMean(loop);
  scaleToPeak(loop, DRUMS_PEAK);
  return loop;
}

/** A sine that falls from 150 to 50 Hz, with the click of the beater. */
function kick(sampleRate: number, velocity: number, seed: number): Float32Array {
  const random = noise(seed);
  let phase = 0;
  return rendered(sampleRate, 0.4, (seconds) => {
    phase += (2 * Math.PI * (50 + 100 * Math.exp(-seconds / 0.025))) / sampleRate;
    const body = Math.sin(phase) * Math.exp(-seconds / 0.12);
    return velocity * (body + 0.25 * random() * Math.exp(-seconds / 0.002));
  });
}

/** Two modes of the head, and the wires as noise around 3 kHz. */
function snare(sampleRate: number, velocity: number, seed: number): Float32Array {
  const random = noise(seed);
  const wires = rendered(sampleRate, 0.3, (seconds) => random() * Math.exp(-seconds / (0.05 + 0.05 * velocity)));
  filter(wires, highPass(sampleRate, 700, 0.7));
  filter(wires, bandPass(sampleRate, 3200, 0.5));
  return wires.map((wire, t) => {
    const seconds = t / sampleRate;
    const modes = Math.sin(2 * Math.PI * 182 * seconds) + 0.6 * Math.sin(2 * Math.PI * 330 * seconds);
    return velocity * (1.1 * wire + 0.6 * modes * Math.exp(-seconds / 0.06));
  });
}

/** Noise above 7 kHz. */
function hat(sampleRate: number, velocity: number, seed: number): Float32Array {
  const random = noise(seed);
  const sound = rendered(sampleRate, 0.12, (seconds) => velocity * 0.18 * random() * Math.exp(-seconds / 0.022));
  filter(sound, highPass(sampleRate, 7000, 0.7));
  filter(sound, highPass(sampleRate, 7000, 0.7));
  return sound;
}

/** Renders a function of time; the last milliseconds fade out. */
function rendered(sampleRate: number, seconds: number, valueAt: (seconds: number) => number): Float32Array {
  const frames = Math.round(seconds * sampleRate);
  const fadeFrames = Math.round(0.005 * sampleRate);
  return Float32Array.from({ length: frames }, (_, t) => {
    return valueAt(t / sampleRate) * Math.min(1, (frames - t) / fadeFrames);
  });
}

function pairs(...hits: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  return hits;
}
