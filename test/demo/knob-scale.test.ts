import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type KnobScale,
  notchesOf,
  readNumber,
  shareOf,
  stepped,
  valueAt,
} from '../../demo/widgets/controls/knob-scale.js';

const LEVEL: KnobScale = { min: -36, max: 12, step: 1, kind: 'linear' };
const HZ: KnobScale = { min: 20, max: 20_000, step: 1, kind: 'log' };

describe('a knob', () => {
  test('counts the way of the wheel, not its events: a notch is a notch in every unit', () => {
    const wheel = (deltaY: number, deltaMode: number) => notchesOf({ deltaX: 0, deltaY, deltaMode });
    expect(wheel(-100, 0)).toBeCloseTo(1);
    expect(wheel(-3, 1)).toBeCloseTo(1);
    expect(wheel(-1, 2)).toBeGreaterThan(1);
    expect(Array.from({ length: 50 }, () => wheel(-2, 0)).reduce((sum, notch) => sum + notch, 0)).toBeCloseTo(1);
    expect(notchesOf({ deltaX: 100, deltaY: 0, deltaMode: 0 })).toBeCloseTo(-1);
    expect(Math.abs(notchesOf({ deltaX: 0, deltaY: 0, deltaMode: 0 }))).toBe(0);
  });

  test('ends where its scale ends, and stays there', () => {
    fc.assert(
      fc.property(fc.constantFrom(LEVEL, HZ), fc.double({ min: -1e3, max: 1e3, noNaN: true }), (scale, steps) => {
        const value = stepped(scale, valueAt(scale, 0.4), steps);
        expect(value).toBeGreaterThanOrEqual(scale.min);
        expect(value).toBeLessThanOrEqual(scale.max);
      }),
    );
  });

  test('equal turns of a log scale are equal ratios, and a step there is one back', () => {
    expect(valueAt(HZ, 0.5)).toBeCloseTo(632, 0);
    expect(shareOf(HZ, 200)).toBeCloseTo(1 / 3);
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 0.9, noNaN: true }), (share) => {
        const value = valueAt(HZ, share);
        expect(stepped(HZ, value, 0.1)).toBeGreaterThan(value);
        expect(stepped(HZ, stepped(HZ, value, 1), -1) / value).toBeCloseTo(1, 1);
      }),
    );
  });

  test.each([
    ['−12 dB', -12],
    ['+3,5', 3.5],
    [' 80 Hz', 80],
    ['.5', 0.5],
    ['loud', null],
    ['', null],
  ])('reads “%s”', (text, value) => {
    expect(readNumber(text)).toBe(value);
  });
});
