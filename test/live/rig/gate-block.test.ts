import { describe, expect, it } from 'vitest';
import { sameBits } from '../../support/same-bits.js';
import { noise } from '../../support/signals.js';
import { db, effect, peakOf, play, pluck, RATE_HZ, rmsOf, sine } from './support/play.js';

/** Gain of a gate in each frame: what it makes of a constant that hides below the other channel, which is the louder one. */
function gains(named: Readonly<Record<string, number>>, key: Float32Array): Float32Array {
  const probe = new Float32Array(key.length).fill(1e-6);
  return play(effect('gate', named), [key, probe])[1].map((y) => y / 1e-6);
}

const THRESHOLD = { thresholdDb: -40, hysteresisDb: 6, attackSeconds: 0.001, holdSeconds: 0.05, releaseSeconds: 0.1 };

/** A tone of one level after another, a second each. */
const tones = (...levelsDb: readonly number[]) =>
  Float32Array.from({ length: RATE_HZ * levelsDb.length }, (_, t) => {
    const level = 10 ** (levelsDb[Math.floor(t / RATE_HZ)] / 20);
    return level * Math.sin((2 * Math.PI * 82.4 * t) / RATE_HZ);
  });

/** The gain in the middle and at the end of each second, in dB. */
const settled = (gain: Float32Array) =>
  Array.from({ length: gain.length / RATE_HZ }, (_, n) => Math.round(db(gain[(n + 1) * RATE_HZ - 1])));

describe('a gate', () => {
  it('is open above the threshold, closed below the lower one, and between them as it was', () => {
    const gain = gains({ ...THRESHOLD, rangeDb: 60 }, tones(-60, -43, -38, -43, -38, -50, -43));
    expect(settled(gain)).toEqual([-60, -60, 0, 0, 0, -60, -60]);
  });

  it('passes sound bit for bit while it is open', () => {
    const input = noise(20_000, 1);
    const [output] = play(effect('gate', THRESHOLD), input);
    expect(sameBits(output.subarray(1000), input.subarray(1000))).toBe(true);
  });

  it('opens within the attack, without eating that of a note: less than 1 dB of its first 10 ms', () => {
    const note = pluck(24_000, 110, 0.5, 0.3, 4800);
    const [output] = play(effect('gate', THRESHOLD), note);
    const first = (sound: Float32Array) => rmsOf(sound.subarray(4800, 4800 + 480));
    expect(db(first(output) / first(note))).toBeGreaterThan(-1);
    for (const attackSeconds of [0.001, 0.01, 0.1]) {
      const key = sine(24_000, 1, 1000);
      const gain = gains({ ...THRESHOLD, attackSeconds, rangeDb: 100 }, key);
      const [from, to] = [0.1, 0.9].map((level) => gain.findIndex((g) => g >= level));
      expect((to - from) / RATE_HZ).toBeCloseTo(attackSeconds, 3);
    }
  });

  it('stays open for the hold, then falls by equal dB in equal time', () => {
    const key = sine(RATE_HZ, 0.5, 200).fill(0, 4800);
    for (const [holdSeconds, releaseSeconds] of [
      [0.05, 0.1],
      [0.3, 0.02],
    ]) {
      const gain = gains({ ...THRESHOLD, holdSeconds, releaseSeconds, rangeDb: 80 }, key);
      const closes = gain.findIndex((g, t) => t > 4800 && g < 1);
      const seconds = (closes - 4800) / RATE_HZ;
      // The level counts for 18 … 24 ms.
      expect(seconds).toBeGreaterThan(holdSeconds + 0.017);
      expect(seconds).toBeLessThan(holdSeconds + 0.025);
      const middle = closes + Math.round((releaseSeconds / 2) * RATE_HZ);
      expect(db(gain[middle])).toBeCloseTo(-40, 0);
      expect(db(gain[closes + Math.round(releaseSeconds * 1.01 * RATE_HZ)])).toBeCloseTo(-80, 3);
    }
  });

  it('does not chatter on a decaying string: it opens once and closes once', () => {
    for (const hz of [41.2, 82.4, 329.6]) {
      const key = pluck(1.5 * RATE_HZ, hz, 0.5, 0.15, 1000).map((x, t) => x + 1e-4 * Math.sin(t * 1.7));
      for (const hysteresisDb of [3, 6]) {
        const gain = gains({ ...THRESHOLD, hysteresisDb, holdSeconds: 0.001, attackSeconds: 0.0001 }, key);
        // Turns from falling to rising.
        let openings = 0;
        let isRising = false;
        for (let t = 1; t < gain.length; t++) {
          if (gain[t] > gain[t - 1] && !isRising) openings++;
          if (gain[t] !== gain[t - 1]) isRising = gain[t] > gain[t - 1];
        }
        expect(openings, `${hz} Hz`).toBe(1);
        expect(db(gain[gain.length - 1])).toBeCloseTo(-80, 1);
      }
    }
  });

  it('makes no larger steps than its attack and release do', () => {
    const key = pluck(RATE_HZ, 82.4, 0.5, 0.1, 1000);
    const gain = gains(THRESHOLD, key);
    let [rise, fallDb] = [0, 0];
    for (let t = 1; t < gain.length; t++) {
      rise = Math.max(rise, gain[t] - gain[t - 1]);
      fallDb = Math.min(fallDb, db(gain[t] / gain[t - 1]));
    }
    expect(rise).toBeLessThan(Math.log(9) / (0.001 * RATE_HZ));
    expect(fallDb).toBeGreaterThan(-(80 / (0.1 * RATE_HZ)) - 1e-4);
  });

  it('is keyed by the louder channel and turns both alike', () => {
    const [left, right] = [sine(9600, 1e-4, 440), sine(9600, 0.5, 440)];
    for (const input of [[left, right] as const, [right, left] as const]) {
      play(effect('gate', THRESHOLD), input).forEach((output, c) => {
        expect(sameBits(output.subarray(4800), input[c].subarray(4800))).toBe(true);
      });
    }
    expect(peakOf(play(effect('gate', THRESHOLD), left)[0])).toBeLessThan(1.01e-8);
  });

  it('with a range of 0 dB changes nothing', () => {
    const input = noise(9600, 1, 1e-4);
    expect(sameBits(play(effect('gate', { ...THRESHOLD, rangeDb: 0 }), input)[0], input)).toBe(true);
  });
});
