import { filter, lowPass, peaking } from './biquad.js';
import { removeMean, scaleToPeak } from './loop.js';
import { addPluck } from './pluck.js';
import { noise } from './random.js';
import { frequencyOf } from './score.js';

/** Peak of the bass line: −4 dBFS. */
export const BASS_PEAK = 0.63;

const BEATS_PER_MINUTE = 104;
const BEATS = 16;
const LOOSENESS_SECONDS = 0.003;

/** One note: beat, length in beats, pitch, velocity. */
type Note = readonly [beat: number, beats: number, pitch: string, velocity: number];

/** Four bars in E minor: roots with octaves, a run, and a long low E. */
const LINE: readonly Note[] = [
  [0, 0.7, 'E1', 0.9],
  [0.75, 0.2, 'E2', 0.6],
  [1.5, 0.45, 'E1', 0.7],
  [2, 0.7, 'G1', 0.85],
  [2.75, 0.2, 'G2', 0.6],
  [3.5, 0.45, 'A1', 0.75],
  [4, 0.7, 'C2', 0.85],
  [4.75, 0.2, 'C2', 0.55],
  [5.5, 0.45, 'B1', 0.7],
  [6, 0.45, 'A1', 0.8],
  [6.5, 0.45, 'B1', 0.75],
  [7, 0.45, 'D2', 0.8],
  [7.5, 0.45, 'D#2', 0.85],
  [8, 0.7, 'E2', 0.95],
  [8.75, 0.2, 'E1', 0.7],
  [9.5, 0.45, 'E2', 0.75],
  [10, 0.7, 'D2', 0.85],
  [10.75, 0.2, 'B1', 0.65],
  [11.5, 0.45, 'A1', 0.8],
  [12, 0.22, 'G1', 0.85],
  [12.25, 0.22, 'A1', 0.7],
  [12.5, 0.22, 'B1', 0.75],
  [12.75, 0.22, 'D2', 0.8],
  [13, 2.8, 'E1', 1],
];

/** The built-in bass line: the riff's plucked string an octave lower, with the dull sound of fingers. */
export function renderBass(sampleRate: number): Float32Array<ArrayBuffer> {
  const secondsPerBeat = 60 / BEATS_PER_MINUTE;
  const loop = new Float32Array(Math.round(BEATS * secondsPerBeat * sampleRate));
  const loosen = noise(11);
  LINE.forEach(([beat, beats, pitch, velocity], index) => {
    addPluck(loop, sampleRate, {
      startSeconds: beat * secondsPerBeat + LOOSENESS_SECONDS * (1 + loosen()),
      lengthSeconds: beats * secondsPerBeat,
      frequencyHz: frequencyOf(pitch),
      velocity: velocity * (0.75 + 0.05 * loosen()),
      seed: 300 + index,
    });
  });
  const settled = twice(loop);
  filter(settled, lowPass(sampleRate, 900, 0.6));
  filter(settled, lowPass(sampleRate, 2600, 0.7));
  filter(settled, peaking(sampleRate, 70, 0.8, 4));
  loop.set(settled.subarray(loop.length));
  removeMean(loop);
  scaleToPeak(loop, BASS_PEAK);
  return loop;
}

/** The loop twice in a row: in the second pass, filters have settled. */
function twice(loop: Float32Array): Float32Array {
  const both = new Float32Array(2 * loop.length);
  both.set(loop);
  both.set(loop, loop.length);
  return both;
}
