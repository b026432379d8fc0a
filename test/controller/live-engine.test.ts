import { expect, test, vi } from 'vitest';
import { prepareLiveEngine } from '../../src/controller/node/live-engine.js';
import { liveResampling } from '../../src/controller/node/prepare-model.js';
import { createEngine } from '../../src/engine/engine-source.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import { warmUp } from '../../src/engine/warm-up.js';
import { randomAudio, randomNetwork } from '../support/random-network.js';
import { largestDifference, runEngine } from '../support/run-engine.js';

vi.mock(import('../../src/engine/warm-up.js'), async (original) => ({ warmUp: vi.fn((await original()).warmUp) }));

const COMPILED = { engine: 'wasm', multiplyAdd: 'plain' } as const;
const INTERPRETED = { engine: 'interpreter', multiplyAdd: 'plain' } as const;

test('nodes of one network share its compiled code', async () => {
  const network = randomNetwork(1);
  const [first, second] = [prepareLiveEngine(network, COMPILED), prepareLiveEngine(network, COMPILED)];
  expect(await first).toBe(await second);
  expect(await prepareLiveEngine(network, INTERPRETED)).not.toBe(await first);
  expect(await prepareLiveEngine(randomNetwork(1), COMPILED)).not.toBe(await first);
});

test('warming up leaves no trace in the engines made later', async () => {
  const network = randomNetwork(2, { recurrent: true });
  const input = randomAudio(3, network.channels[0], 500);
  const warm = createEngine((await prepareLiveEngine(network, COMPILED)).source);
  const cold = createEngine(await prepareEngine(network, { engine: 'wasm' }));
  expect(largestDifference(runEngine(warm, input), runEngine(cold, input))).toBe(0);
});

test('what cannot be prepared is tried again', async () => {
  const network = { ...randomNetwork(4), output: 10_000 };
  await expect(prepareLiveEngine(network, COMPILED)).rejects.toThrow();
  const again = prepareLiveEngine(network, COMPILED);
  await expect(again).rejects.toThrow();
});

test('the speed of an engine is measured where it is compiled', async () => {
  expect((await prepareLiveEngine(randomNetwork(5), COMPILED)).framesPerMs).toBeGreaterThan(0);
  expect((await prepareLiveEngine(randomNetwork(5), INTERPRETED)).framesPerMs).toBeNull();
});

test('a warm-up that fails leaves the speed unknown, and is tried again', async () => {
  const network = randomNetwork(6);
  vi.mocked(warmUp).mockRejectedValueOnce(new RangeError('out of memory'));
  const cold = await prepareLiveEngine(network, COMPILED);
  expect(cold.source.kind).toBe('module');
  expect(cold.framesPerMs).toBeNull();
  expect((await prepareLiveEngine(network, COMPILED)).framesPerMs).toBeGreaterThan(0);
});

test('resamplers are designed once for each pair of rates, and for no equal ones', () => {
  expect(liveResampling(48_000, 48_000)).toBeNull();
  expect(liveResampling(44_100, 48_000)).toBe(liveResampling(44_100, 48_000));
  expect(liveResampling(44_100, 48_000)).not.toBe(liveResampling(48_000, 44_100));
});

test('resamplers of the rates last used are kept, and no others', () => {
  const [usual, odd] = [liveResampling(44_100, 48_000), liveResampling(44_100, 40_000)];
  for (const rate of [41_000, 42_000, 43_000]) {
    liveResampling(44_100, rate);
    expect(liveResampling(44_100, 48_000)).toBe(usual);
  }
  expect(liveResampling(44_100, 40_000)).not.toBe(odd);
});

test('of resamplers with large tables only the latest is kept', () => {
  // Each has 3 MB. `toBe` would compare all of it where the objects differ.
  const first = liveResampling(48_000, 12_001);
  expect(liveResampling(48_000, 12_001) === first).toBe(true);
  const second = liveResampling(48_000, 12_002);
  expect(liveResampling(48_000, 12_002) === second).toBe(true);
  expect(liveResampling(48_000, 12_001) === first).toBe(false);
});
