import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDilatone, type DilatoneOptions } from '../../src/controller/node/create-dilatone.js';
import { loadOf, prepareLiveEngine, realtimeShare } from '../../src/controller/node/live-engine.js';
import { designResampledEngine } from '../../src/engine/resample/resampled-engine.js';
import type { Model } from '../../src/model/model.js';
import { renderModel } from '../../src/offline/render.js';
import { type InProcessHost, inProcessHost } from '../support/in-process-host.js';
import { modelOf } from '../support/model-of.js';
import { noise } from '../support/signals.js';
import {
  brokenNetwork,
  crossingNetwork,
  echoNetwork,
  gainNetwork,
  recurrentNetwork,
} from '../support/small-networks.js';
import { runQuanta } from '../support/worklet-scope.js';

const input = noise(256, 1);
const times = (gain: number) => input.map((x) => gain * x);

let context: { sampleRate: number; currentTime: number; state: string };
let host: InProcessHost;
const connections = { connect: vi.fn(), disconnect: vi.fn() };

beforeEach(async () => {
  context = { sampleRate: 48_000, currentTime: 0, state: 'running' };
  host = await inProcessHost(() => ({ ...connections }));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

/** Rounded as `renderModel` does it, also where the machine has a faster way. */
const create = (options: Partial<DilatoneOptions> = {}) =>
  createDilatone(context, { model: modelOf(gainNetwork(2)), host, multiplyAdd: 'plain', ...options });

/** Starts a change of models that the processor has taken up. */
async function startChange(
  dilatone: Awaited<ReturnType<typeof create>>,
  ...change: Parameters<typeof dilatone.setModel>
) {
  const request = host.nextRequest();
  const outcome = dilatone.setModel(...change);
  await request;
  return { outcome };
}

/** Lets notices arrive. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe.each(['wasm', 'interpreter'] as const)('a node with the %s engine', (engine) => {
  it('runs its model from the first frame on', async () => {
    const dilatone = await create({ engine });
    expect(dilatone.info.engine).toBe(engine);
    expect(runQuanta(host.processors[0], input)).toEqual(times(2));
  });

  it('changes its model', async () => {
    const dilatone = await create({ engine });
    runQuanta(host.processors[0], input);
    const { outcome: change } = await startChange(dilatone, modelOf(gainNetwork(3), 'three'), { crossfade: 0 });
    runQuanta(host.processors[0], input);
    await expect(change).resolves.toBe('done');
    expect(runQuanta(host.processors[0], input)).toEqual(times(3));
    expect(dilatone.info.model.metadata.name).toBe('three');
    expect(dilatone.info.engine).toBe(engine);
  });
});

describe('createDilatone', () => {
  it('says what it made', async () => {
    const dilatone = await create({ model: modelOf(echoNetwork(100)), channels: 2 });
    expect(dilatone.info).toMatchObject({
      engine: 'wasm',
      inputChannels: 2,
      outputChannels: 2,
      sampleRate: 48_000,
      latencyFrames: 0,
      tailFrames: 100,
      warnings: [],
    });
  });

  it('runs a model of another rate at its own, and tells the latency', async () => {
    context.sampleRate = 44_100;
    const dilatone = await create({ model: modelOf(echoNetwork(4800)) });
    const { latencyFrames } = designResampledEngine(44_100, 48_000);
    expect(dilatone.info).toMatchObject({ sampleRate: 44_100, modelSampleRate: 48_000, latencyFrames, warnings: [] });
    expect(dilatone.info.tailFrames).toBeGreaterThanOrEqual(4410 + latencyFrames);
    const output = runQuanta(host.processors[0], new Float32Array(8000).fill(0.5));
    expect(output[latencyFrames - 100]).toBeCloseTo(0.1, 2);
    expect(output[latencyFrames + 200]).toBeCloseTo(Math.tanh(0.5) + 0.1, 4);
    expect(output[latencyFrames + 4410 + 200]).toBeCloseTo(Math.tanh(0.75) + 0.1, 4);
  });

  it('warns where it is to run a model at another rate than its own', async () => {
    context.sampleRate = 44_100;
    const dilatone = await create({ resample: false });
    const { info } = dilatone;
    expect(info).toMatchObject({ sampleRate: 44_100, modelSampleRate: 44_100, latencyFrames: 0 });
    expect(info.warnings).toEqual([expect.stringMatching(/48000 Hz.*44100 Hz/)]);
    await dilatone.setModel(modelOf(gainNetwork(3)));
    expect(dilatone.info.latencyFrames).toBe(0);
    expect(runQuanta(host.processors[0], input)).toEqual(times(3));
  });

  it.each([
    [true, 48_000],
    [false, 96_000],
  ])(
    'reckons its load at the rate at which the model runs (resample: %s), as a change does',
    async (resample, rateHz) => {
      context.sampleRate = 96_000;
      const network = gainNetwork(2);
      const dilatone = await create({ model: modelOf(network), resample });
      const { framesPerMs } = await prepareLiveEngine(network, { engine: 'auto', multiplyAdd: 'plain' });
      expect(framesPerMs).not.toBeNull();
      expect(loadOf(context)).toBe(realtimeShare(framesPerMs, rateHz, 1));
      context.state = 'suspended';
      await dilatone.setModel(modelOf(network));
      expect(loadOf(context)).toBe(realtimeShare(framesPerMs, rateHz, 1));
      dilatone.dispose();
      expect(loadOf(context)).toBe(0);
    },
  );

  it('takes mono and stereo where the channels are to follow the input', async () => {
    const dilatone = await create({ model: modelOf(echoNetwork(100)), channels: 'auto' });
    expect(dilatone.info).toMatchObject({ inputChannels: 2, outputChannels: 2 });
    const fixed = await create({ model: modelOf(crossingNetwork()), channels: 'auto' });
    expect(fixed.info).toMatchObject({ inputChannels: 2, outputChannels: 2 });
    await fixed.setModel(modelOf(gainNetwork(2)));
  });

  it.each([0, 1.5, 33, Number.NaN])('refuses %d channels', async (channels) => {
    await expect(create({ channels })).rejects.toThrow(RangeError);
  });

  it('is told by a TypeError that an await is missing', async () => {
    const model = Promise.resolve(modelOf(gainNetwork(3))) as never;
    await expect(create({ model })).rejects.toThrow('is an await missing?');
    const dilatone = await create();
    await expect(dilatone.setModel(model)).rejects.toThrow(TypeError);
    expect(runQuanta(host.processors[0], input)).toEqual(times(2));
  });

  it('refuses an engine of another name', async () => {
    await expect(create({ engine: 'fast' as 'wasm' })).rejects.toThrow(RangeError);
  });

  it('refuses channels that a model of several inputs does not have', async () => {
    const creation = create({ model: modelOf(crossingNetwork()), channels: 3 });
    await expect(creation).rejects.toThrow('channels: expected 2, one per input of the model, got 3');
  });

  it('sends bytes where a module cannot be carried over', async () => {
    host.refuse = (message) => {
      if ((message as { source: { kind: string } }).source.kind === 'module') throw new Error('DataCloneError');
    };
    const dilatone = await create();
    expect(dilatone.info.engine).toBe('wasm');
    expect(host.options.map(({ processorOptions }) => processorOptions.source.kind)).toEqual(['bytes']);
    expect(runQuanta(host.processors[0], input)).toEqual(times(2));
  });

  it('interprets where the audio thread can make nothing of either, and goes on so', async () => {
    host.refuse = (message) => {
      const { source } = message as { source?: { kind: string } };
      if (source && source.kind !== 'interpreter') throw new Error('CompileError');
    };
    const dilatone = await create();
    expect(dilatone.info.engine).toBe('interpreter');
    expect(dilatone.info.warnings).toEqual([expect.stringContaining('the model is interpreted')]);
    expect(runQuanta(host.processors[0], input)).toEqual(times(2));
    context.state = 'suspended';
    await expect(dilatone.setModel(modelOf(gainNetwork(3)))).resolves.toBe('done');
    expect(dilatone.info.warnings).toEqual([expect.stringContaining('the model is interpreted')]);
    await expect(create({ engine: 'wasm' })).rejects.toMatchObject({ code: 'worklet' });
  });

  it('sends the rest of an LSTM along where that is interpreted, so that the audio thread need not find it', async () => {
    host.refuse = (message) => {
      const { source } = message as { source?: { kind: string } };
      if (source && source.kind !== 'interpreter') throw new Error('CompileError');
    };
    const network = recurrentNetwork();
    await create({ model: modelOf(network) });
    expect(host.options.at(-1)?.processorOptions.source).toMatchObject({ kind: 'interpreter', rest: expect.any(Map) });
    const expected = await renderModel(modelOf(network), [input], { engine: 'interpreter' });
    expect(runQuanta(host.processors[0], input)).toEqual(expected[0]);
  });

  it('rejects where the processor cannot be constructed', async () => {
    host.refuse = () => {
      throw new Error('not today');
    };
    await expect(create()).rejects.toMatchObject({
      code: 'worklet',
      message: 'processor: expected it to start, got Error: not today',
    });
  });
});

describe('setModel', () => {
  it('is immediate while the context does not run', async () => {
    context.state = 'suspended';
    const dilatone = await create();
    runQuanta(host.processors[0], input);
    await expect(dilatone.setModel(modelOf(echoNetwork(5000)))).resolves.toBe('done');
  });

  it('is overtaken by a later one that is prepared at the same time', async () => {
    const dilatone = await create();
    const changes = [dilatone.setModel(modelOf(gainNetwork(3))), dilatone.setModel(modelOf(gainNetwork(4)))];
    await expect(Promise.all(changes)).resolves.toEqual(['overtaken', 'done']);
    expect(runQuanta(host.processors[0], input)).toEqual(times(4));
  });

  it('is overtaken by a later one while it crossfades', async () => {
    const dilatone = await create();
    runQuanta(host.processors[0], input);
    const { outcome: first } = await startChange(dilatone, modelOf(gainNetwork(3)), { crossfadeSeconds: 1 });
    const second = dilatone.setModel(modelOf(gainNetwork(4)), { crossfadeSeconds: 0 });
    await expect(first).resolves.toBe('overtaken');
    runQuanta(host.processors[0], input);
    await expect(second).resolves.toBe('done');
  });

  it('runs a slow model along for as long as it remembers, then crossfades', async () => {
    const dilatone = await create({ engine: 'interpreter' });
    const long = noise(2048, 1);
    runQuanta(host.processors[0], long);
    const { outcome: change } = await startChange(dilatone, modelOf(echoNetwork(1000)), { crossfadeSeconds: 0.01 });
    const output = runQuanta(host.processors[0], long);
    expect(output.subarray(0, 1000)).toEqual(long.subarray(0, 1000).map((x) => 2 * x));
    expect(output[1001]).not.toBe(2 * long[1001]);
    await expect(change).resolves.toBe('done');
  });

  it.each([0, 0.01])('ends as if the new model had run all along (crossfade of %d s)', async (crossfadeSeconds) => {
    const dilatone = await create();
    const long = noise(4096, 1);
    runQuanta(host.processors[0], long.subarray(0, 2048));
    const { outcome: change } = await startChange(dilatone, modelOf(echoNetwork(1000)), { crossfadeSeconds });
    const output = runQuanta(host.processors[0], long.subarray(2048));
    await expect(change).resolves.toBe('done');
    const [expected] = await renderModel(modelOf(echoNetwork(1000)), [long]);
    expect(output.subarray(1500)).toEqual(expected.subarray(3548));
  });

  it('has caught up when the context goes on after a pause', async () => {
    const dilatone = await create();
    const long = noise(4096, 1);
    runQuanta(host.processors[0], long.subarray(0, 2048));
    context.state = 'suspended';
    await expect(dilatone.setModel(modelOf(echoNetwork(1000)))).resolves.toBe('done');
    const output = runQuanta(host.processors[0], long.subarray(2048));
    const [expected] = await renderModel(modelOf(echoNetwork(1000)), [long]);
    // Ten milliseconds lead over from what was heard before the pause.
    expect(output.subarray(480)).toEqual(expected.subarray(2528));
  });

  it('refuses a model that does not fit the channels, and the sound goes on', async () => {
    const dilatone = await create();
    await expect(dilatone.setModel(modelOf(crossingNetwork()))).rejects.toMatchObject({ code: 'unsupported' });
    expect(runQuanta(host.processors[0], input)).toEqual(times(2));
  });

  it.each([-1, 61, Number.NaN])('refuses a crossfade of %d s, by either name', async (crossfade) => {
    const dilatone = await create();
    for (const options of [{ crossfade }, { crossfadeSeconds: crossfade }]) {
      await expect(dilatone.setModel(modelOf(gainNetwork(3)), options)).rejects.toThrow(RangeError);
    }
  });

  it('rejects where the new model breaks, and the sound goes on', async () => {
    const dilatone = await create();
    runQuanta(host.processors[0], input);
    const { outcome: change } = await startChange(dilatone, modelOf(brokenNetwork()));
    expect(runQuanta(host.processors[0], input)).toEqual(times(2));
    await expect(change).rejects.toMatchObject({ code: 'worklet', where: 'setModel' });
    expect(dilatone.info.model.metadata.name).toBe('test');
  });

  it('sends bytes after the audio thread could not read a module', async () => {
    const dilatone = await create();
    // A browser that loses the message says so at the other end, without saying which.
    const post = host.processors[0].post;
    host.processors[0].post = (request) => {
      const lost = request.type === 'setEngine' && request.source.kind === 'module';
      if (lost) host.processors[0].postUnreadable();
      else post(request);
    };
    await expect(dilatone.setModel(modelOf(gainNetwork(3)))).resolves.toBe('done');
    expect(runQuanta(host.processors[0], input)).toEqual(times(3));
  });
});

describe('a change that the audio thread does not get to the end of', () => {
  afterEach(() => vi.useRealTimers());

  /** Starts a long change, and from there on moves the time of the page by hand. */
  async function startLongChange(dilatone: Awaited<ReturnType<typeof create>>) {
    runQuanta(host.processors[0], input);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    return startChange(dilatone, modelOf(gainNetwork(3)), { crossfadeSeconds: 10 });
  }

  it.each(['suspended', 'interrupted'])('because its context is %s is completed at once', async (state) => {
    const { outcome } = await startLongChange(await create());
    vi.advanceTimersByTime(1000);
    await settle();
    expect(host.processors[0].notices).toHaveLength(1);
    context.state = state;
    vi.advanceTimersByTime(100);
    await expect(outcome).resolves.toBe('done');
    context.state = 'running';
    const silence = new Float32Array(1000);
    // What sounded before has led over to the new model by then.
    runQuanta(host.processors[0], silence);
    expect(runQuanta(host.processors[0], input)).toEqual(times(3));
  });

  it('because its node is connected to nothing is completed when its time is over', async () => {
    const { outcome } = await startLongChange(await create());
    context.currentTime = 10;
    vi.advanceTimersByTime(1000);
    await settle();
    expect(host.processors[0].notices).toHaveLength(1);
    context.currentTime = 11;
    vi.advanceTimersByTime(1000);
    await expect(outcome).resolves.toBe('done');
  });

  it('because its context is closed is rejected, and so is what comes after', async () => {
    const dilatone = await create();
    const { outcome } = await startLongChange(dilatone);
    context.state = 'closed';
    vi.advanceTimersByTime(100);
    const closed = { code: 'worklet', message: 'setModel: expected a context in use, got one that was closed' };
    await expect(outcome).rejects.toMatchObject(closed);
    await expect(dilatone.setModel(modelOf(gainNetwork(4)))).rejects.toMatchObject(closed);
    await expect(dilatone.reset()).rejects.toMatchObject({ code: 'worklet', where: 'reset' });
  });

  it('because its context is suspended, then closed, is rejected', async () => {
    const { outcome } = await startLongChange(await create());
    host.processors[0].post = () => {};
    context.state = 'suspended';
    vi.advanceTimersByTime(500);
    await settle();
    context.state = 'closed';
    vi.advanceTimersByTime(100);
    await expect(outcome).rejects.toMatchObject({ code: 'worklet', where: 'setModel' });
  });

  it('is completed also where its engine arrives after the request to complete it', async () => {
    const dilatone = await create();
    runQuanta(host.processors[0], input);
    const { post } = host.processors[0];
    let lost: Parameters<typeof post>[0] | null = null;
    host.processors[0].post = (request) => {
      if (request.type === 'setEngine' && lost === null) lost = request;
      else post(request);
    };
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { outcome } = await startChange(dilatone, modelOf(gainNetwork(3)), { crossfadeSeconds: 10 });
    context.state = 'suspended';
    vi.advanceTimersByTime(100);
    await settle();
    expect(host.processors[0].notices.at(-1)).toMatchObject({ outcome: 'done' });
    host.processors[0].postUnreadable();
    await settle();
    vi.advanceTimersByTime(100);
    await expect(outcome).resolves.toBe('done');
  });
});

describe('a context that is closed', () => {
  afterEach(() => vi.useRealTimers());

  it('before the processor has answered ends what waits', async () => {
    const dilatone = await create();
    host.processors[0].post = () => {};
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const reset = dilatone.reset();
    context.state = 'closed';
    vi.advanceTimersByTime(100);
    await expect(reset).rejects.toMatchObject({ code: 'worklet', where: 'reset' });
  });

  it('before the processor was constructed ends its making', async () => {
    const port = { postMessage: () => {} };
    const createNode = vi.fn(() => ({ port, addEventListener: () => {} }) as never);
    const making = create({ engine: 'interpreter', host: { ...host, createNode } });
    await vi.waitUntil(() => createNode.mock.calls.length > 0);
    context.state = 'closed';
    await expect(making).rejects.toMatchObject({
      code: 'worklet',
      message: 'createDilatone: expected a context in use, got one that was closed',
    });
    expect(createNode).toHaveBeenCalledOnce();
  });
});

describe('a fault', () => {
  it('is told to those who listen, until they stop', async () => {
    const dilatone = await create({ model: modelOf(brokenNetwork()) });
    const listener = vi.fn();
    const stop = dilatone.on('fault', listener);
    runQuanta(host.processors[0], input);
    await settle();
    expect(listener).toHaveBeenCalledExactlyOnceWith({
      reason: 'engine: expected finite samples, got NaN or infinity',
    });
    stop();
    await dilatone.reset();
    runQuanta(host.processors[0], input);
    await settle();
    expect(listener).toHaveBeenCalledOnce();
  });

  it('is followed by what becomes of the network', async () => {
    const dilatone = await create({ model: modelOf(brokenNetwork()) });
    const told: string[] = [];
    for (const name of ['fault', 'restart', 'giveUp'] as const) {
      dilatone.on(name, ({ reason }) => told.push(`${name} ${reason}`));
    }
    runQuanta(host.processors[0], new Float32Array(200_000).fill(0.1));
    await settle();
    const [fault, restart, giveUp] = ['fault', 'restart', 'giveUp'].map(
      (name) => `${name} engine: expected finite samples, got NaN or infinity`,
    );
    expect(told).toEqual([fault, restart, fault, restart, fault, giveUp]);
  });

  it('that kills the processor settles what is waiting and all that comes', async () => {
    const dilatone = await create();
    const listener = vi.fn();
    dilatone.on('fault', listener);
    runQuanta(host.processors[0], input);
    const { outcome: change } = await startChange(dilatone, modelOf(gainNetwork(3)));
    host.killProcessor(0, 'out of memory');
    const failure = { code: 'worklet', message: expect.stringMatching(/expected it to run, got out of memory/) };
    await expect(change).rejects.toMatchObject(failure);
    await expect(dilatone.reset()).rejects.toMatchObject(failure);
    expect(listener).toHaveBeenCalledOnce();
  });
});

describe('bad samples in the input', () => {
  it('are told', async () => {
    const dilatone = await create();
    const listener = vi.fn();
    dilatone.on('badInput', listener);
    runQuanta(host.processors[0], new Float32Array(128).fill(Number.NaN, 3, 5));
    await settle();
    expect(listener).toHaveBeenCalledExactlyOnceWith({ samples: 2 });
  });
});

describe('the limiter', () => {
  const loud = new Float32Array(2000).fill(0.9);

  it('is off, unless an option or a property switches it on', async () => {
    const dilatone = await create();
    expect(dilatone.limitDb).toBe(null);
    expect(runQuanta(host.processors[0], loud)[1999]).toBeCloseTo(1.8);
    dilatone.limitDb = -6;
    expect(dilatone.limitDb).toBe(-6);
    await settle();
    expect(runQuanta(host.processors[0], loud)[1999]).toBeCloseTo(10 ** (-6 / 20));
    const other = await create({ limitDb: -20 });
    expect(other.limitDb).toBe(-20);
    expect(runQuanta(host.processors[1], loud)[0]).toBeCloseTo(0.1);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 24.1, '6', true])(
    'is refused at %s',
    async (value) => {
      const limitDb = value as number;
      await expect(create({ limitDb })).rejects.toThrow(RangeError);
      const dilatone = await create();
      expect(() => {
        dilatone.limitDb = limitDb;
      }).toThrow(/^limitDb: expected null, or a number of dBFS up to 24, got /);
      expect(dilatone.limitDb).toBe(null);
    },
  );

  it('tells the meters by how much it turns down', async () => {
    const dilatone = await create({ limitDb: -6 });
    const listener = vi.fn();
    dilatone.on('meters', listener);
    await settle();
    runQuanta(host.processors[0], loud);
    await settle();
    expect(listener.mock.lastCall?.[0].limitedDb).toBeCloseTo(20 * Math.log10(1.8) + 6, 3);
  });
});

describe('the meters', () => {
  it('measure and tell while somebody listens', async () => {
    const dilatone = await create();
    const [first, second] = [vi.fn(), vi.fn()];
    const stops = [dilatone.on('meters', first), dilatone.on('meters', second)];
    await settle();
    // Two of about thirty readings a second, and the beginning of a third.
    runQuanta(host.processors[0], new Float32Array(4000).fill(0.25));
    await settle();
    expect(first).toHaveBeenCalledTimes(2);
    expect(second).toHaveBeenCalledTimes(2);
    const level = (value: number) => ({ peak: value, rms: value, clips: 0 });
    expect(first).toHaveBeenLastCalledWith({
      input: level(0.25),
      output: level(0.5),
      load: { mean: expect.any(Number), peak: expect.any(Number), overruns: expect.any(Number) },
    });
    stops[0]();
    await settle();
    runQuanta(host.processors[0], new Float32Array(1600));
    await settle();
    expect(first).toHaveBeenCalledTimes(2);
    expect(second).toHaveBeenCalledTimes(3);
    stops[1]();
    await settle();
    const before = host.processors[0].notices.length;
    runQuanta(host.processors[0], new Float32Array(4000));
    expect(host.processors[0].notices).toHaveLength(before);
  });
});

describe('the meters of a page that may share memory', () => {
  beforeEach(() => {
    vi.stubGlobal('crossOriginIsolated', true);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  });
  afterEach(() => vi.useRealTimers());

  it('are read from there, each reading once, and no message is sent', async () => {
    const dilatone = await create();
    const listener = vi.fn();
    const stop = dilatone.on('meters', listener);
    await settle();
    const told = host.processors[0].notices.length;
    runQuanta(host.processors[0], new Float32Array(2000).fill(0.25));
    vi.advanceTimersByTime(100);
    expect(listener).toHaveBeenCalledOnce();
    expect(listener.mock.lastCall?.[0]).toMatchObject({ input: { peak: 0.25 }, output: { peak: 0.5 } });
    runQuanta(host.processors[0], new Float32Array(2000).fill(0.125));
    vi.advanceTimersByTime(100);
    expect(listener).toHaveBeenCalledTimes(2);
    expect(host.processors[0].notices).toHaveLength(told);
    stop();
    await settle();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('come by messages where the node watches its load: a hidden page has slow timers', async () => {
    const dilatone = await create({ stepDown: true });
    const listener = vi.fn();
    dilatone.on('meters', listener);
    await settle();
    runQuanta(host.processors[0], new Float32Array(2000));
    await settle();
    expect(listener).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leave no timer behind', async () => {
    const dilatone = await create();
    dilatone.on('meters', () => {});
    dilatone.dispose();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('an overload', () => {
  /** A model of two sizes, of gain 2 and 3. */
  const container = (): Model => {
    const [small, large] = [gainNetwork(2), gainNetwork(3)];
    const model = modelOf(large);
    return {
      ...model,
      info: { ...model.info, sizes: [0, 0.5] },
      network: ({ size = 1 } = {}) => (size < 0.5 ? small : large),
    };
  };

  /** As the audio thread tells a second of readings. */
  function tellLoad(mean: number) {
    for (let reading = 0; reading < 30; reading++) {
      host.processors[0].onNotice({ type: 'meters', values: Float64Array.of(0, 0, 0, 0, 0, 0, mean, mean, 0) });
    }
  }

  it('makes a model of several sizes give way to a smaller one, where that is wanted', async () => {
    const dilatone = await create({ model: container(), stepDown: true });
    const steppedDown = new Promise((resolve) => dilatone.on('stepDown', resolve));
    tellLoad(0.5);
    await settle();
    expect(runQuanta(host.processors[0], input)).toEqual(times(3));
    context.state = 'suspended';
    tellLoad(0.95);
    expect(await steppedDown).toEqual({ size: 0 });
    expect(runQuanta(host.processors[0], new Float32Array(1000).fill(0.25))[999]).toBe(0.5);
    tellLoad(0.95);
    await settle();
    await expect(dilatone.setModel(container())).resolves.toBe('done');
  });

  it('changes nothing where that was not asked for', async () => {
    await create({ model: container() });
    tellLoad(0.95);
    await settle();
    expect(runQuanta(host.processors[0], input)).toEqual(times(3));
  });

  it('does not overtake a change that is under way', async () => {
    const dilatone = await create({ model: container(), stepDown: true });
    const change = dilatone.setModel(modelOf(gainNetwork(4)));
    tellLoad(0.95);
    await expect(change).resolves.toBe('done');
    expect(runQuanta(host.processors[0], input)).toEqual(times(4));
  });
});

describe('bypass', () => {
  it('can be read back, and passes the input', async () => {
    const dilatone = await create();
    expect(dilatone.bypass).toBe(false);
    dilatone.bypass = true;
    expect(dilatone.bypass).toBe(true);
    await settle();
    expect(runQuanta(host.processors[0], input)).toEqual(input);
  });
});

describe('dispose', () => {
  it('ends the processor, closes the port, and may be called again', async () => {
    const dilatone = await create();
    dilatone.dispose();
    dilatone.dispose();
    await settle();
    expect(connections.disconnect).toHaveBeenCalledOnce();
    expect(host.closed).toEqual([true]);
    const answers = host.processors[0].notices;
    expect(answers).toEqual([
      { type: 'answer', id: 0, outcome: 'done' },
      { type: 'answer', id: 1, outcome: 'done' },
    ]);
  });

  it('rejects what is waiting and what comes after', async () => {
    const dilatone = await create();
    runQuanta(host.processors[0], input);
    const { outcome: crossfading } = await startChange(dilatone, modelOf(gainNetwork(3)));
    const preparing = dilatone.setModel(modelOf(gainNetwork(4)));
    dilatone.dispose();
    const disposed = { code: 'disposed' };
    await expect(crossfading).rejects.toMatchObject(disposed);
    await expect(preparing).rejects.toMatchObject(disposed);
    await expect(dilatone.setModel(modelOf(gainNetwork(5)))).rejects.toMatchObject(disposed);
    await expect(dilatone.reset()).rejects.toMatchObject(disposed);
    await expect(dilatone.setControls({})).rejects.toMatchObject(disposed);
    expect(() => dilatone.connect({})).toThrow(expect.objectContaining(disposed));
    expect(() => dilatone.disconnect()).toThrow(expect.objectContaining(disposed));
    expect(() => {
      dilatone.bypass = true;
    }).toThrow(expect.objectContaining(disposed));
  });

  it('takes back what is noted of its load, at whatever moment of a change it comes', async () => {
    for (let turns = 0; turns < 12; turns++) {
      const dilatone = await create({ engine: 'wasm' });
      const processor = host.processors.at(-1) as (typeof host.processors)[number];
      runQuanta(processor, input);
      const { outcome } = await startChange(dilatone, modelOf(gainNetwork(3)), { crossfade: 0 });
      outcome.catch(() => {});
      runQuanta(processor, new Float32Array(48_000));
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      dilatone.dispose();
      await settle();
      expect(loadOf(context)).toBe(0);
    }
  });

  it('ends the calls of listeners, those that come later included', async () => {
    const dilatone = await create();
    const listener = vi.fn();
    dilatone.on('meters', listener);
    dilatone.on('fault', listener);
    await settle();
    runQuanta(host.processors[0], new Float32Array(4000));
    dilatone.dispose();
    host.killProcessor(0, 'out of memory');
    dilatone.on('meters', listener);
    await settle();
    expect(listener).not.toHaveBeenCalled();
  });
});
