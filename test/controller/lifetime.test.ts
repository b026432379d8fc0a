import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openMicrophone } from '../../src/controller/microphone/microphone.js';
import { createDilatone, type DilatoneOptions } from '../../src/controller/node/create-dilatone.js';
import { type InProcessHost, inProcessHost } from '../support/in-process-host.js';
import { modelOf } from '../support/model-of.js';
import { gainNetwork } from '../support/small-networks.js';

const CLOSED = 'expected a context in use, got one that was closed';

let context: { sampleRate: number; currentTime: number; state: string };
let host: InProcessHost;
const disconnect = vi.fn();
const unhandled = vi.fn();

beforeEach(async () => {
  context = { sampleRate: 48_000, currentTime: 0, state: 'running' };
  host = await inProcessHost(() => ({ connect: vi.fn(), disconnect }));
  process.on('unhandledRejection', unhandled);
});
afterEach(async () => {
  await turn();
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

const create = (options: Partial<DilatoneOptions> = {}) =>
  createDilatone(context, { model: modelOf(gainNetwork(2)), host, multiplyAdd: 'plain', ...options });

/** Timers that are set and not cleared, beside those that this file knows of. */
function countTimers() {
  const running = new Set<unknown>();
  const { setInterval, clearInterval } = globalThis;
  vi.stubGlobal('setInterval', (...args: Parameters<typeof setInterval>) => {
    const timer = setInterval(...args);
    running.add(timer);
    return timer;
  });
  vi.stubGlobal('clearInterval', (timer: Parameters<typeof clearInterval>[0]) => {
    running.delete(timer);
    clearInterval(timer);
  });
  return running;
}

/** A host that stops at one place until it is told to go on. */
function haltingHost(place: 'addModule' | 'createNode') {
  let goOn = () => {};
  const going = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const reached = vi.fn();
  const addModule = async (url: string) => {
    reached();
    await going;
    return host.addModule(url);
  };
  const createNode: typeof host.createNode = (...args) => {
    const node = host.createNode(...args);
    // What it says is held back.
    let hear: ((event: unknown) => void) | null = null;
    Object.defineProperty(node.port, 'onmessage', {
      get: () => (event: unknown) => void going.then(() => hear?.(event)),
      set: (handler) => {
        hear = handler;
      },
    });
    reached();
    return node;
  };
  return {
    halting: { ...host, ...(place === 'addModule' ? { addModule } : { createNode }) },
    goOn,
    reached: () => vi.waitUntil(() => reached.mock.calls.length > 0),
  };
}

describe('createDilatone in a context that is closed', () => {
  it('before it says so, and begins nothing', async () => {
    context.state = 'closed';
    await expect(create()).rejects.toMatchObject({ code: 'worklet', message: `createDilatone: ${CLOSED}` });
    expect(host.urls).toEqual([]);
    expect(host.options).toEqual([]);
  });

  it.each([
    [
      'never answers',
      (context: { state: string }) => new Promise<never>(() => Object.assign(context, { state: 'closed' })),
    ],
    [
      'names another reason',
      async (context: { state: string }) => {
        context.state = 'closed';
        throw new DOMException('The document is not active', 'InvalidStateError');
      },
    ],
    ['answers nevertheless', async (context: { state: string }) => void Object.assign(context, { state: 'closed' })],
  ])('while it loads the script says so, where the browser %s', async (_, load) => {
    const timers = countTimers();
    const making = create({ host: { ...host, addModule: () => load(context) } });
    await expect(making).rejects.toMatchObject({ code: 'worklet', message: `createDilatone: ${CLOSED}` });
    expect(host.options).toEqual([]);
    expect(timers.size).toBe(0);
  });

  it('while it waits for the processor says so, and lets go of the node', async () => {
    const timers = countTimers();
    const close = vi.fn();
    const port = { postMessage: vi.fn(), close };
    const createNode = vi.fn(() => ({ port, addEventListener: () => {} }) as never);
    const making = create({ host: { ...host, createNode } });
    await vi.waitUntil(() => createNode.mock.calls.length > 0);
    context.state = 'closed';
    await expect(making).rejects.toMatchObject({ code: 'worklet', message: `createDilatone: ${CLOSED}` });
    await vi.waitUntil(() => close.mock.calls.length > 0);
    expect(timers.size).toBe(0);
  });

  it('afterwards lets the node be disposed of, port included', async () => {
    const dilatone = await create();
    context.state = 'closed';
    dilatone.dispose();
    expect(host.closed).toEqual([true]);
  });

  it('as it has rendered offline is a mistake of the caller', async () => {
    Object.assign(context, { state: 'closed', startRendering: () => {} });
    await expect(create()).rejects.toThrow(new TypeError(`context: ${CLOSED}: an offline context renders once`));
  });
});

describe('what is no context is a TypeError', () => {
  it.each([
    [null, 'null'],
    [undefined, 'undefined'],
    ['48000', 'string'],
    [{}, 'object'],
    [Promise.resolve(), 'a Promise; is an await missing?'],
  ])('%j', async (value, got) => {
    const refusal = new TypeError(`context: expected an AudioContext, got ${got}`);
    await expect(createDilatone(value as never, { model: modelOf(gainNetwork(2)), host })).rejects.toThrow(refusal);
    await expect(openMicrophone(value as never)).rejects.toThrow(refusal);
  });
});

describe('what is no signal', () => {
  it('is a TypeError, and begins nothing', async () => {
    await expect(create({ signal: new AbortController() as never })).rejects.toThrow(
      /^signal: expected an AbortSignal/,
    );
    expect(host.urls).toEqual([]);
  });
});

describe('the signal of createDilatone', () => {
  const aborted = { name: 'DilatoneError', code: 'aborted', where: 'createDilatone', cause: 'enough' };

  it('that is aborted before begins nothing', async () => {
    await expect(create({ signal: AbortSignal.abort('enough') })).rejects.toMatchObject(aborted);
    expect(host.urls).toEqual([]);
  });

  it.each(['addModule', 'createNode'] as const)('ends at %s, at once, and leaves nothing', async (place) => {
    const timers = countTimers();
    const controller = new AbortController();
    const removed = vi.spyOn(controller.signal, 'removeEventListener');
    const { halting, goOn, reached } = haltingHost(place);
    const making = create({ host: halting, signal: controller.signal });
    await reached();
    controller.abort('enough');
    await expect(making).rejects.toMatchObject(aborted);
    expect(removed).toHaveBeenCalledOnce();
    goOn();
    await vi.waitUntil(() => timers.size === 0);
    await turn();
    // No node was made, or the one that was has been ended.
    expect(host.closed).toEqual(place === 'createNode' ? [true] : []);
    expect(disconnect).toHaveBeenCalledTimes(host.closed.length);
    // The next try is not spoiled.
    await expect(create()).resolves.toHaveProperty('info.engine', 'wasm');
  });

  it('does nothing to the node that was made', async () => {
    const controller = new AbortController();
    const dilatone = await create({ signal: controller.signal });
    controller.abort('enough');
    await dilatone.reset();
    expect(host.closed).toEqual([false]);
  });

  it('wins where it comes in the same moment as the node', async () => {
    const controller = new AbortController();
    const createNode: typeof host.createNode = (...args) => {
      queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => controller.abort('enough'))));
      return host.createNode(...args);
    };
    await expect(create({ host: { ...host, createNode }, signal: controller.signal })).rejects.toMatchObject(aborted);
    await vi.waitUntil(() => host.closed[0]);
  });
});

describe('openMicrophone', () => {
  const stop = vi.fn();
  const track = Object.assign(new EventTarget(), { getSettings: () => ({}), stop });
  const stream = { getTracks: () => [track], getAudioTracks: () => [track] };
  const createMediaStreamSource = vi.fn(() => ({ disconnect: () => {} }));
  const live = () => Object.assign(context, { createMediaStreamSource });

  /** A browser whose user takes time to answer. */
  function slowUser() {
    let allow = () => {};
    const getUserMedia = vi.fn(
      () =>
        new Promise((resolve) => {
          allow = () => resolve(stream);
        }),
    );
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
    return { getUserMedia, allow: () => allow() };
  }

  it('does not ask for a context that was closed before', async () => {
    const { getUserMedia } = slowUser();
    context.state = 'closed';
    const failure = { code: 'microphone', message: `microphone: ${CLOSED}` };
    await expect(openMicrophone(live())).rejects.toMatchObject(failure);
    expect(getUserMedia).not.toHaveBeenCalled();
  });

  it('rejects when the context is closed meanwhile, and opens no microphone later', async () => {
    const timers = countTimers();
    const { allow } = slowUser();
    const opening = openMicrophone(live());
    context.state = 'closed';
    await expect(opening).rejects.toMatchObject({ code: 'microphone', message: `microphone: ${CLOSED}` });
    expect(timers.size).toBe(0);
    allow();
    await turn();
    expect(stop).toHaveBeenCalledOnce();
    expect(createMediaStreamSource).not.toHaveBeenCalled();
  });

  it('closes the microphone that comes just when the context is closed', async () => {
    const { allow } = slowUser();
    const opening = openMicrophone(live());
    allow();
    context.state = 'closed';
    await expect(opening).rejects.toMatchObject({ code: 'microphone', message: `microphone: ${CLOSED}` });
    expect(stop).toHaveBeenCalledOnce();
  });

  it('is ended by its signal, and opens no microphone later', async () => {
    const { allow } = slowUser();
    const controller = new AbortController();
    const opening = openMicrophone(live(), { signal: controller.signal });
    controller.abort('enough');
    await expect(opening).rejects.toMatchObject({ code: 'aborted', cause: 'enough' });
    allow();
    await turn();
    expect(stop).toHaveBeenCalledOnce();
  });

  it('takes no offline context', async () => {
    slowUser();
    const refusal = new TypeError('context: expected one that plays live, got an offline one');
    await expect(openMicrophone({ ...context, startRendering: () => {} } as never)).rejects.toThrow(refusal);
  });
});
