import { describe, expect, test } from 'vitest';
import { NetworkBuilder } from '../../src/network/builder.js';
import { foldControls } from '../../src/network/controls.js';
import { networkFacts } from '../../src/network/facts.js';
import type { Network } from '../../src/network/network.js';
import { WorkBudget } from '../../src/network/work-budget.js';
import { randomNetwork } from '../support/random-network.js';
import { engineFor, largestDifference, peakOf, runEngine } from '../support/run-engine.js';
import { seededRandom } from '../support/seeded-random.js';

/** A convolution 1 → 2, modulated by one control: gains 1 + c and 2 · c, offsets 3 · c and 0. */
function modulated(): Network {
  const builder = new NetworkBuilder(48000, 1, 1);
  const pointwise = (weight: number[], bias: number[]) => ({
    outChannels: weight.length,
    kernelSize: 1,
    weight: Float32Array.from(weight),
    bias: Float32Array.from(bias),
  });
  const wave = builder.conv1d(builder.input, { ...pointwise([1, 10], [5, 0]), groups: 1 });
  const film = builder.conv1d(builder.controls ?? -1, pointwise([1, 2, 3, 0], [1, 0, 0, 0]));
  const scaled = builder.multiply(wave, builder.slice(film, 0, 2));
  return builder.build(builder.add(builder.slice(film, 2, 2), scaled));
}

describe('folding controls', () => {
  test('leaves of feature-wise modulation nothing but the convolution before it, with other weights', () => {
    expect(foldControls(modulated(), [0.5])).toEqual({
      ops: [
        { kind: 'input', channels: 1 },
        {
          kind: 'conv1d',
          input: 0,
          outChannels: 2,
          kernelSize: 1,
          dilation: 1,
          groups: 1,
          weight: Float32Array.of(1.5, 10),
          bias: Float32Array.of(9, 0),
        },
      ],
      channels: [1, 2],
      output: 1,
      sampleRate: 48000,
      start: 'silence',
    });
  });

  test('leaves the original as it was', () => {
    const network = modulated();
    const before = structuredClone(network);
    foldControls(network, [0.5]);
    expect(network).toEqual(before);
  });

  test('spares a convolution that something else reads, too', async () => {
    const builder = new NetworkBuilder(48000, 1, 1);
    const wave = builder.conv1d(builder.input, {
      outChannels: 1,
      kernelSize: 1,
      weight: Float32Array.of(2),
      bias: null,
    });
    const scaled = builder.multiply(wave, builder.controls ?? -1);
    const folded = foldControls(builder.build(builder.concat(wave, scaled)), [3]);
    const engine = await engineFor(folded);
    expect(runEngine(engine, [Float32Array.of(1, 7)])).toEqual([Float32Array.of(2, 14), Float32Array.of(6, 42)]);
  });

  test('gives what the network gives whose controls have been held for a receptive field', async () => {
    const controls = 2;
    for (let seed = 0; seed < 60; seed++) {
      const random = seededRandom(1000 + seed);
      const network = randomNetwork(seed, { controls });
      const values = Array.from({ length: controls }, () => random() * 2 - 1);
      const folded = foldControls(network, values);
      const audioChannels = network.channels[0] - controls;
      expect(folded.channels[0]).toBe(audioChannels);

      const silence = networkFacts(network).receptiveField;
      const audio = Array.from({ length: audioChannels }, () =>
        Float32Array.from({ length: silence + 400 }, (_, t) => (t < silence ? 0 : random() * 2 - 1)),
      );
      const held = values.map((value) => new Float32Array(silence + 400).fill(value));
      const expected = runEngine(await engineFor(network, { engine: 'interpreter' }), [...audio, ...held]);
      const late = (channels: Float32Array[]) => channels.map((channel) => channel.subarray(silence));
      const tolerance = 1e-5 * Math.max(1, peakOf(late(expected)));
      for (const engine of ['wasm', 'interpreter'] as const) {
        const actual = runEngine(await engineFor(folded, { engine }), audio);
        expect(largestDifference(late(actual), late(expected)), `seed ${seed}, ${engine}`).toBeLessThanOrEqual(
          tolerance,
        );
      }
    }
  });

  test('computes a signal of controls once, however often it is read', () => {
    const builder = new NetworkBuilder(48000, 1, 1);
    const knob = builder.slice(builder.controls ?? -1, 0, 1);
    const twice = builder.concat(knob, builder.input, knob, knob);
    expect(foldControls(builder.build(twice), [0.5]).ops.map(({ kind }) => kind)).toEqual([
      'input',
      'conv1d',
      'concat',
    ]);
  });

  test('draws from the work that it may cause, before it allocates', () => {
    const builder = new NetworkBuilder(48000, 1, 1);
    let wide = builder.join('concat', new Array(4096).fill(builder.controls));
    for (let n = 0; n < 60_000; n++) wide = builder.add(wide, wide);
    const network = builder.build(builder.multiply(builder.input, builder.slice(wide, 0, 1)));
    const work = new WorkBudget(2 ** 20);
    expect(() => foldControls(network, [1], work)).toThrow(/^file: expected at most 1048576 units of work, got \d+$/);
    expect(work.spent).toBeLessThan(2 ** 21);
  });

  test('refuses an op on sound and controls at once', () => {
    const builder = new NetworkBuilder(48000, 1, 1);
    const both = builder.conv1d(0, { outChannels: 1, kernelSize: 1, weight: new Float32Array(2), bias: null });
    expect(() => foldControls(builder.build(both), [1])).toThrow('ops: expected ops on either sound or controls');
  });
});
