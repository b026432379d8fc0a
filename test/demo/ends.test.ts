import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputLevel } from '../../demo/analysis/input-level.js';
import { Take } from '../../demo/audio/take.js';
import { BeatClock, FASTEST_BPM, SLOWEST_BPM, TapTempo } from '../../demo/practice/beats.js';

describe('the metronome', () => {
  test('places beats evenly however the time is cut, and numbers them within the bar', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: SLOWEST_BPM, max: FASTEST_BPM }),
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }),
        (bpm, beats, steps) => {
          const clock = new BeatClock(0, bpm, beats);
          let end = 0;
          const taken = steps.flatMap((step) => {
            end += step;
            return clock.take(0, end);
          });
          expect(taken.length).toBe(Math.ceil((end * bpm) / 60 - 1e-9));
          taken.forEach(({ seconds, index }, i) => {
            expect(seconds).toBeCloseTo((60 * i) / bpm, 9);
            expect(index).toBe(i % beats);
          });
        },
      ),
    );
  });

  test('leaves out beats that are late, and goes on in the bar as if they had been played', () => {
    const clock = new BeatClock(0, 60, 4);
    expect(clock.take(0, 0.5)).toEqual([{ seconds: 0, index: 0 }]);
    expect(clock.take(5.5, 6.5)).toEqual([{ seconds: 6, index: 2 }]);
  });

  test('a new tempo counts from the beat before it', () => {
    const clock = new BeatClock(0, 60, 4);
    clock.take(0, 1.5);
    clock.setTempo(120);
    expect(clock.take(0, 2.9).map(({ seconds }) => seconds)).toEqual([2, 2.5]);
  });

  test.each([30, 92, 120, 300])('finds %i bpm in taps that are some milliseconds off', (bpm) => {
    const taps = new TapTempo();
    let found: number | null = null;
    for (let i = 0; i < 8; i++) found = taps.tap(5000 + (60_000 / bpm) * i + (i % 2 ? 2 : -2));
    expect(Math.abs(found! - bpm)).toBeLessThan(0.03 * bpm + 1);
  });

  test('a long pause between taps begins another tempo', () => {
    const taps = new TapTempo();
    expect(taps.tap(0)).toBeNull();
    expect(taps.tap(500)).toBe(120);
    expect(taps.tap(9000)).toBeNull();
    expect(taps.tap(9250)).toBe(240);
  });
});

describe('the input level', () => {
  test.each([
    [-70, 'no sound'],
    [-30, 'too quiet'],
    [-18, 'good'],
    [-6, 'good'],
    [-5, 'too hot'],
  ])('peaks of %i dBFS are %s', (db, verdict) => {
    const level = new InputLevel();
    level.hear(db, 0.02);
    expect(level.verdict).toBe(verdict);
  });

  test('a peak counts for some seconds, and no longer', () => {
    const level = new InputLevel();
    level.hear(-10, 0.1);
    for (let i = 0; i < 20; i++) level.hear(-60, 0.1);
    expect(level.peakDb).toBe(-10);
    for (let i = 0; i < 20; i++) level.hear(-60, 0.1);
    expect(level.verdict).toBe('no sound');
  });
});

describe('a take', () => {
  const ramp = (from: number, frames: number) => Float32Array.from({ length: frames }, (_, t) => from + t);

  test('has one wet channel while both are equal, and two once they differ', () => {
    const take = new Take(1000, false);
    take.add([ramp(0, 4), ramp(0, 4), ramp(9, 4)]);
    expect(take.channels()).toEqual({ wet: [ramp(0, 4)], dry: null });
    take.add([ramp(4, 2), ramp(7, 2), ramp(9, 2)]);
    expect(take.channels()).toEqual({ wet: [ramp(0, 6), Float32Array.of(0, 1, 2, 3, 7, 8)], dry: null });
    expect([take.seconds, take.bytes]).toEqual([0.006, 48]);
  });

  test('dry and wet line up, for every latency and however it came', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
        fc.nat(60),
        (sizes, latency) => {
          const take = new Take(48_000, true);
          let start = 0;
          for (const frames of sizes) {
            const wet = ramp(start - latency, frames);
            take.add([wet, wet, ramp(start, frames)]);
            start += frames;
          }
          const { wet, dry } = take.channels(latency);
          expect(wet[0].length).toBe(Math.max(0, start - latency));
          expect(wet[0]).toEqual(dry);
        },
      ),
    );
  });
});
