import { describe, expect, test } from 'vitest';
import { findTone, nearestNote, PITCH_FRAMES } from '../../demo/analysis/pitch.js';
import { placeInLoop } from '../../demo/audio/place-in-loop.js';
import { CABINETS } from '../../demo/sound/cabinets.js';
import { addPluck } from '../../demo/sound/pluck.js';
import { noise } from '../../demo/sound/random.js';
import { magnitudeAt, normalizeResponse } from '../../demo/sound/response-level.js';
import { GATE_OFF_DB, NoiseGate } from '../../demo/worklets/noise-gate.js';

const RATE = 48_000;

function sine(hz: number, peak: number, seconds: number): Float32Array {
  return Float32Array.from({ length: seconds * RATE }, (_, t) => peak * Math.sin((2 * Math.PI * hz * t) / RATE));
}

function peakOf(sound: Float32Array): number {
  return sound.reduce((highest, x) => Math.max(highest, Math.abs(x)), 0);
}

function gate(input: Float32Array, thresholdDb: number, blockFrames = 128): Float32Array {
  const output = new Float32Array(input.length);
  const noiseGate = new NoiseGate(RATE);
  for (let start = 0; start < input.length; start += blockFrames) {
    const end = Math.min(input.length, start + blockFrames);
    noiseGate.process(output.subarray(start, end), input.subarray(start, end), thresholdDb, end - start);
  }
  return output;
}

describe('the noise gate', () => {
  test('lets a tone above its threshold through as it is, once it is open', () => {
    const tone = sine(82, 0.1, 1);
    const output = gate(tone, -40);
    const start = Math.ceil(0.01 * RATE);
    expect(output.subarray(start).findIndex((x, t) => x !== tone[start + t])).toBe(-1);
  });

  test('silences what stays below its threshold', () => {
    expect(peakOf(gate(sine(50, 0.005, 1), -40).subarray(0.2 * RATE))).toBe(0);
  });

  test('closes gently after the sound: no step is larger than the gain allows', () => {
    const tone = sine(440, 0.3, 0.5);
    const faint = sine(440, 0.002, 0.5);
    const output = gate(Float32Array.of(...tone, ...faint), -40);
    expect(peakOf(output.subarray(0.9 * RATE))).toBe(0);
    for (let t = 0.51 * RATE; t < output.length; t++) expect(Math.abs(output[t] - output[t - 1])).toBeLessThan(3e-4);
  });

  test('gives the same for any size of block', () => {
    const random = noise(5);
    const input = Float32Array.from({ length: RATE }, (_, t) => random() * (t % 9600 < 2400 ? 0.2 : 0.003));
    const whole = gate(input, -35, input.length);
    for (const blockFrames of [1, 37, 128, 1000]) {
      expect(gate(input, -35, blockFrames).findIndex((x, t) => x !== whole[t])).toBe(-1);
    }
  });

  test('turned off, changes nothing', () => {
    const faint = sine(440, 1e-6, 0.2);
    expect(gate(faint, GATE_OFF_DB)).toEqual(faint);
  });
});

describe('the tuner', () => {
  test.each([
    ['E2', 82.407],
    ['A2', 110],
    ['D3', 146.832],
    ['G3', 195.998],
    ['B3', 246.942],
    ['E4', 329.628],
    ['E1', 41.203],
  ])('hears the open string %s of a plucked string, within two cents', (note, frequencyHz) => {
    const string = new Float32Array(2 * RATE);
    addPluck(string, RATE, { startSeconds: 0, lengthSeconds: 2, frequencyHz, velocity: 0.7, seed: 9 });
    const tone = findTone(string.subarray(0, 0.6 * RATE), RATE);
    expect(tone?.note).toBe(note);
    expect(Math.abs(tone!.cents)).toBeLessThan(2);
  });

  test('tells sharp from flat', () => {
    expect(nearestNote(440 * 2 ** (20 / 1200)).cents).toBeCloseTo(20, 6);
    expect(nearestNote(440 * 2 ** (-20 / 1200)).cents).toBeCloseTo(-20, 6);
    expect(nearestNote(466.164).note).toBe('A♯4');
  });

  test('hears nothing in silence and in noise', () => {
    const random = noise(3);
    expect(findTone(new Float32Array(PITCH_FRAMES), RATE)).toBeNull();
    expect(findTone(Float32Array.from({ length: PITCH_FRAMES }, random), RATE)).toBeNull();
  });
});

describe.each(CABINETS)('the cabinet $name', ({ render }) => {
  const response = render(RATE);
  const levelDb = (hz: number) => 20 * Math.log10(magnitudeAt(response, hz, RATE));

  test('cuts the lows and the highs as a guitar speaker does', () => {
    expect(levelDb(25)).toBeLessThan(levelDb(150) - 12);
    expect(levelDb(10_000)).toBeLessThan(levelDb(2500) - 20);
  });

  test('changes no loudness', () => {
    const again = normalizeResponse(response.slice(), RATE);
    expect(again[10]).toBeCloseTo(response[10], 6);
  });

  test('sounds the same at another sample rate', () => {
    const other = render(44_100);
    for (const hz of [100, 400, 1500]) {
      expect(Math.abs(20 * Math.log10(magnitudeAt(other, hz, 44_100)) - levelDb(hz))).toBeLessThan(1.5);
    }
  });

  test('has died away at its end', () => {
    expect(Math.abs(response[response.length - 1])).toBeLessThan(1e-4 * peakOf(response));
  });
});

test('a sound that repeats a part of itself plays up to its end, then round and round', () => {
  const loop = { startSeconds: 2, endSeconds: 5 };
  expect([0, 1, 4.9, 5, 7.5, 8, 11.5].map((seconds) => placeInLoop(seconds, loop))).toEqual([
    0, 1, 4.9, 2, 4.5, 2, 2.5,
  ]);
});
