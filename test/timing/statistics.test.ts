import { describe, expect, it } from 'vitest';
import { MACS_PER_TURN } from '../../src/timing/contenders.js';
import { fastest, quantile, ratioOf, speedOf, spreadOf } from '../../src/timing/statistics.js';

describe('quantile', () => {
  it('is the value in the middle, or between the two that are', () => {
    expect(quantile([30, 10, 20], 0.5)).toBe(20);
    expect(quantile([40, 10, 20, 30], 0.5)).toBe(25);
  });

  it('reaches from the least to the most', () => {
    expect(quantile([3, 1, 2], 0)).toBe(1);
    expect(quantile([3, 1, 2], 1)).toBe(3);
    expect(quantile([7], 0.999)).toBe(7);
  });

  it('sorts numbers as numbers, and leaves them where they are', () => {
    const values = [10, 9, 100];
    expect(quantile(values, 0.5)).toBe(10);
    expect(values).toEqual([10, 9, 100]);
  });

  it('of nothing is an error', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});

it('a spread is the median and the quartiles', () => {
  expect(spreadOf([5, 1, 3, 2, 4])).toEqual({ median: 3, low: 2, high: 4 });
});

describe('a ratio', () => {
  it('is taken round by round, so that a drift of the machine does not change it', () => {
    const fast = [10, 20, 40];
    expect(
      ratioOf(
        fast.map((ns) => 3 * ns),
        fast,
      ),
    ).toEqual({ median: 3, low: 3, high: 3 });
  });

  it('needs as many rounds of both', () => {
    expect(() => ratioOf([1, 2], [1])).toThrow('expected 2 rounds, got 1');
  });
});

describe('a speed', () => {
  it('of 100 ns per frame at 50 kHz is 200 × real time', () => {
    const course = { sampleRate: 50_000, blockFrames: 10, macsPerFrame: MACS_PER_TURN, ceilingLaps: [25, 25] };
    expect(speedOf([1000, 1000], course)).toEqual({
      nsPerFrame: { median: 100, low: 100, high: 100 },
      timesRealTime: 200,
      shareOfCeiling: 0.25,
    });
  });

  it('is held against the fastest of the ceilings', () => {
    expect(
      fastest([
        [5, 5, 9],
        [1, 4, 4],
      ]),
    ).toEqual([1, 4, 4]);
  });
});
