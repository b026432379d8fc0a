import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catchUpNeeds } from '../../src/engine/engine-source.js';
import { InterleavedEngine } from '../../src/engine/oversample/interleaved-engine.js';
import { designResampledEngine, ResampledEngine } from '../../src/engine/resample/resampled-engine.js';
import { Interpreter } from '../../src/interpreter/interpreter.js';
import type { Engine } from '../../src/network/engine.js';
import type { Network } from '../../src/network/network.js';
import { aliasesDb, probeSine } from '../support/aliases.js';
import { sameBits } from '../support/same-bits.js';
import { maxDifference, noise, randomPartition } from '../support/signals.js';
import { bentNetwork, echoNetwork, longFilterNetwork } from '../support/small-networks.js';

const phases = (network: Network, count: number) =>
  new InterleavedEngine(Array.from({ length: count }, () => new Interpreter(network)));

const oversampled = (network: Network, count: number, streamRateHz = 48_000) =>
  new ResampledEngine(phases(network, count), designResampledEngine(streamRateHz, count * network.sampleRate));

function run(engine: Engine, input: Float32Array, blocks: readonly number[] = [input.length]): Float32Array {
  const output = new Float32Array(input.length);
  let start = 0;
  for (const frames of blocks) {
    engine.process([output.subarray(start)], [input.subarray(start)], frames);
    start += frames;
  }
  return output;
}

describe('interleaved engines', () => {
  it.each([2, 4])('send frame n through engine n mod %d', (count) => {
    const input = noise(4000, 1);
    const output = run(phases(echoNetwork(9), count), input, randomPartition(4000, 700, 2));
    for (let phase = 0; phase < count; phase++) {
      const pick = (sound: Float32Array) => sound.filter((_, t) => t % count === phase);
      expect(sameBits(pick(output), run(new Interpreter(echoNetwork(9)), pick(input)))).toBe(true);
    }
  });

  it('work in place', () => {
    const input = noise(1000, 1);
    const inPlace = input.slice();
    phases(echoNetwork(9), 4).process([inPlace], [inPlace], 1000);
    expect(sameBits(inPlace, run(phases(echoNetwork(9), 4), input))).toBe(true);
  });

  it('copy their state', () => {
    const [one, other] = [phases(echoNetwork(9), 4), phases(echoNetwork(9), 4)];
    run(one, noise(333, 1));
    expect(other.hasStateOf(one)).toBe(false);
    other.copyState(one);
    expect(other.hasStateOf(one)).toBe(true);
    expect(sameBits(run(one, noise(99, 2)), run(other, noise(99, 2)))).toBe(true);
  });
});

describe('an oversampled network', () => {
  it.each([
    [2, 48_000],
    [4, 48_000],
    [2, 44_100],
  ])('%d times at %d Hz started in the midst of a stream is, once warm, one that ran all along', (count, rate) => {
    const input = noise(9000, 3);
    const whole = run(oversampled(echoNetwork(50), count, rate), input);
    const { warmFrames } = catchUpNeeds(
      { kind: 'interpreter', network: echoNetwork(50) },
      designResampledEngine(rate, count * 48_000),
      count,
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9000 - warmFrames - 1 }), (start) => {
        const late = oversampled(echoNetwork(50), count, rate);
        late.startAt(start);
        const output = run(late, input.subarray(start));
        return sameBits(output.subarray(warmFrames), whole.subarray(start + warmFrames));
      }),
      { numRuns: 8 },
    );
  });

  it('keeps what the network does in time: a filter stays the filter, up to the audible limit', () => {
    const tone = Float32Array.from({ length: 12_000 }, (_, t) => Math.sin((2 * Math.PI * 5000 * t) / 48_000));
    const plain = run(new Interpreter(longFilterNetwork()), tone);
    const engine = oversampled(longFilterNetwork(), 2);
    const output = run(engine, tone);
    const late = output.subarray(6000 + engine.latencyFrames);
    expect(maxDifference(late.slice(), plain.slice(6000, 6000 + late.length))).toBeLessThan(1e-3);
  });

  it('folds back less of its distortion', () => {
    const sine = probeSine(3000, 48_000, 0.9, 2000);
    const hot = bentNetwork({ kind: 'hardTanh' }, 1);
    const drive = sine.map((x) => 8 * x);
    const [one, two, four] = [1, 2, 4].map((count) => {
      const engine = count === 1 ? new Interpreter(hot) : oversampled(hot, count);
      return aliasesDb(run(engine, drive), 3000, 48_000);
    });
    expect(two).toBeLessThan(one - 6);
    expect(four).toBeLessThan(two - 6);
  });
});
