import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answersTo, measureResponse, measureSwap, runStack } from '../../demo/explore/measure.js';
import { describeImpulse, describeStacks, sayShare } from '../../demo/explore/stack-words.js';
import {
  coverageOf,
  dilationsOf,
  hasNoHoles,
  heardFrames,
  largestDilations,
  outputStepOf,
  reachedFrames,
  STACK_KINDS,
  type Stack,
  type StackChoice,
  stackOf,
  stridesOf,
} from '../../demo/explore/stacks.js';

const USUAL: StackChoice = { layers: 3, kernelSize: 3, growth: 2, stridesGrow: false, dilationsStay: false };

const choices = fc.record({
  layers: fc.integer({ min: 1, max: 4 }),
  kernelSize: fc.integer({ min: 2, max: 4 }),
  growth: fc.integer({ min: 1, max: 4 }),
  stridesGrow: fc.boolean(),
  dilationsStay: fc.boolean(),
});
const stacks = fc.tuple(choices, fc.constantFrom(...STACK_KINDS)).map(([choice, kind]) => stackOf(kind, choice));

/** Share of input frames that reach an output, counted: every layer marks, value by value, what it reads. */
function countCoverage(kernelSize: number, strides: readonly number[]): number {
  const period = strides.reduce((product, stride) => product * stride, 1);
  // Lengths of the rows from the output to the input; the margin keeps the edges out of the middle.
  let marks = new Uint8Array(8 + 2 * kernelSize).fill(1);
  for (const stride of [...strides].reverse()) {
    const below = new Uint8Array(marks.length * stride);
    marks.forEach((mark, n) => {
      for (let k = 0; k < kernelSize; k++) if (mark && n * stride + k < below.length) below[n * stride + k] = 1;
    });
    marks = below;
  }
  const start = Math.floor(marks.length / 2 / period) * period;
  return marks.subarray(start, start + period).reduce((sum, mark) => sum + mark, 0) / period;
}

describe('the share of input frames that reach any output', () => {
  test.each([
    [3, 4, 25 / 64, '39 %'],
    [2, 3, 5 / 8, '62.5 %'],
    [3, 5, 75 / 1024, '7 %'],
    [2, 5, 20 / 1024, '2 %'],
  ])('kernel %i, %i strides that double from 1: %f', (kernelSize, layers, share, words) => {
    const choice = { ...USUAL, layers, kernelSize, stridesGrow: true };
    const coverage = coverageOf(stackOf('strided', choice));
    expect(coverage).toBe(share);
    expect(countCoverage(kernelSize, stridesOf(choice))).toBe(share);
    expect(sayShare(coverage).replace('\u00a0', ' ')).toBe(words);
  });

  test('equal strides of 2 leave no holes, but an eighth of the outputs after three layers', () => {
    const stack = stackOf('strided', { ...USUAL, kernelSize: 2 });
    expect(coverageOf(stack)).toBe(1);
    expect(outputStepOf(stack)).toBe(8);
  });

  test('is as counted for any strides', () => {
    fc.assert(
      fc.property(choices, (choice) => {
        const stack = stackOf('strided', choice);
        fc.pre(outputStepOf(stack) <= 4096);
        expect(coverageOf(stack)).toBe(countCoverage(choice.kernelSize, stridesOf(choice)));
      }),
    );
  });

  test('is all of them where every frame has an output', () => {
    fc.assert(
      fc.property(choices, (choice) => {
        for (const kind of ['plain', 'dilated'] as const) expect(coverageOf(stackOf(kind, choice))).toBe(1);
      }),
    );
  });
});

describe('receptive fields', () => {
  test('three layers of kernel 3: 7 frames plain; 15 dilated; 15 strided, at an eighth of the resolution', () => {
    const fields = STACK_KINDS.map((kind) => stackOf(kind, USUAL));
    expect(fields.map(({ receptiveField }) => receptiveField)).toEqual([7, 15, 15, 15]);
    expect(fields.map(({ weights }) => weights)).toEqual([9, 9, 9, 0]);
    expect(fields.map(outputStepOf)).toEqual([1, 1, 8, 8]);
  });

  test('end at the oldest frame that reaches the output', () => {
    fc.assert(
      fc.property(stacks, (stack) => {
        expect(reachedFrames(stack, 0).at(-1)).toBe(stack.receptiveField - 1);
      }),
    );
  });

  test('dilations 4, 4, 4 with kernel 3 hear 7 of 25 frames', () => {
    const stack = stackOf('dilated', { ...USUAL, growth: 4, dilationsStay: true });
    expect([heardFrames(stack), stack.receptiveField]).toEqual([7, 25]);
  });

  test('have no holes exactly where no dilation exceeds the field of the smaller ones', () => {
    fc.assert(
      fc.property(choices, (choice) => {
        const stack = stackOf('dilated', choice);
        const isFull = heardFrames(stack) === stack.receptiveField;
        expect(hasNoHoles(choice.kernelSize, dilationsOf(choice))).toBe(isFull);
      }),
    );
  });

  test('the largest dilations have none, and any larger one does', () => {
    const dilations = largestDilations(3, 3);
    expect(dilations).toEqual([1, 3, 9]);
    expect(hasNoHoles(3, dilations)).toBe(true);
    for (const n of [0, 1, 2])
      expect(
        hasNoHoles(
          3,
          dilations.map((d, i) => (i === n ? d + 1 : d)),
        ),
      ).toBe(false);
  });
});

/** The input frames, in frames back, that change the engine's current output. */
async function heardByEngine(stack: Stack): Promise<number[]> {
  const response = await measureResponse(stack, 'mean', stack.receptiveField + 3);
  return [...response.keys()].filter((lag) => response[lag] > 1e-9);
}

describe('measured with the engine', () => {
  test.each([
    USUAL,
    { ...USUAL, layers: 4, stridesGrow: true },
    { ...USUAL, growth: 4, dilationsStay: true },
    { ...USUAL, kernelSize: 2, growth: 3 },
  ])('an impulse is heard at exactly the frames that are drawn: %o', async (choice) => {
    for (const kind of STACK_KINDS) {
      const stack = stackOf(kind, choice);
      expect(await heardByEngine(stack)).toEqual(reachedFrames(stack, 0));
    }
  });

  test('a pooled stack keeps the largest', async () => {
    const input = Float32Array.of(0.1, 0.9, 0.3, 0.2, 0.8, 0.4, 0.05, 0.6);
    const output = await runStack(stackOf('pooled', { ...USUAL, layers: 2, kernelSize: 2 }), 'max', input);
    expect(output.at(-1)).toBeCloseTo(0.8, 6);
    expect(output.at(4)).toBeCloseTo(0.9, 6);
  });

  test('the dilated response moves along with the impulse', async () => {
    const stack = stackOf('dilated', USUAL);
    const response = await measureResponse(stack, 'max', 40);
    const [first, second] = [answersTo(stack, response, 20), answersTo(stack, response, 23)];
    expect(first).toHaveLength(15);
    expect(second).toEqual(first.map(({ framesBack, value }) => ({ framesBack: framesBack + 3, value })));
  });

  test('the strided response changes with the place of the impulse, and is gone in a hole', async () => {
    const stack = stackOf('strided', { ...USUAL, layers: 4, stridesGrow: true });
    const response = await measureResponse(stack, 'max', 160);
    const values = (back: number) => answersTo(stack, response, back).map(({ value }) => value);
    expect(values(70)).toHaveLength(1);
    expect(values(71)).not.toEqual(values(70));
    expect(values(60)).toEqual([]);
  });

  test('two inputs swapped: the largest is the same, the dilated output another', async () => {
    const [a, b] = await measureSwap(stackOf('pooled', USUAL), 'max', [1, 0.4]);
    expect(b).toBe(a);
    const [c, d] = await measureSwap(stackOf('pooled', { ...USUAL, kernelSize: 2 }), 'mean', [1, 0.4]);
    expect(d).toBeCloseTo(c, 6);
    const [e, f] = await measureSwap(stackOf('dilated', USUAL), 'max', [1, 0.4]);
    expect(Math.abs(e - f)).toBeGreaterThan(0.01);
  });
});

describe('in words', () => {
  const words = (choice: StackChoice) => describeStacks(choice).join(' ').replaceAll('\u00a0', ' ');

  test('the usual three', () => {
    expect(words(USUAL)).toContain('With 3 layers of kernel 3, 9 weights in all, a plain stack hears 7 frames.');
    expect(words(USUAL)).toContain('hears 15 frames, all of them, and answers at every frame');
    expect(words(USUAL)).toContain('answers only once in 8; every frame still reaches an output');
  });

  test('holes are told, and what dilations must do', () => {
    expect(words({ ...USUAL, layers: 4, stridesGrow: true })).toContain('only 39 % of the frames reach an output');
    expect(words({ ...USUAL, growth: 4, dilationsStay: true })).toContain('at most 1, 3, 9 with kernel 3');
  });

  test('an impulse is heard, may still be heard, or is gone', () => {
    const dilated = stackOf('dilated', USUAL);
    expect(describeImpulse(dilated, 14, 15)).toBe('heard in 15 outputs');
    expect(describeImpulse(dilated, 0, 1)).toBe('heard in 1 output so far');
    const strided = stackOf('strided', { ...USUAL, layers: 4, stridesGrow: true });
    expect(describeImpulse(strided, 30, 0)).toBe('gone: no output hears it');
    expect(describeImpulse(strided, 64, 1)).toBe('heard in 1 output');
    const stuck = stackOf('strided', { ...USUAL, layers: 2, growth: 3, kernelSize: 2 });
    expect(describeImpulse(stuck, 2, 0)).toBe('gone: no output hears it');
  });

  test('pictures that are shorter than a stack say so', () => {
    expect(words(USUAL)).not.toContain('pictures');
    expect(words({ ...USUAL, layers: 6, kernelSize: 5, growth: 4 })).toContain(
      'The pictures show the latest 256 frames',
    );
  });

  test('one layer is one layer', () => {
    expect(words({ ...USUAL, layers: 1 })).toContain('With 1 layer of kernel 3');
  });
});
