import { describe, expect, it } from 'vitest';
import { BASS_HZ, MID_Q, TREBLE_HZ } from '../../../src/live/rig/blocks/tone-block.js';
import { sameBits } from '../../support/same-bits.js';
import { maxDifference, noise } from '../../support/signals.js';
import { db, effect, play, rmsOf, sine } from './support/play.js';

type Shape = 'lowShelf' | 'peak' | 'highShelf' | 'highPass';

/** Gain in dB of a filter of the Audio EQ Cookbook, by its formulas for second-order sections. */
function cookbookDb(shape: Shape, hz: number, gainDb: number, q: number, atHz: number, rate: number): number {
  const A = 10 ** (gainDb / 40);
  const w = (2 * Math.PI * hz) / rate;
  const cos = Math.cos(w);
  const alpha = Math.sin(w) / (2 * q);
  const root = 2 * Math.sqrt(A) * alpha;
  const [p, m] = [A + 1, A - 1];
  const [b, a] = {
    lowShelf: [
      [A * (p - m * cos + root), 2 * A * (m - p * cos), A * (p - m * cos - root)],
      [p + m * cos + root, -2 * (m + p * cos), p + m * cos - root],
    ],
    highShelf: [
      [A * (p + m * cos + root), -2 * A * (m + p * cos), A * (p + m * cos - root)],
      [p - m * cos + root, 2 * (m - p * cos), p - m * cos - root],
    ],
    peak: [
      [1 + alpha * A, -2 * cos, 1 - alpha * A],
      [1 + alpha / A, -2 * cos, 1 - alpha / A],
    ],
    highPass: [
      [(1 + cos) / 2, -(1 + cos), (1 + cos) / 2],
      [1 + alpha, -2 * cos, 1 - alpha],
    ],
  }[shape];
  const power = (c: readonly number[]) => {
    const z = (2 * Math.PI * atHz) / rate;
    return Math.hypot(c[0] + c[1] * Math.cos(z) + c[2] * Math.cos(2 * z), c[1] * Math.sin(z) + c[2] * Math.sin(2 * z));
  };
  return db(power(b) / power(a));
}

/** Gain in dB of an impulse response at one frequency. */
function responseDb(response: Float32Array, hz: number, rate: number): number {
  let [re, im] = [0, 0];
  response.forEach((h, t) => {
    re += h * Math.cos((2 * Math.PI * hz * t) / rate);
    im += h * Math.sin((2 * Math.PI * hz * t) / rate);
  });
  return db(Math.hypot(re, im));
}

const impulse = (frames: number) => Float32Array.from({ length: frames }, (_, t) => (t === 0 ? 1 : 0));
const FREQUENCIES_HZ = [25, 60, 110, 170, 400, 700, 1500, 2600, 6000, 9000, 15_000, 20_000];

describe.each([44_100, 48_000, 96_000])('at %i Hz', (rate) => {
  const expectResponse = (
    type: 'tone' | 'equalizer' | 'highpass',
    named: Record<string, number>,
    at: (hz: number) => number,
  ) => {
    const [response] = play(effect(type, named, rate), impulse(16_384));
    for (const hz of FREQUENCIES_HZ) expect(responseDb(response, hz, rate), `${hz} Hz`).toBeCloseTo(at(hz), 2);
  };

  it.each([
    [12, -9, 6, 800],
    [-15, 15, -15, 3000],
    [0, 4, 0, 200],
  ])('the tone is two shelves and a peak: %f, %f, %f dB', (bassDb, midDb, trebleDb, midHz) => {
    expectResponse('tone', { bassDb, midDb, trebleDb, midHz }, (hz) => {
      const bass = cookbookDb('lowShelf', BASS_HZ, bassDb, Math.SQRT1_2, hz, rate);
      const mid = cookbookDb('peak', midHz, midDb, MID_Q, hz, rate);
      return bass + mid + cookbookDb('highShelf', TREBLE_HZ, trebleDb, Math.SQRT1_2, hz, rate);
    });
  });

  it.each([
    [9, -24, 24, -7],
    [-24, 0, 3, 24],
  ])('the equalizer is two shelves and two peaks: %f, %f, %f, %f dB', (gain1Db, gain2Db, gain3Db, gain4Db) => {
    const shape = { frequency2: 333, q2: 2, frequency3: 2500, q3: 0.3, frequency4: 7000, q1: 0.5, q4: 0.9 };
    expectResponse('equalizer', { gain1Db, gain2Db, gain3Db, gain4Db, ...shape }, (hz) => {
      const low = cookbookDb('lowShelf', 100, gain1Db, 0.5, hz, rate);
      const peaks = cookbookDb('peak', 333, gain2Db, 2, hz, rate) + cookbookDb('peak', 2500, gain3Db, 0.3, hz, rate);
      return low + peaks + cookbookDb('highShelf', 7000, gain4Db, 0.9, hz, rate);
    });
  });

  it.each([40, 80, 1000])('the high pass at %i Hz is Butterworth’s', (frequency) => {
    expectResponse('highpass', { frequency }, (hz) => cookbookDb('highPass', frequency, 0, Math.SQRT1_2, hz, rate));
  });
});

it('frequencies beyond what the rate can carry stay below half of it', () => {
  const [response] = play(
    effect('equalizer', { frequency4: 20_000, gain4Db: 24, frequency3: 20_000, gain3Db: -24 }, 32_000),
    impulse(4096),
  );
  expect(response.every(Number.isFinite)).toBe(true);
  expect(responseDb(response, 100, 32_000)).toBeCloseTo(0, 1);
});

it.each(['tone', 'equalizer'] as const)('a flat %s passes sound bit for bit, whatever its frequencies', (type) => {
  const input: [Float32Array, Float32Array] = [noise(5000, 1), noise(5000, 2, 1e-40)];
  const named: Record<string, number> = type === 'tone' ? { midHz: 2000 } : { frequency2: 55, q3: 12 };
  play(effect(type, named), input).forEach((channel, c) => {
    expect(sameBits(channel, input[c])).toBe(true);
  });
});

it.each(['tone', 'equalizer'] as const)('a %s that is made flat passes sound bit for bit after 10 ms', (type) => {
  const input = noise(20_000, 1);
  const block = effect(type, { [type === 'tone' ? 'bassDb' : 'gain1Db']: 12 });
  const at = (frame: number) => {
    if (frame >= 6400) block.set(type === 'tone' ? 0 : 1, 0);
  };
  const [output] = play(block, input, { at });
  expect(sameBits(output.subarray(0, 6400), input.subarray(0, 6400))).toBe(false);
  expect(sameBits(output.subarray(6400 + 480), input.subarray(6400 + 480))).toBe(true);
});

it('parameters rest within 10 ms of being set, exactly where they were set', () => {
  const input = noise(96_000, 1);
  const expected = play(effect('equalizer', { frequency2: 3000, gain2Db: 12, q2: 4 }), input)[0];
  const block = effect('equalizer', { frequency2: 60, gain2Db: -20, q2: 0.2 });
  const at = (frame: number) => {
    if (frame !== 12_800) return;
    [3000, 12, 4].forEach((value, n) => {
      block.set(3 + n, value);
    });
  };
  const [output] = play(block, input, { at });
  // What the filters remember of the time before has faded away after warmFrames.
  const from = 12_800 + 480 + block.warmFrames;
  expect(from).toBeLessThan(48_000);
  expect(sameBits(output.subarray(48_000), expected.subarray(48_000))).toBe(true);
});

it('warmFrames of a narrow band are longer, and enough: −100 dB', () => {
  const settings: readonly Record<string, number>[] = [
    { frequency2: 200, gain2Db: 12, q2: 8 },
    { frequency1: 40, gain1Db: 12, q1: 0.1 },
    { gain3Db: 3 },
  ];
  for (const named of settings) {
    const input = noise(96_000, 1);
    const block = effect('equalizer', named);
    const from = 96_000 - 2000 - block.warmFrames;
    expect(from).toBeGreaterThan(0);
    const late = play(block, input.subarray(from))[0].subarray(-2000);
    const expected = play(effect('equalizer', named), input)[0].subarray(-2000);
    expect(db(maxDifference(late, expected))).toBeLessThan(-100);
    // A tenth of them would not be enough.
    const tooLate = 96_000 - 2000 - Math.ceil(block.warmFrames / 10);
    const cold = play(effect('equalizer', named), input.subarray(tooLate))[0].subarray(-2000);
    expect(db(maxDifference(cold, expected))).toBeGreaterThan(-100);
  }
});

describe('a DC blocker', () => {
  it('removes a constant of 0.5 within 0.3 s', () => {
    const [output] = play(effect('dc'), new Float32Array(24_000).fill(0.5));
    expect(output[0]).toBeGreaterThan(0.49);
    expect(db(Math.abs(output[14_400]) / 0.5)).toBeLessThan(-80);
  });

  it('leaves what can be heard', () => {
    for (const [hz, most] of [
      [20, 0.3],
      [41, 0.1],
      [1000, 0.001],
    ]) {
      const input = sine(48_000, 0.5, hz);
      const [output] = play(effect('dc'), input);
      const change = db(rmsOf(output.subarray(24_000)) / rmsOf(input.subarray(24_000)));
      expect(Math.abs(change), `${hz} Hz`).toBeLessThan(most);
    }
  });
});

it('a gain multiplies', () => {
  const input = noise(1000, 1);
  const expected = input.map((x) => x * 10 ** (-7 / 20));
  expect(play(effect('gain', { gainDb: -7 }), input)[0]).toEqual(expected);
  expect(sameBits(play(effect('gain'), input)[0], input)).toBe(true);
});
