import { describe, expect, it } from 'vitest';
import { prepareEngine } from '../../src/engine/prepare.js';
import type { Network } from '../../src/network/network.js';
import { filterNetwork } from '../support/long-filter.js';
import { pairedNetwork } from '../support/paired-network.js';
import { randomNetwork } from '../support/random-network.js';
import { chainNetwork, slowLstm } from '../support/resting-network.js';
import { engineFor, runEngine } from '../support/run-engine.js';
import { nano } from './support/models.js';
import { offlineContext, renderThroughNode } from './support/offline.js';

/** Frames whose bits are not those of the first frame, in all channels. */
function restless(output: readonly Float32Array[]): number {
  return output.reduce((count, channel) => {
    const words = new Uint32Array(channel.buffer, channel.byteOffset, channel.length);
    return count + words.filter((word) => word !== words[0]).length;
  }, 0);
}

const SEEDS = Array.from({ length: 25 }, (_, seed) => seed);

const GROUPS: Readonly<Record<string, readonly Network[]>> = {
  'random networks': SEEDS.map((seed) => randomNetwork(seed)),
  'chains of all kinds of steps': SEEDS.map((seed) => chainNetwork(seed)),
  'convolutions for pairs of frames': SEEDS.slice(0, 5).map((seed) => pairedNetwork(seed)),
  'long filters': [filterNetwork({ taps: 3000, inputs: 2, outputs: 2, surrounded: true })],
};

/** Node 20 has no relaxed SIMD: here both kinds are tried in any case. */
describe.each(['plain', 'relaxed'] as const)('with %s multiply-add', (multiplyAdd) => {
  it.each(Object.keys(GROUPS))(
    'silence gives a constant from the first frame on, of %s',
    { timeout: 60_000 },
    async (name) => {
      for (const network of GROUPS[name]) {
        const source = await prepareEngine(network, { engine: 'wasm', multiplyAdd });
        expect(source).toMatchObject({ program: { multiplyAdd } });
        const engine = await engineFor(network, { engine: 'wasm', multiplyAdd });
        const silence = Array.from({ length: engine.inputChannels }, () => new Float32Array(3000));
        expect(restless(runEngine(engine, silence, [128, 1, 77]))).toBe(0);
      }
    },
  );
});

it.each(['wasm', 'interpreter'] as const)('a node plays a constant for silence (%s)', async (engine) => {
  const output = await renderThroughNode(offlineContext('native', 1, 4000), [new Float32Array(4000)], {
    model: nano(),
    engine,
  });
  expect(restless(output)).toBe(0);
  expect(output[0][0]).not.toBe(0);
});

it.each(['wasm', 'interpreter'] as const)('the page goes on while an LSTM comes to rest (%s)', async (engine) => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  await prepareEngine(slowLstm(engine === 'wasm' ? 768_000 : 96_000), { engine });
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(3);
});
