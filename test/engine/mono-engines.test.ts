import { describe, expect, it } from 'vitest';
import { MonoEngines } from '../../src/engine/channels/mono-engines.js';
import { createEngine } from '../../src/engine/engine-source.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import { designResampledEngine, ResampledEngine } from '../../src/engine/resample/resampled-engine.js';
import type { Engine } from '../../src/network/engine.js';
import type { Network } from '../../src/network/network.js';
import { runEngine } from '../support/run-engine.js';
import { sameBits } from '../support/same-bits.js';
import { largestStep, noise } from '../support/signals.js';
import { echoNetwork, longFilterNetwork, recurrentNetwork } from '../support/small-networks.js';

const FRAMES = 60_000;
const BLOCK_FRAMES = 128;

/** Mono, then two different channels, then mono again, each for a third of the time. */
function monoStereoMono(left: (t: number) => number, right: (t: number) => number): Float32Array[] {
  const apart = (t: number) => t >= FRAMES / 3 && t < (2 * FRAMES) / 3;
  return [
    Float32Array.from({ length: FRAMES }, (_, t) => left(t)),
    Float32Array.from({ length: FRAMES }, (_, t) => (apart(t) ? right(t) : left(t))),
  ];
}

const [hiss, rumble] = [noise(FRAMES, 1), noise(FRAMES, 2)];
const input = monoStereoMono(
  (t) => hiss[t],
  (t) => rumble[t],
);

/** What `process` was called for. */
interface Calls {
  count: number;
}

/** Engines of one network; `calls` counts the work of the second. */
async function sideBySide(network: Network, kind: Engine['kind'], streamHz = 48_000) {
  const source = await prepareEngine(network, { engine: kind });
  const resampling = streamHz === network.sampleRate ? null : designResampledEngine(streamHz, network.sampleRate);
  const create = () =>
    resampling === null ? createEngine(source) : new ResampledEngine(createEngine(source), resampling);
  const [first, second] = [create(), create()];
  const calls: Calls = { count: 0 };
  const process = second.process.bind(second);
  second.process = (...block) => {
    calls.count++;
    process(...block);
  };
  return { create, engines: new MonoEngines([first, second]), calls };
}

describe.each(['wasm', 'interpreter'] as const)('%s engines side by side', (kind) => {
  it.each([
    ['a network that remembers', echoNetwork(5000), 48_000],
    ['a network behind resamplers', echoNetwork(5000), 44_100],
    ['a long filter', longFilterNetwork(), 48_000],
    ['a recurrent network', recurrentNetwork(), 48_000],
  ])('give, with %s, what engines that always run give, bit for bit', async (_, network, streamHz) => {
    const { create, engines } = await sideBySide(network, kind, streamHz);
    const output = runEngine(engines, input);
    for (const [c, channel] of input.entries())
      expect(sameBits(output[c], runEngine(create(), [channel])[0])).toBe(true);
  });

  it('do not depend on block sizes', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => sideBySide(echoNetwork(5000), kind)));
    const [left, right] = runEngine(first.engines, input, [77, 512, 1]);
    const output = runEngine(second.engines, input);
    expect(sameBits(output[0], left) && sameBits(output[1], right)).toBe(true);
  });

  it('work once for channels that are alike, and again soon after they were not', async () => {
    const { engines, calls } = await sideBySide(echoNetwork(5000), kind);
    const part = (start: number, end: number) => input.map((channel) => channel.subarray(start, end));
    runEngine(engines, part(0, FRAMES / 3));
    expect(calls.count).toBe(0);
    runEngine(engines, part(FRAMES / 3, (2 * FRAMES) / 3));
    expect(calls.count).toBe(Math.ceil(FRAMES / 3 / BLOCK_FRAMES));
    calls.count = 0;
    runEngine(engines, part((2 * FRAMES) / 3, FRAMES));
    expect(calls.count).toBeGreaterThan(5000 / BLOCK_FRAMES);
    expect(calls.count).toBeLessThan(17_000 / BLOCK_FRAMES);
  });

  it('share again after a reset', async () => {
    const { create, engines, calls } = await sideBySide(echoNetwork(5000), kind);
    runEngine(
      engines,
      input.map((channel) => channel.subarray(20_000, 30_000)),
    );
    engines.reset();
    calls.count = 0;
    const [mono] = runEngine(create(), [hiss]);
    for (const channel of runEngine(engines, [hiss, hiss])) expect(sameBits(channel, mono)).toBe(true);
    expect(calls.count).toBe(0);
  });
});

describe('engines side by side', () => {
  it('process in place', async () => {
    const { create, engines } = await sideBySide(echoNetwork(50), 'wasm');
    const planes = input.map((channel) => channel.slice());
    engines.process(planes, planes, FRAMES);
    for (const [c, channel] of input.entries())
      expect(sameBits(planes[c], runEngine(create(), [channel])[0])).toBe(true);
  });

  it('make no step where a tone becomes stereo and mono again', async () => {
    const { engines } = await sideBySide(echoNetwork(5000), 'wasm');
    // The right channel leaves the left one, and comes back to it, where both are zero.
    const tone = (t: number, level: number) => level * Math.sin((2 * Math.PI * t) / 100);
    const stereo = monoStereoMono(
      (t) => tone(t, 0.3),
      (t) => tone(t, 0.1),
    );
    for (const channel of runEngine(engines, stereo)) {
      // tanh is no steeper than 1, and the echo adds half of the tone's own step.
      expect(largestStep(channel)).toBeLessThanOrEqual(1.5 * largestStep(stereo[0]));
    }
  });

  it('take over each other as a whole', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => sideBySide(echoNetwork(5000), 'wasm')));
    runEngine(
      first.engines,
      input.map((channel) => channel.subarray(0, 25_600)),
    );
    expect(second.engines.hasStateOf(first.engines)).toBe(false);
    second.engines.copyState(first.engines);
    expect(second.engines.hasStateOf(first.engines)).toBe(true);
    const rest = input.map((channel) => channel.subarray(25_600));
    expect(runEngine(second.engines, rest)).toEqual(runEngine(first.engines, rest));
  });
});
