import { describe, expect, it } from 'vitest';
import { EFFECTS, effect, largestBend, parametersOf, play, sine } from './support/play.js';

describe('a parameter that jumps makes no click', () => {
  const cases = EFFECTS.flatMap((type) =>
    parametersOf(type).map((parameter, index) => ({ type, index, parameter, title: `${type} ${parameter.name}` })),
  );
  // Blocks whose other parameters must act for this one to matter.
  const base: Readonly<Record<string, Readonly<Record<string, number>>>> = {
    tone: { midDb: 12 },
    equalizer: { gain1Db: 12, gain2Db: 12, gain3Db: -12, gain4Db: 12 },
    compressor: { thresholdDb: -30, ratio: 10 },
    gate: { thresholdDb: -20 },
  };

  it.each(cases)('$title', ({ type, index, parameter }) => {
    const input = sine(24_000, 0.3, 110);
    const create = (value: number) => effect(type, { ...base[type], [parameter.name]: value });
    for (const [from, to] of [
      [parameter.minimum, parameter.maximum],
      [parameter.maximum, parameter.minimum],
    ]) {
      const block = create(from);
      const at = (frame: number) => {
        if (frame === 12_800) block.set(index, to);
      };
      const output = play(block, input, { at })[0].subarray(6000);
      const before = play(create(from), input)[0].subarray(6000);
      const after = play(create(to), input)[0].subarray(6000);
      const steady = Math.max(largestBend(before), largestBend(after));
      const jump = Math.max(...Array.from({ length: 400 }, (_, t) => Math.abs(after[6800 + t] - before[6800 + t])));
      expect(largestBend(output)).toBeLessThan(1.5 * steady + 0.06 * jump);
    }
  });
});
