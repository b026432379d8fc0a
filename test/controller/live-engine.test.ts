import { expect, test } from 'vitest';
import { prepareLiveEngine } from '../../src/controller/live-engine.js';
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
  const warm = createEngine(await prepareLiveEngine(network, 'wasm'));
  const cold = createEngine(await prepareEngine(network, { engine: 'wasm' }));
  expect(largestDifference(runEngine(warm, input), runEngine(cold, input))).toBe(0);
});

test('what cannot be prepared is tried again', async () => {
  const network = { ...randomNetwork(4), output: 10_000 };
  await expect(prepareLiveEngine(network, 'wasm')).rejects.toThrow();
  const again = prepareLiveEngine(network, 'wasm');
  await expect(again).rejects.toThrow();
});
