import { describe, expect, it } from 'vitest';
import { ParameterSmoother } from '../../src/live/mix/smoothing.js';
import { largestStep, noise, randomPartition } from '../support/signals.js';

const RAMP_FRAMES = 100;

/** What comes out for one value per frame, when it is handed over in blocks. */
function smooth(values: Float32Array, blocks: readonly number[]): Float32Array {
  const smoother = new ParameterSmoother(512, RAMP_FRAMES);
  const out = new Float32Array(values.length);
  let start = 0;
  for (const frames of blocks) {
    smoother.follow(values.subarray(start, start + frames), 0, frames);
    out.subarray(start, start + frames).fill(smoother.value);
    if (!smoother.steady) out.set(smoother.values.subarray(0, frames), start);
    start += frames;
  }
  return out;
}

describe('a smoothed parameter', () => {
  it('has its first value at once', () => {
    const smoother = new ParameterSmoother(128, RAMP_FRAMES);
    smoother.follow(Float32Array.of(20), 0, 128);
    expect(smoother.steady).toBe(true);
    expect(smoother.value).toBe(20);
  });

  it('reaches a new value after the ramp, exactly', () => {
    const values = new Float32Array(300).fill(0.2).fill(0.7, 50);
    const out = smooth(values, [300]);
    expect(out[49]).toBe(values[49]);
    expect(out[50 + RAMP_FRAMES - 2]).toBeLessThan(values[50]);
    expect(out[50 + RAMP_FRAMES - 1]).toBe(values[50]);
  });

  it('never steps further than the ramp is steep', () => {
    const values = new Float32Array(2000).map((_, t) => (Math.floor(t / 37) % 2 === 0 ? 0 : 1));
    expect(largestStep(values)).toBe(1);
    expect(largestStep(smooth(values, [500, 500, 500, 500]))).toBeLessThanOrEqual(1 / RAMP_FRAMES + 1e-6);
  });

  it.each([1, 2, 3])('does not depend on how the frames are cut into blocks (seed %i)', (seed) => {
    const values = noise(1500, seed).map((sample, t) => (Math.floor(t / 64) % 3 === 0 ? sample : 0.25));
    const whole = smooth(values, [500, 500, 500]);
    expect(smooth(values, randomPartition(1500, 200, seed))).toEqual(whole);
  });

  it('is the same for a single value as for that value in every frame', () => {
    const single = new ParameterSmoother(512, RAMP_FRAMES);
    const each = new ParameterSmoother(512, RAMP_FRAMES);
    for (const value of [0, 1, 1, 0.5]) {
      single.follow(Float32Array.of(value), 0, 64);
      each.follow(new Float32Array(64).fill(value), 0, 64);
      if (!single.steady) expect(each.values).toEqual(single.values);
      expect(each.value).toBe(single.value);
    }
  });
});
