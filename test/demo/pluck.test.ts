import { describe, expect, test } from 'vitest';
import { addPluck, type Pluck } from '../../demo/sound/pluck.js';

const RATE = 48_000;
const NOTE: Pluck = { startSeconds: 0, lengthSeconds: 1.5, frequencyHz: 220, velocity: 0.8, seed: 3 };

function pluck(changes: Partial<Pluck> = {}, sampleRate = RATE, seconds = 2): Float32Array {
  const loop = new Float32Array(seconds * sampleRate);
  addPluck(loop, sampleRate, { ...NOTE, ...changes });
  return loop;
}

function energy(signal: Float32Array, startSeconds: number, endSeconds: number): number {
  return signal.slice(startSeconds * RATE, endSeconds * RATE).reduce((sum, x) => sum + x * x, 0);
}

/** Phase of a signal against a sine of a frequency, around a frame. */
function phaseAt(signal: Float32Array, start: number, radiansPerFrame: number): number {
  const frames = 8192;
  let real = 0;
  let imaginary = 0;
  for (let t = 0; t < frames; t++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * t) / frames);
    real += window * signal[start + t] * Math.cos(radiansPerFrame * (start + t));
    imaginary -= window * signal[start + t] * Math.sin(radiansPerFrame * (start + t));
  }
  return Math.atan2(imaginary, real);
}

describe('a plucked string', () => {
  test.each([
    [82.4, 48_000],
    [220, 44_100],
    [329.6, 48_000],
    [880, 44_100],
  ])('of %s Hz sounds at its pitch, within a twentieth of a cent, at %s Hz', (frequencyHz, sampleRate) => {
    const signal = pluck({ frequencyHz }, sampleRate);
    const expected = (2 * Math.PI * frequencyHz) / sampleRate;
    const hop = 2048;
    const turn = phaseAt(signal, 4000 + hop, expected) - phaseAt(signal, 4000, expected);
    const wrapped = Math.atan2(Math.sin(turn), Math.cos(turn));
    const cents = 1200 * Math.log2(1 + wrapped / (hop * expected));
    expect(Math.abs(cents)).toBeLessThan(0.05);
  });

  test('dies away sooner when palm-muted', () => {
    const open = pluck();
    const muted = pluck({ palmMuted: true });
    const remaining = (signal: Float32Array) => energy(signal, 0.5, 0.6) / energy(signal, 0, 0.1);
    expect(remaining(muted)).toBeLessThan(remaining(open) / 100);
  });

  test('is louder the harder it is hit', () => {
    const energies = [0.2, 0.5, 1].map((velocity) => energy(pluck({ velocity }), 0, 1));
    expect(energies[1]).toBeGreaterThan(4 * energies[0]);
    expect(energies[2]).toBeGreaterThan(4 * energies[1]);
  });

  test('arrives at a higher pitch when bent', () => {
    const bent = pluck({ bendSemitones: 2 });
    const target = (2 * Math.PI * 220 * 2 ** (2 / 12)) / RATE;
    const turn = phaseAt(bent, 22_048, target) - phaseAt(bent, 20_000, target);
    const cents = 1200 * Math.log2(1 + Math.atan2(Math.sin(turn), Math.cos(turn)) / (2048 * target));
    expect(Math.abs(cents)).toBeLessThan(1);
  });

  test('that rings past the end of the loop goes on at its beginning', () => {
    const early = pluck();
    const late = pluck({ startSeconds: 1.25 });
    const shift = 1.25 * RATE;
    expect(early.findIndex((x, t) => x !== late[(t + shift) % late.length])).toBe(-1);
  });
});
