import { beforeEach, expect, test, vi } from 'vitest';
import { fastestMultiplyAdd } from '../../src/controller/node/live-engine.js';
import { prepareEngine } from '../../src/engine/prepare.js';

// As in a browser that has relaxed SIMD, which the Node of the tests need not have.
vi.mock('../../src/engine/prepare.js', () => ({
  canCompile: () => true,
  prepareEngine: vi.fn(async () => ({ kind: 'module' })),
}));
vi.mock('../../src/engine/engine-source.js', () => ({ createEngine: () => ({ process: () => {} }) }));

beforeEach(() => {
  vi.mocked(prepareEngine).mockClear();
});

/** Engines of both kinds. */
const ONE_MEASUREMENT = 2;

test('a measurement that fails gives plain multiply-adds, and the next call measures again', async () => {
  vi.mocked(prepareEngine).mockRejectedValueOnce(new RangeError('out of memory'));
  await expect(fastestMultiplyAdd()).resolves.toBe('plain');
  const found = await fastestMultiplyAdd();
  expect(['plain', 'relaxed']).toContain(found);
  expect(prepareEngine).toHaveBeenCalledTimes(2 * ONE_MEASUREMENT);
});

test('a measurement that succeeded is the only one', async () => {
  const found = await fastestMultiplyAdd();
  vi.mocked(prepareEngine).mockClear();
  await expect(fastestMultiplyAdd()).resolves.toBe(found);
  expect(prepareEngine).not.toHaveBeenCalled();
});
