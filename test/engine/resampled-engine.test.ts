import { describe, expect, it } from 'vitest';
import { designResampledEngine, ResampledEngine } from '../../src/engine/resample/resampled-engine.js';
import { Interpreter } from '../../src/interpreter/interpreter.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import type { Engine } from '../../src/network/engine.js';
import { sameBits } from '../support/same-bits.js';
import { seededRandom } from '../support/seeded-random.js';

const RATES = [
  [44_100, 48_000],
  [48_000, 44_100],
  [96_000, 48_000],
  [48_000, 96_000],
  [22_050, 48_000],
  [44_099, 48_000],
  [192_000, 44_100],
  [8_000, 48_000],
] as const;

/** y = x for each of `channels`. */
function identityEngine(channels: number): Engine {
  const builder = new NetworkBuilder(48_000, channels);
  return new Interpreter(builder.build(builder.input));
}

/** A small network with memory, whose answer to silence is not silent. */
function warmEngine(): Engine {
  const builder = new NetworkBuilder(48_000, 1);
  const wide = builder.conv1d(builder.input, {
    outChannels: 2,
    kernelSize: 3,
    dilation: 40,
    weight: Float32Array.of(0.3, -0.2, 0.9, 0.1, 0.5, -0.7),
    bias: Float32Array.of(0.4, -0.1),
  });
  const bent = builder.activation(wide, { kind: 'tanh' });
  const weight = Float32Array.of(0.8, -0.6);
  return new Interpreter(builder.build(builder.conv1d(bent, { outChannels: 1, kernelSize: 1, weight, bias: null })));
}

/** Runs mono input through an engine in blocks whose lengths `blockFrames` gives. */
function run(engine: Engine, input: Float32Array, blockFrames: () => number): Float32Array {
  const output = new Float32Array(input.length);
  for (let start = 0; start < input.length; ) {
    const frames = Math.min(blockFrames(), input.length - start);
    engine.process([output.subarray(start)], [input.subarray(start)], frames);
    start += frames;
  }
  return output;
}

function noise(frames: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: frames }, () => random() * 2 - 1);
}

describe.each(RATES)('a stream at %d Hz through a model at %d Hz', (streamHz, modelHz) => {
  const design = designResampledEngine(streamHz, modelHz);

  it('comes out late by the latency it reports, exactly', () => {
    const engine = new ResampledEngine(identityEngine(1), design);
    const hz = 0.7 * Math.min(20_000, streamHz / 2, modelHz / 2);
    const sweep = (t: number) => Math.sin((2 * Math.PI * hz * Math.max(0, t) ** 2) / 2 / 8_000 / streamHz);
    const input = Float32Array.from({ length: 8_000 }, (_, t) => sweep(t));
    const output = run(engine, input, () => 128);
    expect(Number.isInteger(engine.latencyFrames)).toBe(true);
    let error = 0;
    output.forEach((value, t) => {
      error = Math.max(error, Math.abs(value - sweep(t - engine.latencyFrames)));
    });
    // A delay wrong by a hundredth of a frame would show as 0.01 · 2π · hz / streamHz.
    expect(error).toBeLessThan(0.001 * 2 * Math.PI * (hz / streamHz));
  });

  it('has the same bits in blocks of any length', () => {
    const random = seededRandom(5);
    const input = noise(6_000, 4);
    const whole = run(new ResampledEngine(warmEngine(), design), input, () => input.length);
    for (const blockFrames of [() => 1, () => 7, () => 128, () => 1000, () => 1 + Math.floor(random() * 300)]) {
      expect(sameBits(run(new ResampledEngine(warmEngine(), design), input, blockFrames), whole)).toBe(true);
      expect(sameBits(run(new ResampledEngine(warmEngine(), design, 1000), input, blockFrames), whole)).toBe(true);
    }
  });

  it('starts in the silence state: silence gives a constant from the first frame', () => {
    const output = run(new ResampledEngine(warmEngine(), design), new Float32Array(3_000), () => 128);
    expect(Math.abs(output[0])).toBeGreaterThan(0.1);
    for (const value of output) expect(Math.abs(value - output[0])).toBeLessThan(1e-6);
  });

  it('has forgotten everything after a reset', () => {
    const engine = new ResampledEngine(warmEngine(), design);
    const input = noise(1_000, 6);
    const first = run(engine, input, () => 100);
    engine.reset();
    expect(
      sameBits(
        run(engine, input, () => 100),
        first,
      ),
    ).toBe(true);
  });
});

describe('a resampled engine', () => {
  it('keeps channels apart, in place', () => {
    const design = designResampledEngine(44_100, 48_000);
    const [left, right] = [noise(900, 7), noise(900, 8)];
    const channels = [left.slice(), right.slice()];
    new ResampledEngine(identityEngine(2), design).process(channels, channels, 900);
    [left, right].forEach((input, channel) => {
      const alone = run(new ResampledEngine(identityEngine(1), design), input, () => 900);
      expect(sameBits(channels[channel], alone)).toBe(true);
    });
  });

  it('adds less than four milliseconds between the common rates', () => {
    for (const [streamHz, modelHz] of [
      [44_100, 48_000],
      [48_000, 44_100],
      [96_000, 48_000],
      [96_000, 44_100],
    ]) {
      const { latencyFrames } = designResampledEngine(streamHz, modelHz);
      expect((1000 * latencyFrames) / streamHz).toBeLessThan(4);
    }
  });
});
