import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DilatoneError } from '../../src/errors.js';
import { type Activation, activate } from '../../src/network/activation.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import { compiledValues } from '../support/function-errors.js';
import { engineFor, runEngine } from '../support/run-engine.js';

/** Numbers that parameters and signals may be: usual ones, ±0, denormal and huge ones. */
const numbers = fc.oneof(
  { weight: 4, arbitrary: fc.float({ min: -4, max: 4, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, 1, -1, 1e-40, -1e-40, 1e-45, 1e-30, -1e-30) },
  { weight: 1, arbitrary: fc.constantFrom(1e10, -1e10, Math.fround(1e30), Math.fround(-1e30)) },
);
const inputs = fc.array(
  fc.oneof({ weight: 4, arbitrary: numbers }, { weight: 1, arbitrary: fc.constantFrom(3e38, -3e38).map(Math.fround) }),
  { minLength: 1, maxLength: 40 },
);

/** Values as both engines give them. Engines take input below 1e-30 for zero. */
async function both(activation: Activation, input: Float32Array): Promise<readonly [Float32Array, Float32Array]> {
  const builder = new NetworkBuilder(48_000, 1);
  const network = builder.build(builder.activation(builder.input, activation));
  const heard = input.map((x) => (Math.abs(x) < 1.1e-30 ? 0 : x));
  const interpreted = runEngine(await engineFor(network, { engine: 'interpreter' }), [heard])[0];
  return [await compiledValues(activation, heard), interpreted];
}

function check(activations: fc.Arbitrary<Activation>, bound: (activation: Activation, x: number) => number) {
  return fc.assert(
    fc.asyncProperty(activations, inputs, async (activation, list) => {
      const input = Float32Array.from(list);
      const [compiled, interpreted] = await both(activation, input);
      compiled.forEach((y, n) => {
        const difference = y === interpreted[n] ? 0 : Math.abs(y - interpreted[n]);
        expect(difference, `${input[n]}: ${y}, ${interpreted[n]}`).toBeLessThanOrEqual(bound(activation, input[n]));
      });
    }),
    { numRuns: 300, seed: 20261127 },
  );
}

describe('compiled as interpreted, for parameters of every kind', { timeout: 60_000 }, () => {
  const exactly = () => 0;
  test('leaky ReLU, bit for bit but for the sign of 0', () =>
    check(
      numbers.map((negativeSlope) => ({ kind: 'leakyRelu', negativeSlope })),
      exactly,
    ));

  test('PReLU, bit for bit but for the sign of 0', () =>
    check(
      numbers.map((slope) => ({ kind: 'prelu', negativeSlopes: Float32Array.of(slope) })),
      exactly,
    ));

  test('ReLU and hard tanh, bit for bit', async () => {
    const input = Float32Array.of(0, -0, 1e-29, -1e-29, 1, -1, 1.0000001, -1.0000001, 3e38, -3e38);
    for (const kind of ['relu', 'hardTanh'] as const) {
      const [compiled, interpreted] = await both({ kind }, input);
      expect([...compiled]).toEqual([...interpreted]);
    }
  });

  test('clips, which have slopes of 0, bit for bit', () =>
    check(
      fc
        .tuple(numbers, numbers)
        .filter(([min, max]) => min <= max)
        .map(([min, max]) => ({ kind: 'leakyHardTanh', min, max, minSlope: 0, maxSlope: 0 })),
      exactly,
    ));

  test('leaky hard tanh, whichever bound is the greater, within the roundings of three operations', () =>
    check(
      fc
        .tuple(numbers, numbers, numbers, numbers)
        .map(([min, max, minSlope, maxSlope]) => ({ kind: 'leakyHardTanh', min, max, minSlope, maxSlope })),
      (activation, x) => {
        const { min, max, minSlope, maxSlope } = activation as Extract<Activation, { kind: 'leakyHardTanh' }>;
        const terms = [Math.abs((x - min) * minSlope) + Math.abs(min), Math.abs((x - max) * maxSlope) + Math.abs(max)];
        // What overflows does so in both, or just not in one.
        return Math.max(...terms) > 3e38 ? Number.POSITIVE_INFINITY : 2 ** -22 * Math.max(...terms) + 1e-37;
      },
    ));

  test('ELU with any factor', () =>
    check(
      numbers.map((alpha) => ({ kind: 'elu', alpha })),
      (activation) => 4e-7 * Math.abs((activation as { alpha: number }).alpha) + 1e-37,
    ));
});

test('where min exceeds max, min comes first, as in the reference', async () => {
  const activation = { kind: 'leakyHardTanh', min: 1, max: -1, minSlope: 0.5, maxSlope: 2 } as const;
  const input = Float32Array.of(-3, -1, 0, 0.5, 1, 3);
  expect([...(await compiledValues(activation, input))]).toEqual([-1, 0, 0.5, 0.75, 3, 7]);
  expect([...input].map((x) => activate(activation, x, 0))).toEqual([-1, 0, 0.5, 0.75, 3, 7]);
});

test.each([
  ['min', { kind: 'leakyHardTanh', min: Number.NEGATIVE_INFINITY, max: 1, minSlope: 0, maxSlope: 0 }],
  ['max', { kind: 'leakyHardTanh', min: 0, max: 1e39, minSlope: 0, maxSlope: 0 }],
  ['minSlope', { kind: 'leakyHardTanh', min: 0, max: 1, minSlope: Number.NaN, maxSlope: 0 }],
  ['maxSlope', { kind: 'leakyHardTanh', min: 0, max: 1, minSlope: 0, maxSlope: Number.POSITIVE_INFINITY }],
  ['negativeSlope', { kind: 'leakyRelu', negativeSlope: Number.NaN }],
  ['negativeSlopes', { kind: 'prelu', negativeSlopes: Float32Array.of(1e39) }],
  ['alpha', { kind: 'elu', alpha: -1e300 }],
] as const)('a parameter %s that no finite float32 number is: refused', (name, activation) => {
  const builder = new NetworkBuilder(48_000, 1);
  try {
    builder.activation(builder.input, activation);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(DilatoneError);
    expect(error).toMatchObject({ code: 'malformed', where: `ops[1].${name}` });
  }
});
