import { describe, expect, test } from 'vitest';
import { AUTOMATED, Automation } from '../../src/wam/automation/automation.js';

const START = AUTOMATED.map(({ defaultValue }) => defaultValue);
const MIX = AUTOMATED.findIndex(({ id }) => id === 'mix');
const BYPASS = AUTOMATED.findIndex(({ id }) => id === 'bypass');

/** The values of a parameter over frames, block by block. */
function run(automation: Automation, blocks: readonly number[], index = MIX): number[] {
  const heard: number[] = [];
  let frame = 0;
  for (const frames of blocks) {
    const signals = AUTOMATED.map(() => new Float32Array(frames).fill(Number.NaN));
    automation.process(signals, frame, frames);
    heard.push(...signals[index]);
    frame += frames;
  }
  return heard;
}

describe('automation', () => {
  test('holds the values that it starts with', () => {
    expect(run(new Automation(START), [3])).toEqual([1, 1, 1]);
  });

  test.each([[[8]], [[3, 5]], [[1, 1, 1, 1, 1, 1, 1, 1]]])(
    'changes at the frame of the event, in blocks of %j',
    (blocks) => {
      const automation = new Automation(START);
      automation.schedule(MIX, 0.5, 5);
      automation.schedule(MIX, 0.25, 2);
      expect(run(automation, blocks)).toEqual([1, 1, 0.25, 0.25, 0.25, 0.5, 0.5, 0.5]);
    },
  );

  test('takes events of one frame in the order in which they came', () => {
    const automation = new Automation(START);
    automation.schedule(MIX, 0.25, 1);
    automation.schedule(MIX, 0.75, 1);
    expect(run(automation, [2])).toEqual([1, 0.75]);
  });

  test('takes what is late at once', () => {
    const automation = new Automation(START);
    run(automation, [4]);
    automation.schedule(MIX, 0.5, 1);
    const signals = AUTOMATED.map(() => new Float32Array(2));
    automation.process(signals, 4, 2);
    expect([...signals[MIX]]).toEqual([0.5, 0.5]);
  });

  test('leaves the other parameters as they are', () => {
    const automation = new Automation(START);
    automation.schedule(MIX, 0.5, 0);
    expect(run(automation, [2], 0)).toEqual([0, 0]);
  });

  test('bypasses by a mix of nothing, and comes back to the mix there was', () => {
    const automation = new Automation(START);
    automation.schedule(MIX, 0.5, 0);
    automation.schedule(BYPASS, 1, 1);
    automation.schedule(BYPASS, 0, 3);
    expect(run(automation, [2, 2])).toEqual([0.5, 0, 0, 0.5]);
    expect(automation.values[MIX]).toBe(0.5);
  });

  test('tells whether anything changed', () => {
    const automation = new Automation(START);
    automation.schedule(MIX, 0.5, 3);
    const signals = AUTOMATED.map(() => new Float32Array(2));
    expect(automation.process(signals, 0, 2)).toBe(false);
    expect(automation.process(signals, 2, 2)).toBe(true);
    expect(automation.values[MIX]).toBe(0.5);
  });

  test('forgets what is cleared, and nothing that was done', () => {
    const automation = new Automation(START);
    automation.schedule(MIX, 0.5, 0);
    run(automation, [1]);
    automation.schedule(MIX, 0.25, 1);
    automation.clear();
    const signals = AUTOMATED.map(() => new Float32Array(2));
    automation.process(signals, 1, 2);
    expect([...signals[MIX]]).toEqual([0.5, 0.5]);
  });
});
