import { describe, expect, test } from 'vitest';
import { RIFF_PEAK, renderRiff } from '../../demo/sound/riff.js';
import { BEATS, BEATS_PER_MINUTE, frequencyOf, RIFF } from '../../demo/sound/score.js';

const RATE = 48_000;
const riff = renderRiff(RATE);
const framesPerBeat = (60 / BEATS_PER_MINUTE) * RATE;

function levelDb(startBeat: number, endBeat: number): number {
  const part = riff.slice(startBeat * framesPerBeat, endBeat * framesPerBeat);
  return 10 * Math.log10(part.reduce((sum, x) => sum + x * x, 0) / part.length);
}

describe('the built-in riff', () => {
  test('is the same every time it is rendered', () => {
    const again = renderRiff(RATE);
    expect(again.length).toBe(riff.length);
    expect(again.findIndex((x, t) => x !== riff[t])).toBe(-1);
  });

  test.each([44_100, 48_000, 96_000])('peaks at its level at %s Hz', (sampleRate) => {
    const peak = renderRiff(sampleRate).reduce((highest, x) => Math.max(highest, Math.abs(x)), 0);
    expect(peak).toBeCloseTo(RIFF_PEAK, 6);
  });

  test('lasts whole beats, between 10 and 15 seconds', () => {
    expect(riff.length).toBe(Math.round(BEATS * framesPerBeat));
    expect(riff.length / RATE).toBeGreaterThan(10);
    expect(riff.length / RATE).toBeLessThan(15);
  });

  test('has no seam: it steps no further from its end to its beginning than between other samples there', () => {
    const seam = Math.abs(riff[0] - riff[riff.length - 1]);
    let step = 0;
    for (let t = riff.length - 400; t < riff.length; t++) step = Math.max(step, Math.abs(riff[t] - riff[t - 1]));
    expect(seam).toBeLessThanOrEqual(step);
  });

  test('becomes soft enough to let an amplifier clean up, and loud again', () => {
    expect(levelDb(24.5, 29.5)).toBeLessThan(levelDb(0, 16) - 12);
    expect(levelDb(30, 32)).toBeGreaterThan(levelDb(24.5, 29.5) + 6);
  });

  test('holds no direct current', () => {
    expect(Math.abs(riff.reduce((sum, x) => sum + x, 0) / riff.length)).toBeLessThan(1e-4);
  });

  test('is written within the loop and within a guitar', () => {
    for (const { beat, beats, pitches, velocity } of RIFF) {
      expect(beat).toBeLessThan(BEATS);
      expect(beats).toBeGreaterThan(0);
      expect(velocity).toBeGreaterThan(0);
      expect(velocity).toBeLessThanOrEqual(1);
      for (const pitch of pitches) {
        expect(frequencyOf(pitch)).toBeGreaterThanOrEqual(frequencyOf('E2'));
        expect(frequencyOf(pitch)).toBeLessThan(frequencyOf('E6'));
      }
    }
  });

  test('is tuned to 440 Hz', () => {
    expect(frequencyOf('A4')).toBe(440);
    expect(frequencyOf('E2')).toBeCloseTo(82.407, 3);
    expect(frequencyOf('A#2')).toBeCloseTo(116.541, 3);
  });
});
