import { describe, expect, it } from 'vitest';
import { sameBits } from '../../support/same-bits.js';
import { noise } from '../../support/signals.js';
import { db, effect, peakOf, play, RATE_HZ, sine } from './support/play.js';

/** Level in dB to which a tone comes, of one channel. */
function settledDb(named: Readonly<Record<string, number>>, levelDb: number): number {
  const input = sine(RATE_HZ, 10 ** (levelDb / 20), 1000);
  return db(peakOf(play(effect('compressor', named), input)[0].subarray(RATE_HZ / 2)));
}

describe('a compressor', () => {
  it.each([
    [-30, 4, 0],
    [-20, 20, 0],
    [-40, 2, 12],
    [-10, 1, 6],
  ])('divides what exceeds a threshold of %f dB by %f, and adds %f dB', (thresholdDb, ratio, makeupDb) => {
    const named = { thresholdDb, ratio, makeupDb, kneeDb: 0, attackSeconds: 0.0001 };
    for (const levelDb of [-50, -35, -25, -12, -3, 0]) {
      const over = Math.max(0, levelDb - thresholdDb);
      const expected = levelDb - over * (1 - 1 / ratio) + makeupDb;
      expect(Math.abs(settledDb(named, levelDb) - expected)).toBeLessThan(0.15);
    }
  });

  it('bends softly within the knee, and meets both lines at its ends', () => {
    const named = { thresholdDb: -20, ratio: 4, kneeDb: 12, attackSeconds: 0.0001 };
    expect(settledDb(named, -26.5)).toBeCloseTo(-26.5, 2);
    // In the middle the reduction is an eighth of slope · knee.
    expect(settledDb(named, -20)).toBeCloseTo(-20 - (0.75 * 12) / 8, 0);
    expect(settledDb(named, -14)).toBeCloseTo(-20 + 6 / 4, 0);
    expect(settledDb(named, -8)).toBeCloseTo(-20 + 12 / 4, 0);
  });

  it('follows with the time constants of attack and release', () => {
    const named = { thresholdDb: -40, ratio: 20, kneeDb: 0, attackSeconds: 0.02, releaseSeconds: 0.2 };
    const key = sine(2 * RATE_HZ, 1, 3000).fill(0, RATE_HZ);
    const probe = new Float32Array(key.length).fill(1e-6);
    const gainDb = play(effect('compressor', named), [key, probe])[1].map((y) => db(y / 1e-6));
    const most = gainDb[RATE_HZ - 1];
    expect(most).toBeCloseTo(-38, 0);
    expect(gainDb[Math.round(0.02 * RATE_HZ)] / most).toBeCloseTo(1 - Math.exp(-1), 1);
    // After the detector's fall comes the low pass of the attack.
    expect(gainDb[RATE_HZ + Math.round(0.22 * RATE_HZ)] / most).toBeCloseTo(Math.exp(-1), 1);
  });

  it('turns both channels alike, by the louder one', () => {
    const [quiet, loud] = [sine(20_000, 0.01, 300), sine(20_000, 0.9, 300)];
    const output = play(effect('compressor', { thresholdDb: -30 }), [quiet, loud]);
    for (let t = 5000; t < 20_000; t += 7) {
      if (Math.abs(quiet[t]) > 1e-3) expect(output[0][t] / quiet[t]).toBeCloseTo(output[1][t] / loud[t], 5);
    }
  });

  it('does not bend a low tone: harmonics below −50 dB', () => {
    const hz = 100;
    const input = sine(RATE_HZ, 0.8, hz);
    const output = play(effect('compressor', { thresholdDb: -30 }), input)[0].subarray(RATE_HZ / 2);
    const at = (harmonic: number) => {
      let [re, im] = [0, 0];
      output.forEach((y, t) => {
        re += y * Math.cos((2 * Math.PI * hz * harmonic * t) / RATE_HZ);
        im += y * Math.sin((2 * Math.PI * hz * harmonic * t) / RATE_HZ);
      });
      return Math.hypot(re, im);
    };
    for (const harmonic of [2, 3, 5]) expect(db(at(harmonic) / at(1))).toBeLessThan(-50);
  });

  it('passes sound below the knee bit for bit', () => {
    const input = noise(9600, 1, 0.01);
    expect(sameBits(play(effect('compressor', { thresholdDb: -20 }), input)[0], input)).toBe(true);
  });
});
