import { describe, expect, it } from 'vitest';
import { FrameRing } from '../../src/live/frame-ring.js';
import { noise, randomPartition } from '../support/signals.js';

/** The frames of a ring from a number on. */
function read(ring: FrameRing, first: number, frames: number): Float32Array {
  const signal = new Float32Array(frames).fill(Number.NaN);
  ring.read([signal], first, frames);
  return signal;
}

describe('a frame ring', () => {
  const input = noise(1000, 1);

  it.each([
    [1, 'the first of many'],
    [2, 'the first of many'],
    [3, 'whole arrays'],
    [4, 'whole arrays'],
  ])('gives back the newest frames, however they came (seed %i, %s)', (seed, given) => {
    const ring = new FrameRing(1, 300);
    let start = 0;
    for (const frames of randomPartition(input.length, 200, seed)) {
      const end = given === 'whole arrays' ? start + frames : input.length;
      ring.record([input.subarray(start, end)], frames);
      start += frames;
      const kept = Math.min(start, ring.capacity);
      expect(read(ring, start - kept, kept)).toEqual(input.subarray(start - kept, start));
    }
    expect(ring.frames).toBe(1000);
    expect(ring.capacity).toBe(512);
  });

  it('holds silence before its first frame, also after a reset', () => {
    const ring = new FrameRing(1, 64);
    ring.record([input], 40);
    ring.reset();
    ring.record([input], 3);
    expect(read(ring, -5, 8)).toEqual(Float32Array.of(0, 0, 0, 0, 0, ...input.subarray(0, 3)));
  });

  it.each([10, 200])('keeps what it holds, and its numbers, when it grows after %i frames', (frames) => {
    const ring = new FrameRing(1, 64);
    ring.record([input], frames);
    ring.reserve(500);
    ring.record([input.subarray(frames)], 300);
    const kept = Math.min(64, frames);
    expect(ring.frames).toBe(frames + 300);
    expect(ring.oldest).toBe(frames - kept);
    expect(read(ring, frames - kept, 300 + kept)).toEqual(input.subarray(frames - kept, frames + 300));
  });

  it.each([2 ** 31, 2 ** 32, 2 ** 40])('counts on across frame %i', (frame) => {
    const ring = new FrameRing(1, 128, frame - 50);
    ring.record([input], 100);
    expect(ring.frames).toBe(frame + 50);
    const silence = new Float32Array(10);
    expect(read(ring, frame - 60, 110)).toEqual(Float32Array.of(...silence, ...input.subarray(0, 100)));
  });
});
