import { describe, expect, it } from 'vitest';
import { DryDelay } from '../../src/live/frame-ring.js';
import { noise, randomPartition } from '../support/signals.js';

const MAX_FRAMES = 128;

/** A signal that comes later by some frames, after silence. */
function later(signal: Float32Array, frames: number): Float32Array {
  const delayed = new Float32Array(signal.length);
  delayed.set(signal.subarray(0, signal.length - frames), frames);
  return delayed;
}

describe('the delay of the dry sound', () => {
  const input = noise(3000, 1);

  it.each([0, 1, 127, 128, 333])('is %i frames, exactly, in blocks of any length', (delayFrames) => {
    const delay = new DryDelay(1, MAX_FRAMES);
    delay.reserve(delayFrames);
    const signal = input.slice();
    let start = 0;
    for (const frames of randomPartition(input.length, MAX_FRAMES, 1)) {
      delay.process([signal.subarray(start, start + frames)], frames, delayFrames);
      start += frames;
    }
    expect(signal).toEqual(later(input, delayFrames));
  });

  it('has the past already when it grows', () => {
    const delay = new DryDelay(1, MAX_FRAMES);
    const first = input.slice(0, 100);
    delay.process([first], 100, 0);
    delay.reserve(1000);
    const second = input.slice(100, 200);
    delay.process([second], 100, 60);
    expect(second).toEqual(input.subarray(40, 140));
  });

  it('leads over to another delay with gains that sum up to one', () => {
    const delay = new DryDelay(1, MAX_FRAMES);
    delay.reserve(50);
    delay.process([input.slice(0, 100)], 100, 0);
    const block = input.slice(100, 104);
    delay.process([block], 4, 10);
    delay.crossfade([block], 4, 20, Float32Array.of(0, 0.25, 0.75, 1));
    const at = (t: number, gain: number) => input[90 + t] * (1 - gain) + input[80 + t] * gain;
    expect(block).toEqual(Float32Array.of(at(0, 0), at(1, 0.25), at(2, 0.75), at(3, 1)));
  });
});
