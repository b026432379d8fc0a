import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findTrigger } from '../../demo/analysis/trigger.js';

const RATE = 48_000;
const WINDOW = 960;

function sine(hz: number, phase: number): Float32Array {
  return Float32Array.from({ length: 8192 }, (_, t) => 0.4 * Math.sin(phase + (2 * Math.PI * hz * t) / RATE));
}

test('a tone stands still: it is drawn from the same phase whenever it is looked at', () => {
  const phaseAtStart = (hz: number, phase: number) => {
    const start = findTrigger(sine(hz, phase), WINDOW);
    return phase + (2 * Math.PI * hz * start) / RATE;
  };
  fc.assert(
    fc.property(fc.constantFrom(110, 196, 440), fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }), (hz, phase) => {
      const difference = phaseAtStart(hz, phase) - phaseAtStart(hz, 0);
      // One frame of the tone, by which a crossing may be missed, and what the smoothing has yet to settle.
      expect(Math.abs(Math.sin(difference / 2))).toBeLessThan((Math.PI * hz) / RATE + 0.02);
    }),
    { seed: 7 },
  );
});

test('the window lies within the signal', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1000, maxLength: 1000 }),
      (values) => {
        const start = findTrigger(Float32Array.from(values), 400);
        expect(start).toBeGreaterThanOrEqual(0);
        expect(start + 400).toBeLessThanOrEqual(1000);
      },
    ),
    { seed: 7 },
  );
});

test('silence is drawn up to the present', () => {
  expect(findTrigger(new Float32Array(8192), WINDOW)).toBe(8192 - WINDOW);
});
