import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pinkPower } from '../../../src/rig/cabinet/response-level.js';
import { noise } from '../../support/signals.js';
import { errorOf, gainDb, padded, prepare, RATE_HZ, speaker, tapsOf } from './support/responses.js';

describe('the rate', () => {
  it.each([
    [44_100, 48_000],
    [48_000, 44_100],
    [96_000, 48_000],
    [44_100, 96_000],
    [48_000, 47_999],
  ])('changes from %i to %i Hz, and the spectrum stays within 0.1 dB up to 18 kHz', (from, to) => {
    // The hardest case is one with an onset like a step, and of all frequencies.
    const bright = noise(800, 7, 1).map((x, t) => x * Math.exp(-t / 100) + (t === 0 ? 3 : 0));
    for (const response of [speaker(2000, from), padded(100, bright, 100)]) {
      const [taps] = tapsOf(prepare([response], { sampleRate: to }, from));
      for (let hz = 50; hz <= 18_000; hz += hz < 1000 ? 50 : 500) {
        expect(Math.abs(gainDb(taps, hz, to) - gainDb(response, hz, from)), `${hz} Hz`).toBeLessThan(0.1);
      }
    }
  });

  it('moves nothing in time', () => {
    const response = padded(100, speaker(1000, 44_100), 0);
    const { network, info } = prepare([response], { sampleRate: 88_200 }, 44_100);
    const [taps] = tapsOf({ network, info });
    const alike = (lag: number) => response.reduce((sum, x, t) => sum + x * (taps[2 * t + lag] ?? 0), 0);
    const lags = Array.from({ length: 240 }, (_, n) => n - 220);
    expect(lags.reduce((a, b) => (alike(b) > alike(a) ? b : a))).toBe(-info.trimmedFrames);
    expect(info.trimmedFrames).toBeGreaterThan(100);
  });

  it('too far from the rig’s is refused', () => {
    expect(errorOf(() => prepare([speaker(100, 1000)], { sampleRate: 96_000 }, 1000)).code).toBe('unsupported');
  });
});

describe('a normalized response', () => {
  it('leaves pink noise as loud as it was', () => {
    const { info, network } = prepare([speaker(3000, RATE_HZ)], { normalize: true });
    expect(10 * Math.log10(pinkPower(tapsOf({ info, network }), RATE_HZ))).toBeCloseTo(0, 4);
    expect(prepare([Float32Array.of(0.25)], { normalize: true }).info.gainDb).toBeCloseTo(20 * Math.log10(4), 6);
  });

  it('does so measured with noise, too, within 1 dB', async () => {
    const cabinet = prepare([speaker(3000, RATE_HZ)], { normalize: true });
    // Sines of equal level at logarithmically equal distances are pink.
    const hz = Array.from({ length: 200 }, (_, n) => 80 * 75 ** ((n + 0.5) / 200));
    const power = hz.reduce((sum, f) => sum + 10 ** (gainDb(tapsOf(cabinet)[0], f, RATE_HZ) / 10), 0) / hz.length;
    expect(Math.abs(10 * Math.log10(power))).toBeLessThan(1);
  });

  it('depends neither on the level of the file nor on its rate, nor on silence around it', () => {
    const at = (level: number, sampleRate = RATE_HZ) => {
      const response = padded(300, speaker(2000, 44_100), 5000).map((x) => level * x);
      const [taps] = tapsOf(prepare([response], { normalize: true, sampleRate }, 44_100));
      return gainDb(taps, 800, sampleRate);
    };
    fc.assert(
      fc.property(
        fc.double({ min: -6, max: 6, noNaN: true }),
        fc.constantFrom(32_000, 44_100, 48_000, 96_000),
        (e, rate) => {
          expect(at(10 ** e, rate)).toBeCloseTo(at(1), 1);
        },
      ),
      { numRuns: 8, seed: 1 },
    );
  });

  it('keeps the balance of both channels', () => {
    const [left, right] = [speaker(2000, RATE_HZ, 1), speaker(2000, RATE_HZ, 2).map((x) => 0.25 * x)];
    const balance = (channels: readonly Float32Array[]) =>
      pinkPower([channels[0]], RATE_HZ) / pinkPower([channels[1]], RATE_HZ);
    expect(balance(tapsOf(prepare([left, right], { normalize: true })))).toBeCloseTo(balance([left, right]), 3);
  });
});
