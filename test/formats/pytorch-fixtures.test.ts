import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pytorchCases, pytorchError } from '../support/pytorch-cases.js';

/** Largest error of a match, relative to max(1, peak). */
const TOLERANCE = 1e-5;

const FOLDER = fileURLToPath(new URL('../fixtures/pytorch', import.meta.url));

describe('networks exported from PyTorch play as in PyTorch', () => {
  const cases = pytorchCases(FOLDER);

  it('there is one of every kind', () => {
    expect(cases.map(({ name }) => name)).toEqual([
      ...['chomped', 'depthwise', 'residual', 'tcn', 'context', 'unpadded', 'lstm', 'gru'],
      ...['gated', 'gated-local', 'gated-global', 'micro-tcn'],
    ]);
  });

  it.each(cases)('$name, compiled', async (pytorch) => {
    expect(await pytorchError(FOLDER, pytorch, 'wasm')).toBeLessThanOrEqual(TOLERANCE);
  });

  it.each(cases)('$name, interpreted', async (pytorch) => {
    expect(await pytorchError(FOLDER, pytorch, 'interpreter')).toBeLessThanOrEqual(TOLERANCE);
  });

  it('a knob elsewhere gives another sound', async () => {
    const [pytorch] = cases.filter(({ name }) => name === 'micro-tcn');
    const elsewhere = { ...pytorch, controls: { knob0: 0.9, knob1: 0.1 } };
    expect(await pytorchError(FOLDER, elsewhere, 'wasm')).toBeGreaterThan(1e-3);
  });
});
