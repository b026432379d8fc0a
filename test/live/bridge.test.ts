import { describe, expect, it } from 'vitest';
import { Bridge } from '../../src/live/mix/bridge.js';
import { largestStep, randomPartition } from '../support/signals.js';

const FADE_FRAMES = 100;

/** 1 until `jump`, then −1, bridged there. */
function bridged(blocks: readonly number[], jump: number): Float32Array {
  const frames = blocks.reduce((sum, block) => sum + block, 0);
  const signal = new Float32Array(frames).fill(1).fill(-1, jump);
  const bridge = new Bridge(1, FADE_FRAMES);
  let start = 0;
  for (const block of blocks) {
    if (start === jump) bridge.arm();
    bridge.process([signal], start, block);
    start += block;
  }
  return signal;
}

describe('a bridge', () => {
  it('leaves a signal without jumps as it is', () => {
    expect(bridged([64, 64], 1000)).toEqual(new Float32Array(128).fill(1));
  });

  it('goes on from the last frame and ends on the signal', () => {
    const signal = bridged([64, 300], 64);
    expect(signal[64]).toBe(1);
    expect(largestStep(signal)).toBeLessThanOrEqual(2 / FADE_FRAMES + 1e-6);
    expect(signal[64 + FADE_FRAMES - 1]).not.toBe(-1);
    expect(signal.subarray(64 + FADE_FRAMES)).toEqual(new Float32Array(200).fill(-1));
  });

  it('lets a slow wave go on in its direction', () => {
    const wave = (t: number) => Math.sin((2 * Math.PI * (t - 60)) / 600);
    const blocks = [64, 1, 1, 30, 4];
    const signal = Float32Array.from({ length: 400 }, (_, t) => (t < 100 ? wave(t) : 0.5));
    const bridge = new Bridge(1, FADE_FRAMES);
    let start = 0;
    for (const block of [...blocks, 300]) {
      if (start === 100) bridge.arm();
      bridge.process([signal], start, block);
      start += block;
    }
    const step = wave(99) - wave(98);
    expect(signal[100] - signal[99]).toBeCloseTo(step, 4);
    const bends = signal.slice(2).map((sample, t) => Math.abs(sample - 2 * signal[t + 1] + signal[t]));
    // Without that it would stand still for a frame, and change its step by all of it, twice.
    expect(Math.max(...bends.subarray(0, 98))).toBeLessThan(0.1 * step);
    expect(bends[98]).toBeLessThan(0.1 * step);
  });

  it('lets a fast wave stay where it is, rather than shoot over', () => {
    const signal = Float32Array.from({ length: 200 }, (_, t) => (t % 2 === 0 ? 1 : -1)).fill(0, 100);
    const bridge = new Bridge(1, FADE_FRAMES);
    bridge.process([signal], 0, 100);
    bridge.arm();
    bridge.process([signal], 100, 100);
    expect(signal[100]).toBe(-1);
  });

  it('does not depend on how the frames are cut into blocks', () => {
    expect(bridged([64, ...randomPartition(300, 40, 7)], 64)).toEqual(bridged([64, 300], 64));
    expect(bridged([...randomPartition(64, 3, 5), 300], 64)).toEqual(bridged([64, 300], 64));
  });

  it('takes over while another jump is being bridged', () => {
    const signal = new Float32Array(300).fill(1).fill(-1, 100).fill(1, 150);
    const bridge = new Bridge(1, FADE_FRAMES);
    bridge.process([signal], 0, 100);
    bridge.arm();
    bridge.process([signal], 100, 50);
    bridge.arm();
    bridge.process([signal], 150, 150);
    expect(largestStep(signal)).toBeLessThanOrEqual(2 / FADE_FRAMES + 1e-6);
  });
});
