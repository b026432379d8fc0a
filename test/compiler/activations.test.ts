import { describe, expect, test } from 'vitest';
import { type Activation, activate } from '../../src/network/activation.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import { engineFor, runEngine } from '../support/run-engine.js';

const activations: Activation[] = [
  { kind: 'tanh' },
  { kind: 'fastTanh' },
  { kind: 'hardTanh' },
  { kind: 'relu' },
  { kind: 'sigmoid' },
  { kind: 'silu' },
  { kind: 'hardSwish' },
  { kind: 'softsign' },
  { kind: 'leakyRelu', negativeSlope: 0.01 },
  { kind: 'leakyRelu', negativeSlope: 2 },
  { kind: 'leakyRelu', negativeSlope: -0.5 },
  { kind: 'prelu', negativeSlopes: Float32Array.of(0.25) },
  { kind: 'elu', alpha: 1 },
  { kind: 'elu', alpha: 0.3 },
  { kind: 'leakyHardTanh', min: -1, max: 1, minSlope: 0.01, maxSlope: 0.01 },
  { kind: 'leakyHardTanh', min: -0.3, max: 2, minSlope: 0.5, maxSlope: -0.1 },
];

async function compiled(activation: Activation, input: Float32Array): Promise<Float32Array> {
  const builder = new NetworkBuilder(48000, 1);
  const network = builder.build(builder.activation(builder.input, activation));
  return runEngine(await engineFor(network, { engine: 'wasm' }), [input])[0];
}

/** Dense around zero, wide enough for signals far above full scale. */
const inputs = Float32Array.from({ length: 40001 }, (_, n) => ((n - 20000) / 20000) ** 3 * 100);

describe.each(activations.map((activation) => [JSON.stringify(activation), activation] as const))(
  '%s',
  (_, activation) => {
    test('compiled is within 1e-6 of the definition, for large values relative to them', async () => {
      const output = await compiled(activation, inputs);
      let worst = 0;
      output.forEach((y, n) => {
        const exact = activate(activation, inputs[n], 0);
        worst = Math.max(worst, Math.abs(y - exact) / Math.max(1, Math.abs(exact)));
      });
      // SiLU multiplies sigmoid's error by its input before that has decayed.
      expect(worst).toBeLessThanOrEqual(activation.kind === 'silu' ? 3e-6 : 1e-6);
    });

    test('NaN passes, and infinity does what the definition says', async () => {
      const special = Float32Array.of(Number.NaN, 0, -0, 3e38, -3e38);
      const [nan, zero, , large, small] = await compiled(activation, special);
      expect(nan).toBeNaN();
      expect(zero).toBeCloseTo(activate(activation, 0, 0), 6);
      if (['tanh', 'hardTanh', 'sigmoid'].includes(activation.kind)) {
        expect(large).toBeCloseTo(1, 6);
        expect(small).toBeCloseTo(activation.kind === 'sigmoid' ? 0 : -1, 6);
      }
    });
  },
);

test('eˣ and 1/x are within 4e-7 of the truth, relatively, as far as signals reach', async () => {
  // Engines take inputs below 1e-30 for zero.
  const exponents = Float32Array.from({ length: 20001 }, (_, n) => -68 + (136 * n) / 20000);
  for (const [kind, input] of [
    ['exp', exponents],
    ['reciprocal', exponents.map((x, n) => (n % 2 === 0 ? 1 : -1) * Math.exp(x))],
  ] as const) {
    const output = await compiled({ kind }, input);
    const worst = output.reduce((most, y, n) => Math.max(most, Math.abs(y / activate({ kind }, input[n], 0) - 1)), 0);
    expect(worst, kind).toBeLessThanOrEqual(4e-7);
    expect((await compiled({ kind }, Float32Array.of(Number.NaN)))[0], kind).toBeNaN();
  }
});

test('tanh is within 4.5e-7 of the truth, relatively, down to the smallest signals', async () => {
  const small = Float32Array.from({ length: 20000 }, (_, n) => 10 ** (-7 + (n / 20000) * 8));
  const output = await compiled({ kind: 'tanh' }, small);
  const worst = output.reduce((most, y, n) => Math.max(most, Math.abs(y / Math.tanh(small[n]) - 1)), 0);
  expect(worst).toBeLessThanOrEqual(4.5e-7);
});
