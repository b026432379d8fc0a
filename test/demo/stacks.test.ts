import { describe, expect, test } from 'vitest';
import { describeStacks } from '../../demo/analysis/stack-words.js';
import { heardFrames, measureResponse, reachedFrames, stackOf } from '../../demo/analysis/stacks.js';

describe('stacks of convolutions', () => {
  test('three layers of kernel 3 hear 7 frames plain, 15 strided, 15 dilated, with as many weights', () => {
    const stacks = (['plain', 'strided', 'dilated'] as const).map((kind) => stackOf(kind, 3, 3));
    expect(stacks.map(({ receptiveField }) => receptiveField)).toEqual([7, 15, 15]);
    expect(stacks.map(({ weights }) => weights)).toEqual([9, 9, 9]);
    expect(stacks.map(({ steps }) => steps.at(-1))).toEqual([1, 8, 1]);
  });

  test('the frames that a stack reaches are all those of its receptive field', () => {
    for (const kind of ['plain', 'strided', 'dilated'] as const) {
      const stack = stackOf(kind, 4, 3);
      expect(reachedFrames(stack, 0)).toEqual(Array.from({ length: stack.receptiveField }, (_, n) => n));
      expect(reachedFrames(stack, 4)).toEqual([0]);
    }
  });

  test.each([
    [1, 2],
    [3, 3],
    [4, 2],
    [6, 5],
  ])(
    'the engine answers an impulse for exactly the receptive field: %i layers of kernel %i',
    async (depth, kernelSize) => {
      for (const kind of ['plain', 'dilated'] as const) {
        const stack = stackOf(kind, depth, kernelSize);
        const response = await measureResponse(stack);
        expect(response.length).toBe(stack.receptiveField);
        expect(heardFrames(response)).toBe(stack.receptiveField);
      }
    },
  );

  test('a strided stack answers with holes: of every 2^depth frames it has one', async () => {
    const response = await measureResponse(stackOf('strided', 3, 3));
    const there = response.flatMap((value, frame) => (value === null ? [] : [frame]));
    expect(there).toEqual([6, 14]);
    const dilated = await measureResponse(stackOf('dilated', 3, 3));
    for (const frame of there) expect(response[frame]).toBe(dilated[frame]);
  });

  test('are described in one sentence', () => {
    expect(describeStacks(3, 3)).toBe(
      'With 3 layers of kernel 3, 9 weights each, the plain stack hears 7 frames; the strided one 15, with holes and ' +
        'an eighth of the resolution; the dilated one 15, all of them, all the time.',
    );
    expect(describeStacks(6, 2)).toContain('1/64 of the resolution');
  });
});
