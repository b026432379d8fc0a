import { describe, expect, test } from 'vitest';
import { findTone, nearestNote, PITCH_FRAMES } from '../../demo/analysis/pitch.js';
import { placeInLoop } from '../../demo/audio/place-in-loop.js';
import { CABINETS } from '../../demo/sound/cabinets.js';
import { addPluck } from '../../demo/sound/pluck.js';
import { noise } from '../../demo/sound/random.js';
import { magnitudeAt, normalizeResponse } from '../../demo/sound/response-level.js';

const RATE = 48_000;

function peakOf(sound: Float32Array): number {
  return sound.reduce((highest, x) => Math.max(highest, Math.abs(x)), 0);
}

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
