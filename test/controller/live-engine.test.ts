import { expect, test } from 'vitest';
import { liveResampling, prepareLiveEngine } from '../../src/controller/node/live-engine.js';
import { createEngine } from '../../src/engine/engine-source.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import { randomAudio, randomNetwork } from '../support/random-network.js';
import { largestDifference, runEngine } from '../support/run-engine.js';

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
  expect((await prepareLiveEngine(randomNetwork(5), INTERPRETED)).framesPerMs).toBeNaN();
});

test('resamplers are designed once for each pair of rates, and for no equal ones', () => {
  expect(liveResampling(48_000, 48_000)).toBeNull();
  expect(liveResampling(44_100, 48_000)).toBe(liveResampling(44_100, 48_000));
  expect(liveResampling(44_100, 48_000)).not.toBe(liveResampling(48_000, 44_100));
});
