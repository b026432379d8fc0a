import type { MultiplyAdd } from '../../src/compiler/program.js';
import { type Activation, activate } from '../../src/network/activation.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import { engineFor, runEngine } from './run-engine.js';
import { seededRandom } from './seeded-random.js';

/** How far a compiled function is from the truth on a range. */
export interface FunctionErrors {
  /** Mean of the relative errors, with their signs. */
  readonly mean: number;
  /** The greatest relative error. */
  readonly relative: number;
  /** The greatest error in units of the last place of the true value. */
  readonly ulps: number;
}

/** What the compiled activation makes of each number. */
export async function compiledValues(
  activation: Activation,
  input: Float32Array,
  multiplyAdd: MultiplyAdd = 'plain',
): Promise<Float32Array> {
  const builder = new NetworkBuilder(48_000, 1);
  const network = builder.build(builder.activation(builder.input, activation));
  return runEngine(await engineFor(network, { engine: 'wasm', multiplyAdd }), [input])[0];
}

/** `count` numbers between two of the same sign, geometrically spread, or evenly where the range is short or contains 0. */
export function numbersBetween(low: number, high: number, count: number): Float32Array {
  const random = seededRandom(1);
  const isWide = low * high > 0 && Math.max(low / high, high / low) > 10;
  return Float32Array.from({ length: count }, () =>
    isWide ? low * (high / low) ** random() : low + (high - low) * random(),
  );
}

/** Errors of the compiled activation on a range, against double precision. */
export async function functionErrors(
  activation: Activation,
  [low, high]: readonly [number, number],
  { count = 20_000, multiplyAdd = 'plain' as MultiplyAdd } = {},
): Promise<FunctionErrors> {
  const input = numbersBetween(low, high, count);
  const output = await compiledValues(activation, input, multiplyAdd);
  let [sum, relative, ulps] = [0, 0, 0];
  for (let n = 0; n < count; n++) {
    const exact = activate(activation, input[n], 0);
    const error = output[n] - exact;
    sum += error / exact;
    relative = Math.max(relative, Math.abs(error / exact));
    ulps = Math.max(ulps, Math.abs(error) / 2 ** (Math.floor(Math.log2(Math.abs(exact))) - 23));
  }
  return { mean: sum / count, relative, ulps };
}
