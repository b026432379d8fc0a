import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileStructure } from '../../src/compiler/compile.js';
import { canCompile, type PrepareOptions } from '../../src/engine/prepare.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { ActivitySums } from '../../src/network/engine.js';
import { networkFacts } from '../../src/network/facts.js';
import { isRecurrent, type Network } from '../../src/network/network.js';
import { type FilterShape, filterNetwork } from '../support/long-filter.js';
import { encodeFile } from '../support/make-wavenet.js';
import { pairedNetwork } from '../support/paired-network.js';
import { randomAudio, randomNetwork } from '../support/random-network.js';
import { chainNetwork } from '../support/resting-network.js';
import { engineFor, largestDifference, peakOf, runEngine } from '../support/run-engine.js';
import { sameBits } from '../support/same-bits.js';

const PARTITIONS = [[128], [1], [1, 127, 16, 3, 200, 15], [1000]];
const MAX_FRAMES = [128, 1, 17, 1000];

/** Silence in all inputs of a network. */
function silenceFor({ channels }: Network, frames: number): Float32Array[] {
  return Array.from({ length: channels[0] }, () => new Float32Array(frames));
}

/** Whether every frame has the bits of the first. */
function isConstant(output: readonly Float32Array[]): boolean {
  return output.every((channel) => sameBits(channel, new Float32Array(channel.length).fill(channel[0])));
}

/** Expects a constant for silence: from the first frame on, and again after a sound and a reset. */
async function expectAtRest(network: Network, options: PrepareOptions, blocks: readonly number[]): Promise<void> {
  const frames = Math.min(networkFacts(network).receptiveField, 2000) + 700;
  const engine = await engineFor(network, options);
  const rest = runEngine(engine, silenceFor(network, frames), blocks);
  expect(isConstant(rest)).toBe(true);
  runEngine(engine, randomAudio(1, network.channels[0], 500));
  engine.reset();
  const again = runEngine(engine, silenceFor(network, frames), blocks);
  expect(again.map((channel, c) => sameBits(channel, rest[c]))).toEqual(rest.map(() => true));
}

/** The ways in which a network runs; `relaxed` only where this platform has it. */
const WAYS: readonly PrepareOptions[] = [
  { engine: 'interpreter' },
  { engine: 'wasm' },
  ...(canCompile('relaxed') ? [{ engine: 'wasm', multiplyAdd: 'relaxed' } as const] : []),
];

describe.each(WAYS)(
  'silence gives a constant, bit for bit, from the first frame on (%j)',
  { timeout: 120_000 },
  (way) => {
    const runs = way.engine === 'interpreter' ? 0.3 : 1;
    const forSeeds = (numRuns: number, property: (seed: number) => Promise<void>) =>
      fc.assert(fc.asyncProperty(fc.nat({ max: 1_000_000 }), property), { numRuns: runs * numRuns, seed: 20261127 });
    const optionsOf = (seed: number): PrepareOptions => ({ ...way, maxFrames: MAX_FRAMES[seed % 4] });
    const blocksOf = (seed: number): readonly number[] => PARTITIONS[(seed >> 2) % 4];

    test('of random networks', async () => {
      await forSeeds(150, (seed) => expectAtRest(randomNetwork(seed), optionsOf(seed), blocksOf(seed)));
    });

    test('of chains of all kinds of steps with high gains', async () => {
      await forSeeds(60, (seed) => expectAtRest(chainNetwork(seed), optionsOf(seed), blocksOf(seed)));
    });

    test('of convolutions for pairs of frames', async () => {
      await forSeeds(20, (seed) => expectAtRest(pairedNetwork(seed), optionsOf(seed), blocksOf(seed)));
    });

    test.each<FilterShape>([
      { taps: 700 },
      { taps: 2049, surrounded: true },
      { taps: 1500, inputs: 2, outputs: 3, surrounded: true },
    ])('of a long filter, %j', async (shape) => {
      await expectAtRest(filterNetwork(shape), way, [128]);
      await expectAtRest(filterNetwork(shape), way, [1, 300]);
    });

    test('but for the last bits of LSTMs and GRUs that come to rest, among steps of other kinds', async () => {
      await forSeeds(40, async (seed) => {
        const network = chainNetwork(seed, { recurrent: true });
        const engine = await engineFor(network, optionsOf(seed));
        const output = runEngine(engine, silenceFor(network, 2000), blocksOf(seed));
        const first = output.map((channel) => new Float32Array(channel.length).fill(channel[0]));
        expect(largestDifference(output, first)).toBeLessThan(1e-5 * Math.max(1, peakOf(output)));
      });
    });

    test('of a WaveNet whose gains of a thousand cancel', async () => {
      const layers = {
        ...{ input_size: 1, condition_size: 1, channels: 1, head_size: 1, kernel_size: 2, dilations: [1, 8] },
        ...{ activation: 'Tanh', gated: false, head_bias: false },
      };
      const file = {
        ...{ version: '0.5.4', architecture: 'WaveNet', sample_rate: 48_000 },
        config: { layers: [layers], head: null, head_scale: 1 },
        weights: [1, 0, 1, 0.7, 0, 1, 0, -1000, 1000, 0, 0, 0, 0, 1, 1],
      };
      await expectAtRest(parseModel(encodeFile(file)).network(), way, [128]);
    });

    test.each(['silence', 'zero'] as const)('and no activity, where the start is %s', async (start) => {
      for (let seed = 0; seed < 12; seed++) {
        const network =
          seed % 2 === 0 ? randomNetwork(seed, { start }) : chainNetwork(seed, { start, recurrent: true });
        const engine = await engineFor(network, way);
        // By then a network that starts from zero is at rest, too: filters to a rounding of their transforms.
        if (start === 'zero')
          runEngine(engine, silenceFor(network, Math.min(networkFacts(network).receptiveField, 30_000)));
        const sums = new ActivitySums(engine.histories.length);
        engine.measure(sums);
        runEngine(engine, silenceFor(network, 500));
        const isExact = start === 'silence' && !network.ops.some(isRecurrent);
        for (const energy of sums.energies) expect(energy).toBeLessThanOrEqual(isExact ? 0 : 1e-6);
      }
    });
  },
);

test('chains have steps of every kind', () => {
  const kinds = new Set<string>();
  for (let seed = 0; seed < 20; seed++) {
    for (const { kind } of compileStructure(chainNetwork(seed, { recurrent: true })).plan.steps) kinds.add(kind);
  }
  expect([...kinds].sort()).toEqual(['fir', 'paired', 'recurrent', 'tiled']);
});

test('a network that starts from zero has heard nothing, and does not know its rest', async () => {
  for (let seed = 0; seed < 20; seed++) {
    const network = chainNetwork(seed, { start: 'zero', recurrent: seed % 2 === 0 });
    const input = randomAudio(seed, network.channels[0], 300);
    const [compiled, interpreted] = await Promise.all(
      (['wasm', 'interpreter'] as const).map(async (engine) => runEngine(await engineFor(network, { engine }), input)),
    );
    const peak = Math.max(1, ...interpreted.flatMap((channel) => [...channel].map(Math.abs)));
    compiled.forEach((channel, c) => {
      channel.forEach((y, t) => {
        expect(Math.abs(y - interpreted[c][t])).toBeLessThanOrEqual(1e-3 * peak);
      });
    });
  }
});
