import { describe, expect, it } from 'vitest';
import { Limiter } from '../../src/live/mix/limiter.js';
import { largestStep, noise, randomPartition } from '../support/signals.js';

const RATE_HZ = 48_000;
const RAMP_FRAMES = 480;

const sine = (frames: number, level: number, hz = 1000) =>
  Float32Array.from({ length: frames }, (_, t) => level * Math.sin((2 * Math.PI * hz * t) / RATE_HZ));

/** What a limiter makes of channels; `at` is called before each block. */
function limited(
  channels: readonly Float32Array[],
  limitDb: number | null,
  { blocks = [channels[0].length], at = (_limiter: Limiter, _frame: number) => {} } = {},
): Float32Array[] {
  const limiter = new Limiter(channels.length, RAMP_FRAMES, RATE_HZ);
  limiter.limitDb = limitDb;
  const output = channels.map((channel) => channel.slice());
  let start = 0;
  for (const frames of blocks) {
    at(limiter, start);
    limiter.process(output, start, frames);
    start += frames;
  }
  return output;
}

const peakOf = (signal: Float32Array) => signal.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

describe('a limiter', () => {
  const ceiling = 10 ** (-0.3 / 20);

  it('leaves what is not beyond its ceiling as it is, bit for bit', () => {
    const input = [noise(20_000, 1, 0.966), noise(20_000, 2, 1e-40)];
    expect(limited(input, -0.3)).toEqual(input);
    const loud = [noise(20_000, 1, 1e10)];
    expect(limited(loud, null)).toEqual(loud);
  });

  it.each([
    ['a sine', sine(20_000, 4)],
    ['a sine beyond all measure', sine(20_000, 3e38)],
    ['noise', noise(20_000, 3, 30)],
    ['a constant from the first frame on', new Float32Array(20_000).fill(2)],
    ['a square', Float32Array.from({ length: 20_000 }, (_, t) => (t % 400 < 200 ? 8 : -8))],
    ['a click at frame 0', Float32Array.from({ length: 20_000 }, (_, t) => (t === 0 ? 1e38 : 0.01))],
    ['clicks', noise(20_000, 4, 0.5).map((x, t) => (t % 1777 === 0 ? 1e6 : x))],
  ])('lets no sample of %s exceed it', (_, input) => {
    for (const limitDb of [-0.3, -0.1, -1 / 3, 0, -20, 6, -700]) {
      const [output] = limited([input], limitDb);
      expect(peakOf(output)).toBeLessThanOrEqual(10 ** (limitDb / 20));
      expect(output.every(Number.isFinite)).toBe(true);
    }
    expect(peakOf(limited([input], -0.3)[0])).toBeGreaterThan(0.999 * Math.min(ceiling, peakOf(input)));
  });

  it('turns all channels down alike', () => {
    const input = [sine(9000, 4), sine(9000, 0.1, 300)];
    const [, quiet] = limited(input, -0.3);
    expect(peakOf(quiet.subarray(4000))).toBeCloseTo(0.1 * (ceiling / 4), 4);
  });

  it('does not bend a hot tone once it has heard a peak of it: below −100 dB', () => {
    for (const hz of [30, 41.2, 82.4, 440, 1000, 4321]) {
      const input = sine(96_000, 4, hz);
      const [output] = limited([input], -0.3);
      const settled = output.subarray(RATE_HZ / 2);
      const gain = ceiling / 4;
      const wrong = settled.reduce((sum, y, t) => sum + (y - gain * input[RATE_HZ / 2 + t]) ** 2, 0);
      const right = settled.reduce((sum, y) => sum + y ** 2, 0);
      expect(10 * Math.log10(wrong / right), `${hz} Hz`).toBeLessThan(-100);
    }
  });

  it('comes back slowly, never beyond what was there, and is gone in the end', () => {
    const input = sine(6 * RATE_HZ, 0.5).map((x, t) => (t < 4800 ? 8 * x : x));
    const [output] = limited([input], -0.3);
    const gains = output.map((y, t) => (Math.abs(input[t]) > 0.1 ? y / input[t] : Number.NaN)).filter(Number.isFinite);
    const rising = gains.subarray(2000);
    expect(largestStep(rising)).toBeLessThan(0.005);
    expect(rising.every((gain, n) => n === 0 || gain > rising[n - 1] - 1e-6)).toBe(true);
    expect(output.subarray(5 * RATE_HZ)).toEqual(input.subarray(5 * RATE_HZ));
  });

  it.each([
    ['a burst of 1e30', (t: number) => (t < 480 ? 1e30 : 0)],
    ['a square of 3e38', (t: number) => (t < 4800 ? (t % 96 < 48 ? 3e38 : -3e38) : 0)],
  ])('brings a quiet guitar back by itself after %s: by 6 dB less in 0.3 s, wholly in five', (_, burst) => {
    const guitar = sine(6 * RATE_HZ, 0.1, 110);
    const input = guitar.map((x, t) => x + burst(t));
    const [output] = limited([input], -0.3);
    expect(peakOf(output)).toBeLessThanOrEqual(ceiling);
    const from = 4800 + 0.3 * RATE_HZ;
    expect(peakOf(output.subarray(from, from + 480))).toBeGreaterThan(0.05);
    expect(output.subarray(5 * RATE_HZ)).toEqual(input.subarray(5 * RATE_HZ));
  });

  it('makes no step where the ceiling changes, is switched on or off', () => {
    const input = sine(40_000, 2, 50);
    const steps = largestStep(input);
    const blocks = new Array<number>(400).fill(100);
    const at = (limiter: Limiter, frame: number) => {
      if (frame === 5000) limiter.limitDb = -12;
      if (frame === 12_000) limiter.limitDb = -6;
      if (frame === 20_000) limiter.limitDb = -40;
      if (frame === 30_000) limiter.limitDb = null;
    };
    const [output] = limited([input], null, { blocks, at });
    expect(output.subarray(0, 5000)).toEqual(input.subarray(0, 5000));
    expect(largestStep(output)).toBeLessThan(2 * steps);
    const within = (from: number, to: number) => peakOf(output.subarray(from, to));
    expect(within(5000 + RAMP_FRAMES, 12_000)).toBeLessThanOrEqual(10 ** (-12 / 20));
    expect(within(20_000 + RAMP_FRAMES, 30_000)).toBeLessThanOrEqual(10 ** (-40 / 20));
    expect(within(30_000, 40_000)).toBeGreaterThan(0.2);
  });

  it('does not depend on how the frames are cut into blocks', () => {
    const input = [noise(30_000, 1, 1).map((x, t) => (Math.floor(t / 3000) % 3 === 0 ? 5 * x : 0.5 * x))];
    const expected = limited(input, -0.3);
    for (const most of [1, 50, 4000]) {
      expect(limited(input, -0.3, { blocks: randomPartition(30_000, most, 1) })).toEqual(expected);
    }
  });
});
