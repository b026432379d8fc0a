import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { MultiplyAdd } from '../../src/compiler/program.js';
import { canCompile } from '../../src/engine/prepare.js';
import { parseModel } from '../../src/formats/parse-model.js';
import type { RecurrentOp } from '../../src/network/network.js';
import { cellError, cellNetwork, cellOf, fadingNotes, float32Cell, float64Cell } from '../support/recurrent-cells.js';
import { engineFor, largestDifference, runEngine } from '../support/run-engine.js';

const KINDS = (['plain', 'relaxed'] as const).filter(canCompile);

/** Roundings of the last operations, which no memory adds up: some units in the last place of numbers below 1. */
const ROUNDING = 3e-7;

/** Long runs, but for large cells: `node tools/approximations/errors.mjs` runs those for 100 000 frames. */
function framesFor({ weight }: RecurrentOp): number {
  return Math.min(100_000, Math.round(2e7 / weight.length));
}

describe.each([1, 5, 16, 64])(
  'compiled cells of %i units keep to double precision',
  { timeout: 120_000 },
  (hiddenSize) => {
    const cells = (['lstm', 'gru'] as const).flatMap((kind) =>
      [0, 4, 8, 12].map((memoryBias) => ({ kind, memoryBias })),
    );

    test.each(cells)('a $kind with $memoryBias added to the gate of its memory', async ({ kind, memoryBias }) => {
      const network = cellNetwork({ kind, hiddenSize, memoryBias, seed: hiddenSize });
      const input = fadingNotes(framesFor(cellOf(network)), 1);
      const exact = float64Cell(cellOf(network), input);
      // Large LSTMs amplify every rounding: what they may do is measured by float32 with correctly rounded functions.
      const most =
        kind === 'gru' ? ROUNDING : Math.max(ROUNDING, cellError(float32Cell(cellOf(network), input), exact));
      for (const multiplyAdd of KINDS) {
        const engine = await engineFor(network, { engine: 'wasm', multiplyAdd });
        expect(cellError(runEngine(engine, [input]), exact), multiplyAdd).toBeLessThanOrEqual(most);
      }
    });
  },
);

test('a GRU that forgets slowly is as exact as the interpreter, three times at most', { timeout: 60_000 }, async () => {
  for (const hiddenSize of [1, 4, 9, 20]) {
    for (const memoryBias of [6, 9, 12]) {
      const network = cellNetwork({ kind: 'gru', hiddenSize, memoryBias, seed: hiddenSize });
      const input = fadingNotes(20_000, 1);
      const exact = float64Cell(cellOf(network), input);
      const interpreted = cellError(runEngine(await engineFor(network, { engine: 'interpreter' }), [input]), exact);
      const compiled = cellError(runEngine(await engineFor(network, { engine: 'wasm' }), [input]), exact);
      expect(compiled).toBeLessThanOrEqual(3 * interpreted);
    }
  }
});

test('a cell that has run on is reset to what it was', async () => {
  for (const kind of ['lstm', 'gru'] as const) {
    const engine = await engineFor(cellNetwork({ kind, hiddenSize: 6, memoryBias: 8, seed: 1 }), { engine: 'wasm' });
    const input = fadingNotes(3000, 2);
    const first = runEngine(engine, [input]);
    engine.reset();
    expect(largestDifference(runEngine(engine, [input]), first)).toBe(0);
  }
});

const biased = fileURLToPath(new URL('../../../shared/fails/lstm-gate-bias.nam', import.meta.url));
if (!existsSync(biased)) console.warn('SKIPPED: ../shared/fails is absent, so no LSTM of a file is compared.');

test.skipIf(!existsSync(biased))('an LSTM whose forget gates are near 1 plays as interpreted', async () => {
  const network = parseModel(readFileSync(biased)).network();
  const input = fadingNotes(100_000, 3);
  const [interpreted, ...compiled] = await Promise.all([
    engineFor(network, { engine: 'interpreter' }),
    ...KINDS.map((multiplyAdd: MultiplyAdd) => engineFor(network, { engine: 'wasm', multiplyAdd })),
  ]);
  const expected = runEngine(interpreted, [input]);
  for (const engine of compiled) expect(largestDifference(runEngine(engine, [input]), expected)).toBeLessThan(1e-6);
});
