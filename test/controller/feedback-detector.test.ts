import { describe, expect, it } from 'vitest';
import { renderBass } from '../../demo/sound/bass.js';
import { addPluck } from '../../demo/sound/pluck.js';
import { renderRiff } from '../../demo/sound/riff.js';
import { renderVoice } from '../../demo/sound/voice.js';
import { FeedbackDetector } from '../../src/controller/devices/feedback-detector.js';
import { analyserSpectrum } from '../support/analyser.js';
import { seededRandom } from '../support/seeded-random.js';

const RATE = 48_000;
const WINDOW = 2048;
const HOP_SECONDS = 0.03;

/** When a signal is taken for a howl first, in seconds, and the frequency; null where it never is. */
function howlOf(signal: Float32Array): { seconds: number; hz: number } | null {
  const detector = new FeedbackDetector(RATE, WINDOW / 2);
  for (let end = WINDOW; end <= signal.length; end += HOP_SECONDS * RATE) {
    const hz = detector.hear(analyserSpectrum(signal.subarray(end - WINDOW, end)), HOP_SECONDS);
    if (hz !== null) return { seconds: end / RATE, hz };
  }
  return null;
}

const tones = (seconds: number, at: (t: number) => number) =>
  Float32Array.from({ length: seconds * RATE }, (_, frame) => at(frame / RATE));
const sine = (hz: number, t: number) => Math.sin(2 * Math.PI * hz * t);

/** One plucked string, as the demo's, to which what follows it is applied. */
function pluck(hz: number, after: (sample: number) => number = (sample) => sample): Float32Array {
  const sound = new Float32Array(4 * RATE);
  addPluck(sound, RATE, { startSeconds: 0, lengthSeconds: 3.8, frequencyHz: hz, velocity: 0.7, seed: 1 });
  const peak = sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return sound.map((sample) => after((0.8 * sample) / peak));
}

/** A loop from a speaker back to a microphone in a room: a delay, a resonance, noise, and what limits it. */
function room(loopGain: number, delaySeconds: number, limit: (sample: number) => number, played?: Float32Array) {
  const random = seededRandom(3);
  const delay = Math.round(delaySeconds * RATE);
  const output = new Float32Array(4 * RATE);
  // A resonance of gain 1 at 1.2 kHz: the place where the room rings.
  const [angle, radius] = [(2 * Math.PI * 1200) / RATE, 0.98];
  const [b1, b2] = [2 * radius * Math.cos(angle), -radius * radius];
  let [y1, y2, x1, x2] = [0, 0, 0, 0];
  for (let t = 0; t < output.length; t++) {
    const back = t >= delay ? output[t - delay] : 0;
    const y = ((1 - radius * radius) / 2) * (back - x2) + b1 * y1 + b2 * y2;
    [x2, x1, y2, y1] = [x1, back, y1, y];
    output[t] = limit(loopGain * y + 1e-3 * (random() - 0.5) + (played?.[t] ?? 0));
  }
  return output;
}

const softLimit = (sample: number) => 0.7 * Math.tanh(sample / 0.7);
const hardLimit = (sample: number) => Math.max(-0.9, Math.min(0.9, sample));

describe('a howl is heard', () => {
  it.each([
    ['that grows slowly', room(1.2, 0.02, softLimit)],
    ['that grows fast, into clipping', room(1.6, 0.03, hardLimit)],
    ['in a large room', room(1.3, 0.05, hardLimit)],
    [
      'while a guitar rings',
      room(
        1.3,
        0.02,
        softLimit,
        pluck(196).map((sample) => 0.02 * sample),
      ),
    ],
    ['that was there before', tones(1, (t) => 0.7 * sine(1234, t))],
  ])('%s', (_, signal) => {
    const howl = howlOf(signal);
    expect(howl).not.toBeNull();
    expect(howl!.hz).toBeGreaterThan(1000);
    expect(howl!.hz).toBeLessThan(1400);
  });

  it('at its frequency', () => {
    expect(howlOf(tones(1, (t) => 0.7 * sine(987, t)))?.hz).toBeCloseTo(987, -1);
  });
});

describe('music is no howl', () => {
  /** An amp with much gain: a plucked note stays at its limit for seconds. */
  const amp = (sample: number) => 0.9 * Math.tanh(40 * sample);
  const valves = (sample: number) => 0.8 * Math.tanh(60 * sample + 0.3) - 0.8 * Math.tanh(0.3);
  it.each([
    ['a riff', renderRiff(RATE).subarray(0, 6 * RATE)],
    [
      'a distorted riff',
      renderRiff(RATE)
        .subarray(0, 6 * RATE)
        .map(amp),
    ],
    ['a bass line', renderBass(RATE).subarray(0, 6 * RATE)],
    ['a voice', renderVoice(RATE).subarray(0, 6 * RATE)],
    ...[82.4, 196, 440, 987].flatMap((hz): [string, Float32Array][] => [
      [`a note of ${hz} Hz`, pluck(hz)],
      [`a note of ${hz} Hz through an amp`, pluck(hz, amp)],
      [`a note of ${hz} Hz through valves`, pluck(hz, valves)],
    ]),
    ['a chord through an amp', tones(2, (t) => amp(0.3 * (sine(196, t) + sine(247, t) + sine(294, t))))],
    ['two strings in unison', tones(3, (t) => 0.4 * sine(440, t) + 0.4 * sine(443, t))],
    ['a flageolet that decays', tones(3, (t) => 0.9 * Math.exp(-t / 1.5) * sine(1319, t))],
    ['a bass drone', tones(3, (t) => 0.9 * sine(55, t))],
    ['a drone with harmonics', tones(3, (t) => 0.6 * sine(110, t) + 0.2 * sine(220, t))],
    ['an organ', tones(3, (t) => 0.5 * sine(440, t) + 0.1 * sine(880, t))],
    ['a tone with vibrato', tones(3, (t) => 0.9 * Math.sin(2 * Math.PI * 880 * t + 8 * Math.sin(2 * Math.PI * 5 * t)))],
    ['a note that is faded in', tones(3, (t) => (t / 3) * (0.7 * sine(330, t) + 0.14 * sine(660, t)))],
    ['a soft whistle', tones(3, (t) => 0.1 * sine(1500, t))],
    ['a room whose loop gain is below 1', room(0.9, 0.02, softLimit)],
    ['silence', new Float32Array(RATE)],
  ])('%s', (_, signal) => {
    expect(howlOf(signal)).toBeNull();
  });
});
