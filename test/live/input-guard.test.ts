import { describe, expect, it } from 'vitest';
import { InputGuard } from '../../src/live/mix/input-guard.js';
import { largestStep, maxDifference, noise, randomPartition } from '../support/signals.js';

const BRIDGE_FRAMES = 480;
const REPORT_FRAMES = 48_000;

const sine = (frames: number, level = 0.3) =>
  Float32Array.from({ length: frames }, (_, t) => level * Math.sin((2 * Math.PI * 110 * t) / 48_000));

/** What a guard makes of channels of equal length, in blocks of at most 128 frames, and what it reports. */
function guarded(channels: readonly Float32Array[], blocks?: readonly number[]) {
  const block = channels.map(() => new Float32Array(128));
  const guard = new InputGuard(block, BRIDGE_FRAMES, REPORT_FRAMES);
  const output = channels.map((channel) => channel.slice());
  const reports: [frame: number, samples: number][] = [];
  const { length } = channels[0];
  let start = 0;
  for (const frames of blocks ?? randomPartition(length, 128, 1)) {
    for (const [c, plane] of block.entries()) plane.set(channels[c].subarray(start, start + frames));
    const replaced = guard.process(frames);
    for (const [c, plane] of block.entries()) output[c].set(plane.subarray(0, frames), start);
    start += frames;
    if (replaced > 0) reports.push([start, replaced]);
  }
  return { output, reports };
}

describe('a guarded input', () => {
  it('passes sound as it is, bit for bit, whatever its level', () => {
    const input = [noise(4000, 1), noise(4000, 2, 1e9), noise(4000, 3, 1e-40)];
    expect(guarded(input)).toEqual({ output: input, reports: [] });
  });

  it.each([
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['minus infinity', Number.NEGATIVE_INFINITY],
    ['1e38', 1e38],
  ])('hides a single sample of %s', (_, value) => {
    const input = sine(4000);
    const broken = input.slice();
    broken[1500] = value;
    const { output, reports } = guarded([broken]);
    expect(maxDifference(output[0], input)).toBeLessThan(0.005);
    expect(output[0].subarray(1501 + BRIDGE_FRAMES)).toEqual(input.subarray(1501 + BRIDGE_FRAMES));
    expect(reports.map(([, samples]) => samples)).toEqual([1]);
  });

  it.each([2, 100, 3000])('leads to silence and back without a step where %i frames are missing', (missing) => {
    const input = sine(9000);
    const broken = input.slice().fill(Number.NaN, 1500, 1500 + missing);
    const { output } = guarded([broken]);
    expect(largestStep(output[0])).toBeLessThan(1.5 * largestStep(input));
    expect(output[0].subarray(0, 1500)).toEqual(input.subarray(0, 1500));
    const back = 1500 + missing + BRIDGE_FRAMES;
    expect(output[0].subarray(back)).toEqual(input.subarray(back));
    if (missing === 3000) expect(output[0].subarray(1500 + BRIDGE_FRAMES, 4500).every((x) => x === 0)).toBe(true);
  });

  it('silences nothing but the channel that is broken', () => {
    const input = sine(4000);
    const broken = input.slice().fill(Number.NaN, 1500, 2500);
    const { output } = guarded([broken, input]);
    expect(output[1]).toEqual(input);
    expect(guarded([broken, broken]).output).toEqual([output[0], output[0]]);
  });

  it.each([2, 3, 7, 100, 479])('stays within the sound where every %ith sample is broken', (period) => {
    for (const sound of [sine(20_000, 1), noise(20_000, 5, 1), sine(20_000).map((_, t) => (t % period < 2 ? 1 : -1))]) {
      const broken = sound.map((x, t) => (t % period === 0 ? Number.NaN : x));
      const [output] = guarded([broken]).output;
      expect(output.every((x) => Math.abs(x) < 4)).toBe(true);
      expect(output.subarray(4 * BRIDGE_FRAMES).every((x) => x === 0)).toBe(period <= BRIDGE_FRAMES);
    }
  });

  it('is silent where nothing but NaN comes, from the first frame on', () => {
    const { output, reports } = guarded([new Float32Array(100_000).fill(Number.NaN)]);
    expect(output[0].every((x) => x === 0)).toBe(true);
    const frames = reports.map(([frame]) => frame);
    expect(frames.every((frame, n) => n === 0 || frame - frames[n - 1] >= REPORT_FRAMES)).toBe(true);
    expect(reports).toHaveLength(3);
  });

  it('tells all that it replaced, also where it ends within a second', () => {
    const broken = noise(100_000, 1).fill(Number.NaN, 1000, 2000);
    const { reports } = guarded([broken]);
    expect(reports.reduce((sum, [, samples]) => sum + samples, 0)).toBe(1000);
    expect(reports).toHaveLength(2);
  });

  it('does not depend on how the frames are cut into blocks', () => {
    const broken = noise(5000, 1).map((x, t) => (t % 977 < 20 || (t > 3000 && t % 50 === 0) ? Number.NaN : x));
    const { output } = guarded([broken]);
    for (const most of [1, 17, 128]) expect(guarded([broken], randomPartition(5000, most, 4)).output).toEqual(output);
  });
});
