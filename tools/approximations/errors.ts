import { canCompile } from '../../src/engine/prepare.js';
import type { Activation } from '../../src/network/activation.js';
import { functionErrors } from '../../test/support/function-errors.js';
import {
  cellError,
  cellNetwork,
  cellOf,
  fadingNotes,
  float32Cell,
  float64Cell,
} from '../../test/support/recurrent-cells.js';
import { engineFor, runEngine } from '../../test/support/run-engine.js';

const RANGES = [1e-6, 1e-3, 0.1, 0.5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 20, 80];
const FUNCTIONS: readonly Activation[] = [
  { kind: 'tanh' },
  { kind: 'sigmoid' },
  { kind: 'silu' },
  { kind: 'exp' },
  { kind: 'elu', alpha: 1 },
  { kind: 'softsign' },
  { kind: 'hardSwish' },
];
const KINDS = (['plain', 'relaxed'] as const).filter(canCompile);

/** Prints how far the compiled functions are from the truth, on ranges of either sign. */
async function functionTable(): Promise<void> {
  console.log('function      from        to   multiply-add  mean signed  greatest  ulps');
  for (const activation of FUNCTIONS) {
    for (const sign of [-1, 1]) {
      for (const [n, start] of RANGES.slice(0, -1).entries()) {
        // Hardswish is 0 below −3, and its relative error there has no meaning.
        if (activation.kind === 'hardSwish' && sign < 0 && start >= 2) continue;
        for (const multiplyAdd of KINDS) {
          const range = [sign * start, sign * RANGES[n + 1]] as const;
          const { mean, relative, ulps } = await functionErrors(activation, range, { count: 100_000, multiplyAdd });
          const bounds = range.map((x) => String(x).padStart(9)).join(' ');
          const errors = [mean.toExponential(1).padStart(12), relative.toExponential(1).padStart(9), ulps.toFixed(2)];
          console.log(activation.kind.padEnd(9), bounds, multiplyAdd.padStart(13), ...errors);
        }
      }
    }
  }
}

/** Prints the errors of cells of all sizes, beside those of the interpreter and of float32 with correctly rounded functions. */
async function cellTable(frames: number, seeds: number): Promise<void> {
  console.log('\ngreatest difference to double precision in', frames, 'frames,', seeds, 'cells of each kind');
  console.log('kind  size  memory bias  interpreted  float32', ...KINDS);
  for (const kind of ['lstm', 'gru'] as const) {
    for (const hiddenSize of [1, 2, 5, 8, 16, 40, 64]) {
      for (const memoryBias of [0, 2, 5, 8, 11]) {
        const worst = [0, 0, ...KINDS.map(() => 0)];
        for (let seed = 0; seed < seeds; seed++) {
          const network = cellNetwork({ kind, hiddenSize, memoryBias, seed });
          const input = fadingNotes(frames, seed);
          const exact = float64Cell(cellOf(network), input);
          const outputs = [
            runEngine(await engineFor(network, { engine: 'interpreter' }), [input]),
            float32Cell(cellOf(network), input),
          ];
          for (const multiplyAdd of KINDS) {
            outputs.push(runEngine(await engineFor(network, { engine: 'wasm', multiplyAdd }), [input]));
          }
          for (const [n, output] of outputs.entries()) worst[n] = Math.max(worst[n], cellError(output, exact));
        }
        console.log(kind.padEnd(5), hiddenSize, memoryBias, ...worst.map((error) => error.toExponential(1)));
      }
    }
  }
}

/** Prints both tables. */
export async function main([frames = '100000', seeds = '3']: readonly string[]): Promise<void> {
  await functionTable();
  await cellTable(Number(frames), Number(seeds));
}
