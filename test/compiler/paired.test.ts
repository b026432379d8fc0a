import { describe, expect, test } from 'vitest';
import { compileNetwork, compileStructure } from '../../src/compiler/compile.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import { networkFacts } from '../../src/network/facts.js';
import type { Network } from '../../src/network/network.js';
import { pairedNetwork } from '../support/paired-network.js';
import { randomAudio } from '../support/random-network.js';
import { engineFor, largestDifference, peakOf, runEngine } from '../support/run-engine.js';
import { sameBits } from '../support/same-bits.js';

const SEEDS = Array.from({ length: 8 }, (_, seed) => seed);

function expectSameBits(a: readonly Float32Array[], b: readonly Float32Array[]): void {
  expect(a.map((channel, c) => sameBits(channel, b[c]))).toEqual(a.map(() => true));
}

/** One convolution. */
function single(kernelSize: number, dilation: number, channels: number, groups = 1): Network {
  const builder = new NetworkBuilder(48000, channels);
  const weight = new Float32Array((channels * channels * kernelSize) / groups);
  const shape = { outChannels: channels, kernelSize, dilation, groups, weight, bias: null };
  return builder.build(builder.conv1d(builder.input, shape));
}

describe('convolutions of pairs', { timeout: 60_000 }, () => {
  test.each(SEEDS)('equal what the plain engine computes tap by tap (seed %i)', async (seed) => {
    const network = pairedNetwork(seed);
    const input = randomAudio(seed, network.channels[0], 1500);
    const compiled = runEngine(await engineFor(network, { engine: 'wasm' }), input, [128, 1, 77]);
    const plain = runEngine(await engineFor(network, { engine: 'interpreter' }), input);
    expect(largestDifference(compiled, plain)).toBeLessThanOrEqual(1e-5 * Math.max(1, peakOf(plain)));
  });

  test.each(SEEDS)('give the same bits however the input is cut (seed %i)', async (seed) => {
    const network = pairedNetwork(seed);
    const input = randomAudio(seed, network.channels[0], 1300);
    const running = await engineFor(network, { engine: 'wasm' });
    const whole = runEngine(running, input, [1300]);
    for (const partition of [[1], [7], [128], [1000], [1, 127, 16, 3, 200, 15]]) {
      running.reset();
      expectSameBits(runEngine(running, input, partition), whole);
    }
    for (const maxFrames of [1, 100, 4096]) {
      expectSameBits(runEngine(await engineFor(network, { engine: 'wasm', maxFrames }), input, [333]), whole);
    }
  });

  test.each(SEEDS)('reach no further back than their taps, and never forward (seed %i)', async (seed) => {
    const network = pairedNetwork(seed);
    const { receptiveField } = networkFacts(network);
    const changed = 151;
    const input = randomAudio(seed, network.channels[0], changed + receptiveField + 100);
    const other = input.map((channel) => channel.map((x, t) => (t === changed ? x + 1 : x)));
    const running = await engineFor(network, { engine: 'wasm' });
    const before = runEngine(running, input);
    running.reset();
    const after = runEngine(running, other);
    const cut = (from: number, to?: number) => [before, after].map((all) => all.map((row) => row.subarray(from, to)));
    expectSameBits(...(cut(0, changed) as [Float32Array[], Float32Array[]]));
    expectSameBits(...(cut(changed + receptiveField) as [Float32Array[], Float32Array[]]));
  });

  test('give a constant for silence from the first frame on', async () => {
    for (const seed of SEEDS) {
      const network = pairedNetwork(seed);
      const silence = Array.from({ length: network.channels[0] }, () => new Float32Array(400));
      const output = runEngine(await engineFor(network, { engine: 'wasm' }), silence, [50]);
      const constant = output.map((channel) => channel.map(() => channel[channel.length - 1]));
      expect(largestDifference(output, constant)).toBeLessThanOrEqual(1e-5 * Math.max(1, peakOf(output)));
    }
  });

  test('an engine that starts a period later gives the same bits once it has heard enough', async () => {
    for (const seed of SEEDS) {
      const network = pairedNetwork(seed);
      const start = compileNetwork(network).periodFrames;
      const warm = start + networkFacts(network).receptiveField - 1;
      const input = randomAudio(seed, network.channels[0], warm + 300);
      const whole = runEngine(await engineFor(network, { engine: 'wasm' }), input);
      const late = runEngine(
        await engineFor(network, { engine: 'wasm' }),
        input.map((channel) => channel.subarray(start)),
      );
      expectSameBits(
        late.map((channel) => channel.subarray(warm - start)),
        whole.map((channel) => channel.subarray(warm)),
      );
    }
  });

  test('are those of three taps, enough channels and a dilation that is a power of two', () => {
    const isPaired = (network: Network) => compileStructure(network).plan.steps.some(({ kind }) => kind === 'paired');
    expect([1, 2, 64, 1024].map((dilation) => isPaired(single(3, dilation, 12)))).toEqual([true, true, true, true]);
    expect([3, 2048].map((dilation) => isPaired(single(3, dilation, 12)))).toEqual([false, false]);
    expect([isPaired(single(2, 4, 12)), isPaired(single(3, 4, 11)), isPaired(single(3, 4, 12, 2))]).toEqual([
      ...[false, false, false],
    ]);
    expect(compileNetwork(single(3, 64, 12)).periodFrames).toBe(128);
    expect(compileNetwork(single(3, 3, 12)).periodFrames).toBe(1);
  });
});
