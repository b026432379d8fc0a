import { describe, expect, it } from 'vitest';
import type { MultiplyAdd } from '../../src/compiler/program.js';
import type { PrepareOptions } from '../../src/engine/prepare.js';
import { canCompile } from '../../src/engine/prepare.js';
import { parseModel } from '../../src/formats/parse-model.js';
import type { Engine } from '../../src/network/engine.js';
import { type GoldenCase, type GoldenSet, ownGolden, sharedGolden } from '../support/golden.js';
import { goldenError } from '../support/golden-error.js';
import { engineFor, runEngine } from '../support/run-engine.js';

/** Largest error of a match, relative to max(1, peak). */
const TOLERANCE = 1e-5;

const BLOCK_FRAMES = [1, 17, 128, 1000];

/** The interpreter is slow: it gets so many frames of a case, in blocks of all lengths by turns. */
const INTERPRETED_FRAMES = 3 * (1 + 17 + 128 + 1000);

/** A case takes some tenths of a second, more on a busy machine. */
const TIMEOUT_MS = 60_000;

describe('the models of this repository play as in the reference', { timeout: TIMEOUT_MS }, () => {
  it('there is one of every kind', () => {
    const kinds = new Set(ownGolden.names.map((name) => name.split('-')[0]));
    expect([...kinds].sort()).toEqual(['container', 'convnet', 'linear', 'lstm', 'rich', 'slim', 'wavenet']);
  });

  it.each(ownGolden.cases)('$name, compiled', (golden) => expectCompiled(ownGolden, golden));
  it.runIf(canCompile('relaxed')).each(ownGolden.cases)('$name, compiled with relaxed multiply-add', (golden) =>
    expectCompiled(ownGolden, golden, 'relaxed'),
  );
  it.each(ownGolden.cases)('$name, interpreted', (golden) => expectInterpreted(ownGolden, golden));
});

if (!sharedGolden.present)
  console.warn('SKIPPED: ../shared/golden is absent, so only the cases of this repository run.');

describe.skipIf(!sharedGolden.present)(
  'all cases of ../shared/golden play as in the reference',
  {
    timeout: TIMEOUT_MS,
  },
  () => {
    it.each(sharedGolden.cases)('$name, compiled', (golden) => expectCompiled(sharedGolden, golden));
    it.runIf(canCompile('relaxed')).each(sharedGolden.cases)('$name, compiled with relaxed multiply-add', (golden) =>
      expectCompiled(sharedGolden, golden, 'relaxed'),
    );
    it.each(sharedGolden.cases)('$name, interpreted', (golden) => expectInterpreted(sharedGolden, golden));

    it('fast tanh is not exact tanh', async () => {
      const engine = await engineOf(sharedGolden, { model: 'core-wavenet_a1_standard', choice: {} });
      const expected = sharedGolden.output('core-wavenet_a1_standard.fasttanh');
      expect(errorOf(engine, sharedGolden.input, expected, [128])).toBeGreaterThan(10 * TOLERANCE);
    });

    it.each(['core-A2', 'core-slimmable_wavenet'])('%s at size 0 is not %s at size 1', async (model) => {
      const engine = await engineOf(sharedGolden, { model, choice: { size: 0 } });
      expect(errorOf(engine, sharedGolden.input, sharedGolden.output(model), [128])).toBeGreaterThan(1e-3);
    });
  },
);

async function expectCompiled(set: GoldenSet, golden: GoldenCase, multiplyAdd: MultiplyAdd = 'plain'): Promise<void> {
  const engine = await engineOf(set, golden, { engine: 'wasm', multiplyAdd });
  const expected = set.output(golden.name);
  for (const blockFrames of BLOCK_FRAMES) {
    engine.reset();
    const error = errorOf(engine, set.input, expected, [blockFrames]);
    expect(error, `in blocks of ${blockFrames}`).toBeLessThanOrEqual(TOLERANCE);
  }
}

async function expectInterpreted(set: GoldenSet, golden: GoldenCase): Promise<void> {
  const engine = await engineOf(set, golden, { engine: 'interpreter' });
  const input = set.input.subarray(0, INTERPRETED_FRAMES);
  const expected = set.output(golden.name).subarray(0, INTERPRETED_FRAMES);
  expect(errorOf(engine, input, expected, BLOCK_FRAMES)).toBeLessThanOrEqual(TOLERANCE);
}

function engineOf(
  set: GoldenSet,
  { model, choice }: Omit<GoldenCase, 'name'>,
  options: PrepareOptions = { engine: 'wasm' },
): Promise<Engine> {
  return engineFor(parseModel(set.model(model)).network(choice), options);
}

function errorOf(engine: Engine, input: Float32Array, expected: Float32Array, blockFrames: readonly number[]): number {
  const [output] = runEngine(engine, [input], blockFrames);
  return goldenError(output, expected);
}
