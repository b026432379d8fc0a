import { describe, expect, it, test } from 'vitest';
import { OverloadPolicy, smallerSize } from '../../src/controller/node/overload-policy.js';

/** How often so many readings in a row call for a step down. */
function steps(
  policy: OverloadPolicy,
  readings: number,
  load: (reading: number) => { mean: number; overruns: number },
) {
  let count = 0;
  for (let reading = 0; reading < readings; reading++) {
    const { mean, overruns } = load(reading);
    if (policy.isOverloaded({ mean, peak: mean, overruns })) count++;
  }
  return count;
}

describe('the overload policy', () => {
  it('calls for a step down after a second of too much load, and again after another', () => {
    const policy = new OverloadPolicy();
    const heavy = () => ({ mean: 0.9, overruns: 0 });
    expect(steps(policy, 29, heavy)).toBe(0);
    expect(steps(policy, 1, heavy)).toBe(1);
    expect(steps(policy, 60, heavy)).toBe(2);
  });

  it('bears a load that fits, and one that is high for a moment', () => {
    expect(steps(new OverloadPolicy(), 300, () => ({ mean: 0.8, overruns: 0 }))).toBe(0);
    expect(steps(new OverloadPolicy(), 300, (reading) => ({ mean: reading % 20 ? 0.99 : 0.5, overruns: 0 }))).toBe(0);
  });

  it('calls for a step down where overruns gather, not where they are scattered', () => {
    expect(steps(new OverloadPolicy(), 90, (reading) => ({ mean: 0.4, overruns: reading }))).toBeGreaterThan(0);
    expect(steps(new OverloadPolicy(), 300, (reading) => ({ mean: 0.4, overruns: Math.floor(reading / 30) }))).toBe(0);
  });
});

test.each([
  [[], undefined, undefined],
  [[0, 0.5], undefined, 0],
  [[0, 0.5], 0.5, 0],
  [[0, 0.5], 0.4, undefined],
  [[0, 0.3, 0.6], 1, 0.3],
  [[0, 0.3, 0.6], 0.3, 0],
])('of the sizes %j, below %d comes %d', (sizes, size, expected) => {
  expect(smallerSize(sizes, size)).toBe(expected);
});
