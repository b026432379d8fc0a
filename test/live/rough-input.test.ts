import { describe, expect, it } from 'vitest';
import { prepareEngine } from '../../src/engine/prepare.js';
import { designResampledEngine } from '../../src/engine/resample/resampled-engine.js';
import { createGuardedEngine } from '../../src/live/guarded-engine.js';
import type { ParameterName, ParameterValues } from '../../src/live/parameters.js';
import { SignalPath } from '../../src/live/signal-path.js';
import type { Network } from '../../src/network/network.js';
import { sameBits } from '../support/same-bits.js';
import { largestStep, maxDifference, noise } from '../support/signals.js';
import { echoNetwork, gainNetwork, recurrentNetwork } from '../support/small-networks.js';
import { defaultParameters } from '../support/worklet-scope.js';

const RATE_HZ = 48_000;
const QUANTUM_FRAMES = 128;
/** More than a second, so that all bad samples are told. */
const FRAMES = 440 * QUANTUM_FRAMES;
const BAD = [6000, 6100] as const;
/** From here on the bridge has ended, and the small networks have forgotten it. */
const HEALED = 8000;

interface Setup {
  readonly engine?: 'wasm' | 'interpreter';
  readonly channels?: number;
  readonly streamHz?: number;
}

async function pathFor(network: Network, { engine = 'wasm', channels = 1, streamHz = RATE_HZ }: Setup = {}) {
  const layout = { inputChannels: channels, outputChannels: channels };
  const resampling = streamHz === RATE_HZ ? null : designResampledEngine(streamHz, RATE_HZ);
  const make = async () => createGuardedEngine(await prepareEngine(network, { engine }), layout, resampling);
  return { path: new SignalPath(await make(), layout, streamHz), make };
}

/** What a path makes of channels, and how many faults and replaced samples it told. */
function run(
  path: SignalPath,
  input: readonly Float32Array[],
  { at = (_frame: number) => {}, values = (_frame: number): Partial<ParameterValues> => ({}) } = {},
) {
  const output = input.map((channel) => new Float32Array(channel.length));
  let [faults, replaced] = [0, 0];
  for (let start = 0; start < input[0].length; start += QUANTUM_FRAMES) {
    at(start);
    const block = (planes: readonly Float32Array[]) => planes.map((p) => p.subarray(start, start + QUANTUM_FRAMES));
    const parameters = { ...defaultParameters(), ...values(start) };
    const result = path.process(block(output), block(input), parameters, QUANTUM_FRAMES);
    if (result.fault !== null) faults++;
    replaced += result.replaced;
  }
  return { output, faults, replaced };
}

const slow = (frames = FRAMES) => Float32Array.from({ length: frames }, (_, t) => 0.3 * Math.sin(t / 40));
const spoilt = (signal: Float32Array, value = Number.NaN) => signal.slice().fill(value, ...BAD);

const VALUES = [
  ['NaN', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['1e38', 1e38],
  ['-1e38', -1e38],
] as const;

const PATHS: readonly (readonly [string, () => Network, Setup])[] = [
  ['compiled', () => echoNetwork(300), {}],
  ['interpreted', () => echoNetwork(300), { engine: 'interpreter' }],
  ['between resamplers', () => echoNetwork(300), { streamHz: 44_100 }],
  ['on two channels', () => echoNetwork(300), { channels: 2 }],
];

describe.each(PATHS)('a network %s', (_, make, setup) => {
  it.each(VALUES)('goes on as if nothing had been once %s has come', async (_name, value) => {
    const clean = slow();
    const channels = setup.channels ?? 1;
    const planes = (signal: Float32Array) => new Array<Float32Array>(channels).fill(signal);
    const expected = run((await pathFor(make(), setup)).path, planes(clean));
    const heard = run((await pathFor(make(), setup)).path, planes(spoilt(clean, value)));
    expect(heard.faults).toBe(0);
    expect(heard.replaced).toBe(100 * channels);
    for (let c = 0; c < channels; c++) {
      expect(heard.output[c].every(Number.isFinite)).toBe(true);
      expect(heard.output[c].subarray(HEALED)).toEqual(expected.output[c].subarray(HEALED));
      expect(largestStep(heard.output[c].subarray(1000))).toBeLessThan(
        2.5 * largestStep(expected.output[c].subarray(1000)),
      );
    }
  });
});

describe('bad samples', () => {
  it('on one channel of two leave the other alone', async () => {
    const clean = slow();
    const expected = run((await pathFor(echoNetwork(300), { channels: 2 })).path, [clean, clean]).output;
    const { output } = run((await pathFor(echoNetwork(300), { channels: 2 })).path, [clean, spoilt(clean)]);
    expect(output[0]).toEqual(expected[0]);
    expect(output[1].subarray(HEALED)).toEqual(expected[1].subarray(HEALED));
  });

  it.each([0, 0.5])('make no step in the dry sound, at mix %f', async (mix) => {
    const clean = slow();
    const { path } = await pathFor(gainNetwork(1));
    const values = () => ({ mix: Float32Array.of(mix) });
    const { output } = run(path, [spoilt(clean)], { values });
    expect(largestStep(output[0])).toBeLessThan(1.5 * largestStep(clean));
  });

  it('make no step in a bypassed sound, which comes back as it is', async () => {
    const clean = slow();
    const { path } = await pathFor(echoNetwork(300));
    path.bypass = true;
    const { output } = run(path, [spoilt(clean)]);
    expect(largestStep(output[0])).toBeLessThan(1.5 * largestStep(clean));
    expect(output[0].subarray(HEALED)).toEqual(clean.subarray(HEALED));
  });

  it('while models change reach neither of them', async () => {
    const clean = slow();
    const { make } = await pathFor(recurrentNetwork());
    const [incoming, { path: reference }] = [await make(), await pathFor(recurrentNetwork())];
    const { path } = await pathFor(gainNetwork(2));
    const plan = { warmFrames: 3000, catchUpSpeed: 1, fadeFrames: 2000 } as const;
    const at = (frame: number) => {
      if (frame === 40 * QUANTUM_FRAMES) path.setEngine(incoming, plan);
    };
    const { output, faults } = run(path, [spoilt(clean)], { at });
    expect(faults).toBe(0);
    expect(path.swapping).toBe(false);
    expect(output[0].every(Number.isFinite)).toBe(true);
    expect(maxDifference(output[0].subarray(20_000), run(reference, [clean]).output[0].subarray(20_000))).toBeLessThan(
      1e-4,
    );
  });

  it('that denormals are not: they pass', async () => {
    const tiny = noise(FRAMES, 1, 1e-40);
    const { path } = await pathFor(gainNetwork(1));
    path.bypass = true;
    expect(run(path, [tiny])).toEqual({ output: [tiny], faults: 0, replaced: 0 });
  });
});

describe('parameters', () => {
  const clean = slow();
  const withValue = async (name: ParameterName, values: (frame: number) => Float32Array) =>
    run((await pathFor(echoNetwork(300))).path, [clean], { values: (frame) => ({ [name]: values(frame) }) }).output[0];
  const one = (value: number) => () => Float32Array.of(value);
  const each = (value: (t: number) => number) => (frame: number) =>
    Float32Array.from({ length: QUANTUM_FRAMES }, (_, t) => value(frame + t));

  it.each([
    ['inputGainDb', 100, 40],
    ['inputGainDb', Number.POSITIVE_INFINITY, 40],
    ['inputGainDb', -1000, -60],
    ['outputGainDb', 100, 40],
    ['outputGainDb', Number.NEGATIVE_INFINITY, -60],
    ['mix', 7, 1],
    ['mix', -7, 0],
  ] as const)('%s at %f is %f', async (name, value, limited) => {
    expect(sameBits(await withValue(name, one(value)), await withValue(name, one(limited)))).toBe(true);
    const [moving, expected] = [each(() => value), each(() => limited)];
    expect(sameBits(await withValue(name, moving), await withValue(name, expected))).toBe(true);
  });

  it.each([
    ['inputGainDb', 0],
    ['outputGainDb', 0],
    ['mix', 1],
  ] as const)('%s is at its default while it never was a number', async (name, value) => {
    expect(await withValue(name, one(Number.NaN))).toEqual(await withValue(name, one(value)));
  });

  it.each(['inputGainDb', 'outputGainDb', 'mix'] as const)('%s stays where it was while it is NaN', async (name) => {
    const moved = (t: number) => (t < 5000 ? 0.2 : 0.7);
    const expected = await withValue(name, each(moved));
    const broken = each((t) => ((t > 2000 && t < 3000) || t > 9000 ? Number.NaN : moved(t)));
    expect(await withValue(name, broken)).toEqual(expected);
  });
});

describe('the limiter of a path', () => {
  it.each([1, 2])('holds for wet and dry sound, gains and bad samples, on %i channels', async (channels) => {
    const loud = noise(FRAMES, 5, 1).map((x, t) => (t % 5000 === 4000 ? 1e9 : t % 7000 === 3 ? Number.NaN : 3 * x));
    const { path } = await pathFor(gainNetwork(3), { channels });
    path.limiter.limitDb = -0.3;
    const values = () => ({ outputGainDb: Float32Array.of(40), inputGainDb: Float32Array.of(40) });
    const at = (frame: number) => {
      path.bypass = frame > 10_000 && frame < 15_000;
    };
    const { output } = run(path, new Array<Float32Array>(channels).fill(loud), { values, at });
    for (const plane of output) expect(plane.every((x) => Math.abs(x) <= 10 ** (-0.3 / 20))).toBe(true);
  });

  it('changes no bit of what stays below it', async () => {
    const clean = slow();
    const { path } = await pathFor(echoNetwork(300));
    path.limiter.limitDb = -0.3;
    expect(run(path, [clean])).toEqual(run((await pathFor(echoNetwork(300))).path, [clean]));
  });
});

it('what leaves is finite for any input at any gain, also without a limiter', async () => {
  const extremes = [3.4e38, -3.4e38, 1e38, 1e-45, 1e10, -1e10, Number.NaN, Number.POSITIVE_INFINITY, 0];
  const wild = noise(FRAMES, 5, 1).map((x, t) => (t % 300 < 40 ? extremes[Math.floor((x + 1) * 4.49)] : x));
  const { path } = await pathFor(gainNetwork(1e25));
  const values = () => ({ outputGainDb: Float32Array.of(40), inputGainDb: Float32Array.of(40) });
  const { output } = run(path, [wild], { values });
  expect(output[0].every(Number.isFinite)).toBe(true);
});
