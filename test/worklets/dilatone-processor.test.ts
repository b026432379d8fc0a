import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EngineSource } from '../../src/engine/engine-source.js';
import type { Notice, Request } from '../../src/live/protocol.js';
import type { Network } from '../../src/network/network.js';
import { noise } from '../support/signals.js';
import { brokenNetwork, crossingNetwork, gainNetwork } from '../support/small-networks.js';
import { runAlong } from '../support/swap-plan.js';
import { defaultParameters, runQuanta, type StandInProcessor, standInProcessor } from '../support/worklet-scope.js';

const MONO = { inputChannels: 1, outputChannels: 1 };

const sourceOf = (network: Network): EngineSource => ({ kind: 'interpreter', network });

const start = (network: Network) => standInProcessor({ layout: MONO, source: sourceOf(network), resampling: null });

const setEngine = (id: number, network: Network, warmFrames = 0, fadeFrames = 0): Request => ({
  type: 'setEngine',
  id,
  source: sourceOf(network),
  resampling: null,
  plan: runAlong(warmFrames, fadeFrames),
});

const done = (id: number): Notice => ({ type: 'answer', id, outcome: 'done' });

/** What the processor says while `act` is carried out. */
function noticesOf(processor: StandInProcessor, act: () => void): Notice[] {
  const before = processor.notices.length;
  act();
  return processor.notices.slice(before);
}

afterEach(() => vi.unstubAllGlobals());

describe('construction', () => {
  it('is answered', async () => {
    const processor = await start(gainNetwork(2));
    expect(processor.notices).toEqual([done(0)]);
  });

  it('that fails is answered with the reason, and the processor ends', async () => {
    const processor = await standInProcessor({ layout: MONO, source: sourceOf(crossingNetwork()), resampling: null });
    expect(processor.notices).toEqual([
      {
        type: 'answer',
        id: 0,
        outcome: 'failed',
        detail: 'DilatoneError: channels: expected a network of 1 in and 1 out, got 2 in and 2 out',
      },
    ]);
    expect(processor.processor.process([[]], [[new Float32Array(8)]], defaultParameters())).toBe(false);
  });

  it('without options is answered too', async () => {
    const processor = await standInProcessor(undefined as never);
    expect(processor.notices).toMatchObject([{ id: 0, outcome: 'failed' }]);
  });
});

describe('a running processor', () => {
  it.each([1, 7, 128, 1000, 4096])('runs the network in render quanta of %i frames', async (frames) => {
    const input = noise(5000, 1);
    expect(runQuanta(await start(gainNetwork(2)), input, frames)).toEqual(input.map((x) => 2 * x));
  });

  it('says nothing that it was not asked', async () => {
    const processor = await start(gainNetwork(2));
    expect(noticesOf(processor, () => runQuanta(processor, noise(5000, 1)))).toEqual([]);
  });

  it('bears inputs and outputs of odd shapes', async () => {
    const { processor } = await start(gainNetwork(2));
    const output = [new Float32Array(8).fill(Number.NaN)];
    for (const inputs of [[], [[]]]) {
      expect(processor.process(inputs, [output], defaultParameters())).toBe(true);
      expect(output).toEqual([new Float32Array(8)]);
    }
    expect(processor.process([[]], [], defaultParameters())).toBe(true);
    expect(processor.process([[]], [[]], defaultParameters())).toBe(true);
    expect(processor.process([[]], [[new Float32Array(0)]], defaultParameters())).toBe(true);
  });

  it('answers setEngine when the change has come to its end', async () => {
    const processor = await start(gainNetwork(1));
    const input = noise(256, 1);
    runQuanta(processor, input);
    expect(noticesOf(processor, () => processor.post(setEngine(1, gainNetwork(2), 256, 256)))).toEqual([]);
    expect(noticesOf(processor, () => runQuanta(processor, noise(384, 2)))).toEqual([]);
    expect(noticesOf(processor, () => runQuanta(processor, noise(128, 3)))).toEqual([done(1)]);
    expect(runQuanta(processor, input)).toEqual(input.map((x) => 2 * x));
  });

  it('answers setEngine at once while no sound has gone through it', async () => {
    const processor = await start(gainNetwork(1));
    expect(noticesOf(processor, () => processor.post(setEngine(1, gainNetwork(2), 256, 256)))).toEqual([done(1)]);
  });

  it('answers a setEngine that is overtaken, and the one that overtook it', async () => {
    const processor = await start(gainNetwork(1));
    runQuanta(processor, noise(128, 1));
    processor.post(setEngine(1, gainNetwork(2), 0, 1000));
    const notices = noticesOf(processor, () => {
      runQuanta(processor, noise(128, 1));
      processor.post(setEngine(2, gainNetwork(3), 0, 100));
      runQuanta(processor, noise(256, 1));
    });
    expect(notices).toEqual([{ type: 'answer', id: 1, outcome: 'overtaken' }, done(2)]);
  });

  it('answers a setEngine that does not fit, and goes on with the change before it', async () => {
    const processor = await start(gainNetwork(1));
    runQuanta(processor, noise(128, 1));
    processor.post(setEngine(1, gainNetwork(2), 0, 100));
    const notices = noticesOf(processor, () => processor.post(setEngine(2, crossingNetwork())));
    expect(notices).toMatchObject([{ id: 2, outcome: 'failed', detail: expect.stringMatching(/channels: expected/) }]);
    expect(noticesOf(processor, () => runQuanta(processor, noise(256, 1)))).toEqual([done(1)]);
  });

  it('answers a setEngine whose engine breaks before it is in use, and goes on with the old one', async () => {
    const processor = await start(gainNetwork(1));
    const input = noise(512, 1);
    runQuanta(processor, input);
    processor.post(setEngine(1, brokenNetwork(), 200, 200));
    const notices = noticesOf(processor, () => expect(runQuanta(processor, input)).toEqual(input));
    expect(notices).toMatchObject([{ id: 1, outcome: 'failed', detail: expect.stringMatching(/finite samples/) }]);
  });

  it('answers finishSwap, after the change that it finishes', async () => {
    const processor = await start(gainNetwork(1));
    runQuanta(processor, noise(128, 1));
    processor.post(setEngine(1, gainNetwork(2), 1000, 1000));
    expect(noticesOf(processor, () => processor.post({ type: 'finishSwap', id: 2 }))).toEqual([done(1), done(2)]);
    expect(noticesOf(processor, () => processor.post({ type: 'finishSwap', id: 3 }))).toEqual([done(3)]);
  });

  it('answers setBypass and reset', async () => {
    const processor = await start(gainNetwork(2));
    expect(noticesOf(processor, () => processor.post({ type: 'setBypass', id: 1, bypass: true }))).toEqual([done(1)]);
    expect(runQuanta(processor, noise(128, 1))).toEqual(noise(128, 1));
    expect(noticesOf(processor, () => processor.post({ type: 'reset', id: 2 }))).toEqual([done(2)]);
  });

  it('tells readings of its meters while they are asked for', async () => {
    const processor = await start(gainNetwork(2));
    processor.post({ type: 'setMeters', id: 1, intervalFrames: 300 });
    const input = new Float32Array(128).fill(0.25);
    expect(noticesOf(processor, () => runQuanta(processor, noise(256, 1)))).toEqual([]);
    const notices = noticesOf(processor, () => runQuanta(processor, input));
    expect(notices).toMatchObject([{ type: 'meters', values: expect.any(Float64Array) }]);
    processor.post({ type: 'setMeters', id: 2, intervalFrames: null });
    expect(noticesOf(processor, () => runQuanta(processor, noise(1000, 1)))).toEqual([]);
  });

  it('tells how many samples were no sound, at most once a second', async () => {
    const processor = await start(gainNetwork(2));
    const input = noise(100_000, 1).fill(Number.NaN, 500, 700).fill(Number.NaN, 1500, 1800);
    const notices = noticesOf(processor, () => runQuanta(processor, input));
    expect(notices).toEqual([
      { type: 'badInput', samples: 12 },
      { type: 'badInput', samples: 488 },
    ]);
  });

  it('limits from the first frame on, or from when it is asked to', async () => {
    const options = { layout: MONO, source: sourceOf(gainNetwork(2)), resampling: null };
    const loud = noise(4000, 1, 1);
    const level = (dB: number) => 10 ** (dB / 20);
    const limited = runQuanta(await standInProcessor({ ...options, limitDb: -6 }), loud);
    expect(limited.every((x) => Math.abs(x) <= level(-6))).toBe(true);
    const processor = await standInProcessor(options);
    expect(runQuanta(processor, loud)).toEqual(loud.map((x) => 2 * x));
    expect(noticesOf(processor, () => processor.post({ type: 'setLimit', id: 1, limitDb: -20 }))).toEqual([done(1)]);
    expect(
      runQuanta(processor, loud)
        .subarray(480)
        .every((x) => Math.abs(x) <= level(-20)),
    ).toBe(true);
  });

  it('announces what its port could not read', async () => {
    const processor = await start(gainNetwork(2));
    expect(noticesOf(processor, () => processor.postUnreadable())).toEqual([{ type: 'unreadable' }]);
  });
});

describe('a processor with a fault', () => {
  it('tells it once', async () => {
    const processor = await start(brokenNetwork());
    const notices = noticesOf(processor, () => runQuanta(processor, noise(1000, 1)));
    expect(notices).toEqual([{ type: 'fault', detail: 'engine: expected finite samples, got NaN or infinity' }]);
  });

  it('that a change ends within the same quantum tells it before the end of the change', async () => {
    const processor = await start(brokenNetwork());
    runQuanta(processor, new Float32Array(128));
    processor.post(setEngine(1, gainNetwork(2), 500));
    const quantum = noise(2048, 1);
    const notices = noticesOf(processor, () => runQuanta(processor, quantum, 2048));
    expect(notices).toMatchObject([{ type: 'fault' }, done(1)]);
  });

  it('of the engine that a change in the same quantum led to tells it after the end of the change', async () => {
    const processor = await start(gainNetwork(2));
    runQuanta(processor, new Float32Array(128));
    processor.post(setEngine(1, brokenNetwork(), 500));
    const quantum = new Float32Array(2048).fill(0.1, 1000);
    const notices = noticesOf(processor, () => runQuanta(processor, quantum, 2048));
    expect(notices).toMatchObject([done(1), { type: 'fault' }]);
  });

  it('tells that it starts the network again, and the third time that it gives up', async () => {
    const processor = await start(brokenNetwork());
    const notices = noticesOf(processor, () => runQuanta(processor, noise(200_000, 1)));
    const types = notices.map(({ type }) => type);
    expect(types).toEqual(['fault', 'restart', 'fault', 'restart', 'fault', 'giveUp']);
  });

  it('tells the next one after a reset', async () => {
    const processor = await start(brokenNetwork());
    runQuanta(processor, noise(1000, 1));
    const notices = noticesOf(processor, () => {
      processor.post({ type: 'reset', id: 1 });
      runQuanta(processor, noise(1000, 1));
    });
    expect(notices).toMatchObject([done(1), { type: 'fault' }]);
  });

  it('takes a new engine as soon as that is ready', async () => {
    const processor = await start(brokenNetwork());
    runQuanta(processor, noise(1000, 1));
    processor.post(setEngine(1, gainNetwork(2), 250, 1000));
    expect(noticesOf(processor, () => runQuanta(processor, noise(128, 1)))).toEqual([]);
    expect(noticesOf(processor, () => runQuanta(processor, noise(128, 1)))).toEqual([done(1)]);
  });
});

describe('a processor that was disposed', () => {
  it('answers, ends, and answers the change that was under way', async () => {
    const processor = await start(gainNetwork(1));
    runQuanta(processor, noise(128, 1));
    processor.post(setEngine(1, gainNetwork(2), 1000, 1000));
    const notices = noticesOf(processor, () => processor.post({ type: 'dispose', id: 2 }));
    expect(notices).toEqual([{ type: 'answer', id: 1, outcome: 'disposed' }, done(2)]);
    expect(processor.processor.process([[]], [[new Float32Array(8)]], defaultParameters())).toBe(false);
  });

  it.each<Request>([
    setEngine(2, gainNetwork(2)),
    { type: 'finishSwap', id: 2 },
    { type: 'setBypass', id: 2, bypass: true },
    { type: 'setMeters', id: 2, intervalFrames: 1000 },
    { type: 'reset', id: 2 },
    { type: 'dispose', id: 2 },
  ])('answers $type', async (request) => {
    const processor = await start(gainNetwork(1));
    processor.post({ type: 'dispose', id: 1 });
    const notices = noticesOf(processor, () => processor.post(request));
    expect(notices).toEqual([{ type: 'answer', id: 2, outcome: 'disposed' }]);
  });
});
