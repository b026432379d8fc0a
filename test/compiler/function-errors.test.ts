import { describe, expect, test } from 'vitest';
import { canCompile } from '../../src/engine/prepare.js';
import { type Activation, activate } from '../../src/network/activation.js';
import { compiledValues, functionErrors } from '../support/function-errors.js';

const STARTS = [1e-6, 1e-3, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9, 12, 20, 40, 80];
const RANGES = STARTS.slice(0, -1).flatMap((start, n) => [
  [start, STARTS[n + 1]] as const,
  [-start, -STARTS[n + 1]] as const,
]);

/** Functions with the greatest error that each may have, in units of the last place. */
const FUNCTIONS: readonly (readonly [Activation, number])[] = [
  [{ kind: 'tanh' }, 4.5],
  [{ kind: 'sigmoid' }, 3],
  [{ kind: 'silu' }, 4],
  [{ kind: 'exp' }, 2.5],
  [{ kind: 'elu', alpha: 1 }, 3.5],
  [{ kind: 'softsign' }, 1.5],
];

/** An eighth of the distance between 1 and the float32 above it, and what the mean of 20 000 random errors is off by. */
const UNBIASED = 1.7e-8;

const KINDS = (['plain', 'relaxed'] as const).filter(canCompile);

describe.each(KINDS)('with %s multiply-add', (multiplyAdd) => {
  test.each(FUNCTIONS.map(([activation, ulps]) => [activation.kind, activation, ulps] as const))(
    '%s errs to neither side on any range, small values included',
    async (_, activation, most) => {
      for (const range of RANGES) {
        const { mean, ulps } = await functionErrors(activation, range, { multiplyAdd });
        expect(Math.abs(mean), `mean on ${range}`).toBeLessThanOrEqual(UNBIASED);
        expect(ulps, `greatest error on ${range}`).toBeLessThanOrEqual(most);
      }
    },
  );

  test('hardswish errs to neither side, and is the identity from 3 on', async () => {
    for (const range of RANGES.filter(([start]) => start > -1.5)) {
      const { mean } = await functionErrors({ kind: 'hardSwish' }, range, { multiplyAdd });
      expect(Math.abs(mean), `mean on ${range}`).toBeLessThanOrEqual(UNBIASED);
    }
    const input = Float32Array.of(3, 3.0000002, 7, 1e30, -3, -3.0000002, -1e30);
    const expected = [3, 3.0000002384185791, 7, Math.fround(1e30), 0, 0, 0];
    expect((await compiledValues({ kind: 'hardSwish' }, input, multiplyAdd)).map((y) => y + 0)).toEqual(
      Float32Array.from(expected),
    );
  });

  test('saturated functions are exact', async () => {
    const large = Float32Array.of(9.1, 20, 100, 1e10, 3e38, Number.POSITIVE_INFINITY);
    const ones = large.map(() => 1);
    const values = (kind: 'tanh' | 'sigmoid' | 'silu', input: Float32Array) =>
      compiledValues({ kind }, input, multiplyAdd);
    const negative = large.map((x) => -x);
    expect(await values('tanh', large)).toEqual(ones);
    expect(await values('tanh', negative)).toEqual(ones.map((y) => -y));
    expect(await values('sigmoid', large.subarray(1))).toEqual(ones.subarray(1));
    for (const y of await values('sigmoid', negative.subarray(2))) expect(y).toBeLessThan(1e-37);
    expect(await values('silu', large.subarray(1, 5))).toEqual(large.subarray(1, 5));
    for (const y of await values('silu', negative.subarray(2, 5))) expect(Math.abs(y)).toBeLessThan(1e-34);
  });

  test('tanh is odd, σ has its complement, neither falls by more than it errs', async () => {
    const input = Float32Array.from({ length: 50_000 }, (_, n) => n / 4000);
    const negative = input.map((x) => -x);
    const [up, down] = await Promise.all(
      [input, negative].map((x) => compiledValues({ kind: 'tanh' }, x, multiplyAdd)),
    );
    const [open, shut] = await Promise.all(
      [input, negative].map((x) => compiledValues({ kind: 'sigmoid' }, x, multiplyAdd)),
    );
    for (let n = 1; n < input.length; n++) {
      expect(down[n]).toBe(-up[n]);
      expect(Math.abs(open[n] + shut[n] - 1)).toBeLessThanOrEqual(1.2e-7);
      expect(up[n] - up[n - 1]).toBeGreaterThanOrEqual(-2.4e-7);
      expect(open[n] - open[n - 1]).toBeGreaterThanOrEqual(-1.2e-7);
      expect(open[n]).toBeLessThanOrEqual(1);
    }
    expect(open[0]).toBe(0.5);
  });

  test('small signals pass tanh, and NaN passes everything', async () => {
    const small = Float32Array.from({ length: 1000 }, (_, n) => 1e-25 * 1.05 ** n).filter((x) => x < 1e-5);
    const output = await compiledValues({ kind: 'tanh' }, small, multiplyAdd);
    // Beside the rounding of three operations: x times a number, times another, over their product.
    output.forEach((y, n) => {
      expect(Math.abs(y / small[n] - 1)).toBeLessThanOrEqual(2.5e-7);
    });
    for (const [activation] of FUNCTIONS) {
      const [nan, zero] = await compiledValues(activation, Float32Array.of(Number.NaN, 0), multiplyAdd);
      expect(nan, activation.kind).toBeNaN();
      expect(zero, activation.kind).toBe(activate(activation, 0, 0));
    }
  });
});
