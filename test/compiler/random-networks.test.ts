import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { networkFacts } from '../../src/network/facts.js';
import { randomAudio, randomNetwork } from '../support/random-network.js';
import { engineFor, largestDifference, peakOf, runEngine } from '../support/run-engine.js';
import { sameBits } from '../support/same-bits.js';

/** Runs a property of random networks; fast-check prints the seed of a failure. */
function forNetworks(runs: number, property: (seed: number) => Promise<void>): Promise<void> {
  return fc.assert(fc.asyncProperty(fc.nat({ max: 1_000_000 }), property), { numRuns: runs, seed: 20261124 });
}

function expectSameBits(a: readonly Float32Array[], b: readonly Float32Array[]): void {
  expect(a.map((channel, c) => sameBits(channel, b[c]))).toEqual(a.map(() => true));
}

const kinds = ['wasm', 'interpreter'] as const;

describe('random networks', { timeout: 60_000 }, () => {
  test('compiled equals interpreted', async () => {
    await forNetworks(250, async (seed) => {
      const network = randomNetwork(seed);
      const input = randomAudio(seed, network.channels[0], 700);
      const compiled = runEngine(await engineFor(network, { engine: 'wasm' }), input);
      const interpreted = runEngine(await engineFor(network, { engine: 'interpreter' }), input);
      const peak = peakOf(interpreted);
      // About 25 roundings of 6e-8 in a row, each carried on by gains around one.
      expect(largestDifference(compiled, interpreted)).toBeLessThanOrEqual(1e-5 * Math.max(1, peak));
    });
  });

  test('compiled equals interpreted with LSTMs and GRUs, too', async () => {
    await forNetworks(150, async (seed) => {
      const network = randomNetwork(seed, { recurrent: true });
      const input = randomAudio(seed, network.channels[0], 500);
      const compiled = runEngine(await engineFor(network, { engine: 'wasm' }), input, [100, 1, 33]);
      const interpreted = runEngine(await engineFor(network, { engine: 'interpreter' }), input);
      expect(largestDifference(compiled, interpreted)).toBeLessThanOrEqual(2e-5 * Math.max(1, peakOf(interpreted)));
    });
  });

  test('compiled equals interpreted where all starts at zero', async () => {
    await forNetworks(150, async (seed) => {
      const network = randomNetwork(seed, { recurrent: seed % 2 === 0, start: 'zero' });
      const input = randomAudio(seed, network.channels[0], 500);
      const engine = await engineFor(network, { engine: 'wasm' });
      const compiled = runEngine(engine, input);
      const interpreted = runEngine(await engineFor(network, { engine: 'interpreter' }), input, [100, 1, 33]);
      expect(largestDifference(compiled, interpreted)).toBeLessThanOrEqual(2e-5 * Math.max(1, peakOf(interpreted)));
      engine.reset();
      expectSameBits(runEngine(engine, input), compiled);
    });
  });

  test.each(kinds)('any partition of the input gives bit-identical output (%s)', async (engine) => {
    await forNetworks(engine === 'wasm' ? 150 : 40, async (seed) => {
      const network = randomNetwork(seed, { recurrent: seed % 3 === 0 });
      const input = randomAudio(seed, network.channels[0], 1300);
      const running = await engineFor(network, { engine });
      const whole = runEngine(running, input, [1300]);
      for (const partition of [[1], [7], [128], [1000], [1, 127, 16, 3, 200, 15]]) {
        running.reset();
        expectSameBits(runEngine(running, input, partition), whole);
      }
    });
  });

  test.each([1, 5, 16, 100, 128, 4096])(
    'a program for at most %i frames a call gives the same output',
    async (maxFrames) => {
      await forNetworks(25, async (seed) => {
        const network = randomNetwork(seed);
        const input = randomAudio(seed, network.channels[0], 600);
        const expected = runEngine(await engineFor(network, { engine: 'wasm' }), input);
        const output = runEngine(await engineFor(network, { engine: 'wasm', maxFrames }), input, [333]);
        expectSameBits(output, expected);
      });
    },
  );

  test.each(kinds)('no frame depends on later ones, nor on ones before its receptive field (%s)', async (engine) => {
    await forNetworks(engine === 'wasm' ? 150 : 40, async (seed) => {
      const network = randomNetwork(seed);
      const { receptiveField } = networkFacts(network);
      const changed = 150;
      const input = randomAudio(seed, network.channels[0], changed + receptiveField + 100);
      const other = input.map((channel) => channel.map((x, t) => (t === changed ? x + 1 : x)));
      const running = await engineFor(network, { engine });
      const before = runEngine(running, input);
      running.reset();
      const after = runEngine(running, other);
      for (const [c, channel] of before.entries()) {
        expectSameBits([after[c].subarray(0, changed)], [channel.subarray(0, changed)]);
        expectSameBits([after[c].subarray(changed + receptiveField)], [channel.subarray(changed + receptiveField)]);
      }
    });
  });

  test.each(kinds)('silence in gives a constant out from the first frame on (%s)', async (engine) => {
    await forNetworks(100, async (seed) => {
      const network = randomNetwork(seed);
      const silence = Array.from({ length: network.channels[0] }, () => new Float32Array(400));
      const output = runEngine(await engineFor(network, { engine }), silence);
      const constant = output.map((channel) => channel.map(() => channel[channel.length - 1]));
      expect(largestDifference(output, constant)).toBeLessThanOrEqual(1e-5 * Math.max(1, peakOf(output)));
    });
  });
});
