import { describe, expect, it } from 'vitest';
import { findEcho, makeProbe } from '../../src/controller/microphone/find-echo.js';
import { noise } from '../support/signals.js';

const probe = makeProbe(48_000);

/** Noise, with the probe in it at places and levels. */
function recordingWith(...probes: [at: number, gain: number][]): Float32Array {
  const recording = noise(16_384, 1, 0.01);
  for (const [at, gain] of probes) {
    probe.forEach((sample, t) => {
      recording[at + t] += gain * sample;
    });
  }
  return recording;
}

describe('an echo', () => {
  it.each([200, 480, 1441, 9000])('is found %i frames later, to the frame', (frames) => {
    expect(findEcho(recordingWith([3000, 1], [3000 + frames, 0.2]), probe)?.frames).toBe(frames);
  });

  it('is found where it is louder than what was played, or upside down', () => {
    expect(findEcho(recordingWith([3000, 1], [5000, 3]), probe)?.frames).toBe(2000);
    expect(findEcho(recordingWith([3000, 1], [5000, -0.3]), probe)?.frames).toBe(2000);
  });

  it('is not made up where there is none', () => {
    expect(findEcho(recordingWith([3000, 1]), probe)).toBeNull();
    expect(findEcho(recordingWith(), probe)).toBeNull();
    expect(findEcho(new Float32Array(16_384), probe)).toBeNull();
    const clean = new Float32Array(16_384);
    clean.set(probe, 3000);
    expect(findEcho(clean, probe)).toBeNull();
  });
});
