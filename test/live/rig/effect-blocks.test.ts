import { describe, expect, it } from 'vitest';
import { createEffectBlock } from '../../../src/live/rig/blocks/create-effect-block.js';
import { bytesPerCall } from '../../support/allocation.js';
import { sameBits } from '../../support/same-bits.js';
import { seededRandom } from '../../support/seeded-random.js';
import { maxDifference, noise, randomPartition } from '../../support/signals.js';
import { db, EFFECTS, effect, parametersOf, peakOf, play, pluck, RATE_HZ } from './support/play.js';

/** Settings at which each block acts. */
const ACTING: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  gate: { thresholdDb: -30, holdSeconds: 0.02, releaseSeconds: 0.05 },
  tone: { bassDb: 6, midDb: -9, trebleDb: 3 },
  equalizer: { gain1Db: 6, gain2Db: -9, gain3Db: 12, gain4Db: 3 },
  highpass: {},
  dc: {},
  compressor: { thresholdDb: -30 },
  gain: { gainDb: -6 },
};

/** Notes with silence between them, and something else on the right. */
function notes(frames: number): [Float32Array, Float32Array] {
  const note = pluck(9600, 110, 0.8, 0.05);
  const left = Float32Array.from({ length: frames }, (_, t) => note[t % 9600]);
  return [left, left.map((x, t) => 0.3 * x + 0.1 * Math.sin(t / 17))];
}

describe.each(EFFECTS)('%s', (type) => {
  const create = () => effect(type, ACTING[type]);
  const input = notes(24_000);
  const expected = play(create(), input);
  const parameters = parametersOf(type);

  it('acts on the sound, at once', () => {
    expect(maxDifference(expected[0], input[0])).toBeGreaterThan(0.01);
    expect(create().latencyFrames).toBe(0);
  });

  it('gives the same bits however the sound is cut into blocks', () => {
    for (const most of [1, 7, 128]) {
      const output = play(create(), input, { blocks: randomPartition(24_000, most, most) });
      output.forEach((channel, c) => {
        expect(sameBits(channel, expected[c])).toBe(true);
      });
    }
  });

  it('does so while parameters move, too', () => {
    const moved = (most: number) => {
      const random = seededRandom(5);
      const block = create();
      // Boundaries at all multiples of 500 frames, where parameters are set.
      const blocks = Array.from({ length: 48 }, (_, n) => randomPartition(500, most, n)).flat();
      const at = (frame: number) => {
        if (frame % 500 !== 0) return;
        parameters.forEach(({ minimum, maximum }, i) => {
          block.set(i, minimum + random() * (maximum - minimum));
        });
      };
      return play(block, input, { blocks, at });
    };
    const whole = moved(128);
    if (parameters.length > 0) expect(sameBits(whole[0], expected[0])).toBe(false);
    for (const most of [1, 50]) expect(sameBits(moved(most)[1], whole[1])).toBe(true);
  });

  it('keeps equal channels equal, and each channel as it would be with any other', () => {
    const [left, right] = play(create(), input[0]);
    expect(sameBits(left, right)).toBe(true);
    if (type !== 'gate' && type !== 'compressor') expect(sameBits(left, expected[0])).toBe(true);
    // Equal, then not, then equal again.
    const parted = input[0].map((x, t) => (t > 5000 && t < 9000 ? x + input[1][t] : x));
    const together = play(create(), [input[0], parted]);
    const mirrored = play(create(), [parted, input[0]]);
    expect(sameBits(together[0], mirrored[1])).toBe(true);
    expect(sameBits(together[1], mirrored[0])).toBe(true);
  });

  it('reset makes it as new, with the parameters that were set', () => {
    const block = effect(type);
    parameters.forEach(({ name, defaultValue }, i) => {
      block.set(i, ACTING[type][name] ?? defaultValue);
    });
    play(block, noise(1000, 3));
    block.reset();
    expect(sameBits(play(block, input)[1], expected[1])).toBe(true);
  });

  it('started anywhere, it sounds after warmFrames as if it had run on: −100 dB', () => {
    const block = create();
    const long = notes(110_000);
    const whole = play(create(), long);
    const from = 110_000 - 2000 - block.warmFrames;
    expect(from).toBeGreaterThan(0);
    block.startAt(from);
    const late = play(block, [long[0].subarray(from), long[1].subarray(from)]);
    late.forEach((channel, c) => {
      expect(maxDifference(channel.subarray(-2000), whole[c].subarray(-2000))).toBeLessThan(1e-5);
    });
  });

  it('values beyond the range mean its ends, and NaN nothing', () => {
    const lowest = (low: number) =>
      play(
        createEffectBlock(
          type,
          parameters.map(({ minimum }) => minimum - low),
          RATE_HZ,
        ),
        input,
      );
    lowest(1e9).forEach((channel, c) => {
      expect(sameBits(channel, lowest(0)[c])).toBe(true);
    });
    const block = create();
    parameters.forEach((_, i) => {
      block.set(i, Number.NaN);
    });
    expect(sameBits(play(block, input)[0], expected[0])).toBe(true);
  });

  it.each([
    ['noise of 200 dBFS', noise(4800, 1, 1e10)],
    ['a square', Float32Array.from({ length: 4800 }, (_, t) => (t % 100 < 50 ? 1e10 : -1e10))],
  ])('survives %s at its most extreme settings, and sounds right again', (_, burst) => {
    for (const extreme of ['minimum', 'maximum'] as const) {
      const block = createEffectBlock(
        type,
        parameters.map((parameter) => parameter[extreme]),
        RATE_HZ,
      );
      const [output] = play(block, burst);
      expect(output.every((y) => Math.abs(y) <= Math.fround(1e10))).toBe(true);
    }
    const block = create();
    play(block, burst);
    play(block, new Float32Array(96_000));
    const [output] = play(block, input);
    expect(db(maxDifference(output, expected[0]) / peakOf(expected[0]))).toBeLessThan(-60);
  });

  it('makes no infinite numbers of the largest ones', () => {
    for (const extreme of ['minimum', 'maximum'] as const) {
      const block = createEffectBlock(
        type,
        parameters.map((parameter) => parameter[extreme]),
        RATE_HZ,
      );
      expect(play(block, noise(4800, 1, 3.4e38))[0].every(Number.isFinite)).toBe(true);
    }
  });

  it('leaves no denormal numbers, and ends at silence', () => {
    const tiny = [noise(6000, 1, 1e-41), noise(6000, 2, 1e-36)] as const;
    const block = createEffectBlock(
      type,
      parameters.map(({ name, maximum }) => ACTING[type][name] ?? maximum),
      RATE_HZ,
    );
    for (const channel of play(block, tiny))
      expect(channel.every((y) => y === 0 || Math.abs(y) >= 2 ** -126)).toBe(true);
    play(block, noise(500, 3));
    // Ringing of a narrow band falls below −600 dB.
    for (let n = 0; n < 100; n++) play(block, new Float32Array(10_000));
    expect(peakOf(play(block, new Float32Array(1000))[0])).toBe(0);
  });

  it('allocates nothing, while parameters move', () => {
    const block = create();
    const planes = [noise(128, 1), noise(128, 2)];
    let quantum = 0;
    const process = () => {
      quantum = (quantum + 1) % 100;
      for (let i = 0; i < parameters.length; i++)
        block.set(i, quantum < 50 ? parameters[i].minimum : parameters[i].maximum);
      // Filtered over and over, sound would fade away or grow.
      for (let t = 0; t < 128; t++) {
        planes[0][t] = input[0][t];
        planes[1][t] = quantum < 70 ? input[0][t] : input[1][t];
      }
      block.process(planes, 128);
    };
    expect(bytesPerCall(process, 200)).toBeLessThan(1);
  });
});
