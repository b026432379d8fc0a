import { describe, expect, test } from 'vitest';
import { compileStructure } from '../../src/compiler/compile.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import { type FilterShape, filterNetwork } from '../support/long-filter.js';
import { randomAudio } from '../support/random-network.js';
import { engineFor, largestDifference, peakOf, runEngine } from '../support/run-engine.js';
import { sameBits } from '../support/same-bits.js';

const shapes: FilterShape[] = [
  { taps: 700 },
  { taps: 1024, inputs: 2, outputs: 2 },
  { taps: 2049, surrounded: true },
  { taps: 1500, inputs: 1, outputs: 3, surrounded: true },
  { taps: 9000 },
  { taps: 20000 },
];

describe.each(shapes)('a filter of %j', (shape) => {
  const network = filterNetwork(shape);

  test('is convolved by parts', () => {
    expect(compileStructure(network).plan.steps.map(({ kind }) => kind)).toContain('fir');
  });

  test('gives what the interpreter gives', { timeout: 60_000 }, async () => {
    const input = randomAudio(5, network.channels[0], 3000);
    const compiled = runEngine(await engineFor(network, { engine: 'wasm' }), input);
    const interpreted = runEngine(await engineFor(network, { engine: 'interpreter' }), input);
    expect(largestDifference(compiled, interpreted)).toBeLessThanOrEqual(1e-5 * Math.max(1, peakOf(interpreted)));
  });

  test('does not depend on blocks, bit for bit, and forgets on reset', { timeout: 60_000 }, async () => {
    const input = randomAudio(6, network.channels[0], 2500);
    const engine = await engineFor(network, { engine: 'wasm' });
    const whole = runEngine(engine, input, [2500]);
    for (const blocks of [[1], [17], [128], [1000], [3, 509, 1, 512, 100]]) {
      engine.reset();
      runEngine(engine, input, blocks).forEach((channel, c) => {
        expect(sameBits(channel, whole[c])).toBe(true);
      });
    }
  });
});

test('a filter adds no latency: its first tap answers at once, its last in time', async () => {
  const taps = 65536;
  const weight = new Float32Array(taps);
  weight[taps - 1] = 0.5;
  weight[taps - 1 - 300] = 0.25;
  weight[taps - 1 - 40000] = 0.125;
  weight[0] = 0.0625;
  const builder = new NetworkBuilder(48000, 1);
  const network = builder.build(builder.conv1d(0, { outChannels: 1, kernelSize: taps, weight, bias: null }));
  const impulse = new Float32Array(70000);
  impulse[10] = 1;
  const [response] = runEngine(await engineFor(network, { engine: 'wasm' }), [impulse]);
  expect([10, 310, 40010, 65545].map((frame) => Number(response[frame].toFixed(6)))).toEqual([
    0.5, 0.25, 0.125, 0.0625,
  ]);
  for (const frame of [10, 310, 40010, 65545]) response[frame] = 0;
  expect(peakOf([response])).toBeLessThan(1e-6);
});

test('short or dilated convolutions stay direct', () => {
  for (const conv of [
    { kernelSize: 100, dilation: 1 },
    { kernelSize: 2000, dilation: 2 },
  ]) {
    const builder = new NetworkBuilder(48000, 1);
    const weight = new Float32Array(conv.kernelSize);
    const network = builder.build(builder.conv1d(0, { ...conv, outChannels: 1, weight, bias: null }));
    expect(compileStructure(network).plan.steps.map(({ kind }) => kind)).not.toContain('fir');
  }
});
