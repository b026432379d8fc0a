import { expect, test } from 'vitest';
import { liveResampling, prepareLiveEngine } from '../../src/controller/live-engine.js';
import { createEngine } from '../../src/engine/engine-source.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import { randomAudio, randomNetwork } from '../support/random-network.js';
import { largestDifference, runEngine } from '../support/run-engine.js';

test('nodes of one network share its compiled code', async () => {
  const network = randomNetwork(1);
  const [first, second] = [prepareLiveEngine(network, 'wasm'), prepareLiveEngine(network, 'wasm')];
  expect(await first).toBe(await second);
  expect(await prepareLiveEngine(network, 'interpreter')).not.toBe(await first);
  expect(await prepareLiveEngine(randomNetwork(1), 'wasm')).not.toBe(await first);
});

test('warming up leaves no trace in the engines made later', async () => {
  const network = randomNetwork(2, { recurrent: true });
  const input = randomAudio(3, network.channels[0], 500);
  const warm = createEngine((await prepareLiveEngine(network, 'wasm')).source);
  const cold = createEngine(await prepareEngine(network, { engine: 'wasm' }));
  expect(largestDifference(runEngine(warm, input), runEngine(cold, input))).toBe(0);
});

test('what cannot be prepared is tried again', async () => {
  const network = { ...randomNetwork(4), output: 10_000 };
  await expect(prepareLiveEngine(network, 'wasm')).rejects.toThrow();
  const again = prepareLiveEngine(network, 'wasm');
  await expect(again).rejects.toThrow();
});

test('the speed of an engine is measured where it is compiled', async () => {
  expect((await prepareLiveEngine(randomNetwork(5), 'wasm')).framesPerMs).toBeGreaterThan(0);
  expect((await prepareLiveEngine(randomNetwork(5), 'interpreter')).framesPerMs).toBeNaN();
});

test('resamplers are designed once for each pair of rates, and for no equal ones', () => {
  expect(liveResampling(48_000, 48_000)).toBeNull();
  expect(liveResampling(44_100, 48_000)).toBe(liveResampling(44_100, 48_000));
  expect(liveResampling(44_100, 48_000)).not.toBe(liveResampling(48_000, 44_100));
});
