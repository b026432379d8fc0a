import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { guardFeedback } from '../../src/controller/devices/guard-feedback.js';
import { keepAwake } from '../../src/controller/devices/keep-awake.js';
import { manageOutput } from '../../src/controller/devices/manage-output.js';
import { watchOutputs } from '../../src/controller/devices/outputs.js';
import { readPlaybackStats, watchUnderruns } from '../../src/controller/devices/playback-stats.js';
import { watchClock } from '../../src/controller/devices/watch-clock.js';
import { measureRoundTrip } from '../../src/controller/microphone/round-trip.js';
import { resumeOnGesture } from '../../src/controller/resume-on-gesture.js';
import { analyserSpectrum } from '../support/analyser.js';

class StandInContext extends EventTarget {
  sampleRate = 48_000;
  currentTime = 0;
  state = 'running';
  become(state: string) {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}
let context: StandInContext;
beforeEach(() => {
  context = new StandInContext();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the screen', () => {
  const locks: { released: boolean; release: () => Promise<void> }[] = [];
  const request = vi.fn(async () => {
    const lock = {
      released: false,
      release: async () => {
        lock.released = true;
      },
    };
    locks.push(lock);
    return lock;
  });
  let document: EventTarget & { visibilityState?: string };
  const show = (visibilityState: string) => {
    document.visibilityState = visibilityState;
    // Browsers release what a hidden page holds.
    if (visibilityState === 'hidden') for (const lock of locks) lock.released = true;
    document.dispatchEvent(new Event('visibilitychange'));
    return turn();
  };
  const held = () => locks.filter(({ released }) => !released).length;

  beforeEach(() => {
    locks.length = 0;
    request.mockClear();
    document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    vi.stubGlobal('document', document);
    vi.stubGlobal('navigator', { wakeLock: { request } });
  });

  it('stays on while the context runs and the page is visible', async () => {
    const end = keepAwake(context);
    await turn();
    expect([request.mock.lastCall, held()]).toEqual([['screen'], 1]);
    await show('hidden');
    expect(held()).toBe(0);
    await show('visible');
    expect(held()).toBe(1);
    context.become('suspended');
    await turn();
    expect(held()).toBe(0);
    context.become('running');
    await turn();
    expect(held()).toBe(1);
    end();
    await turn();
    expect(held()).toBe(0);
    await show('visible');
    context.become('running');
    await turn();
    expect([request.mock.calls.length, held()]).toEqual([3, 0]);
  });

  it('is let go where the context stops while the browser is asked', async () => {
    const end = keepAwake(context);
    context.become('closed');
    await turn();
    expect([locks.length, held()]).toEqual([1, 0]);
    end();
  });

  it('is asked for once at a time', async () => {
    keepAwake(context);
    context.become('running');
    context.become('running');
    await turn();
    expect([locks.length, held()]).toEqual([1, 1]);
  });

  it('may go off where the browser refuses, or has no such lock', async () => {
    request.mockRejectedValueOnce(new DOMException('low battery', 'NotAllowedError'));
    keepAwake(context);
    await turn();
    expect(held()).toBe(0);
    context.become('running');
    await turn();
    expect(held()).toBe(1);
    vi.stubGlobal('navigator', {});
    expect(() => keepAwake(context)()).not.toThrow();
  });
});

describe('underruns', () => {
  const playbackStats = {
    underrunEvents: 2,
    underrunDuration: 0.1,
    totalDuration: 20,
    averageLatency: 0.02,
    minimumLatency: 0.01,
    maximumLatency: 0.03,
  };
  const counting = () => Object.assign(context, { playbackStats: { ...playbackStats } });

  it('are read, also through other contexts, and null where nobody counts', () => {
    const expected = {
      underrunCount: 2,
      underrunSeconds: 0.1,
      playedSeconds: 20,
      averageLatencySeconds: 0.02,
      minimumLatencySeconds: 0.01,
      maximumLatencySeconds: 0.03,
    };
    expect(readPlaybackStats(context)).toBeNull();
    expect(readPlaybackStats(counting())).toEqual(expected);
    const inner = { sampleRate: 48_000, currentTime: 0, state: 'running', _nativeContext: context };
    expect(
      readPlaybackStats({ sampleRate: 48_000, currentTime: 0, state: 'running', rawContext: inner } as never),
    ).toEqual(expected);
  });

  it('are told when there are more of them', () => {
    vi.useFakeTimers();
    const listener = vi.fn();
    const { playbackStats: stats } = counting();
    const stop = watchUnderruns(context, listener);
    vi.advanceTimersByTime(5000);
    expect(listener).not.toHaveBeenCalled();
    Object.assign(stats, { underrunEvents: 5, underrunDuration: 0.35 });
    vi.advanceTimersByTime(5000);
    expect(listener).toHaveBeenCalledExactlyOnceWith({
      count: 3,
      seconds: expect.closeTo(0.25),
      stats: expect.objectContaining({ underrunCount: 5 }),
    });
    stop();
    expect(vi.getTimerCount()).toBe(0);
    watchUnderruns(context, listener);
    context.state = 'closed';
    vi.advanceTimersByTime(1000);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a guard against feedback', () => {
  /** A parameter that is where its last event leads to, at once. */
  const gain = {
    value: 1,
    cancelScheduledValues: () => gain,
    setValueAtTime: () => gain,
    setTargetAtTime: (value: number) => {
      gain.value = value;
    },
    exponentialRampToValueAtTime: (value: number) => {
      gain.value = value;
    },
  };
  let hz = 0;
  const analyser = {
    fftSize: 0,
    get frequencyBinCount() {
      return analyser.fftSize / 2;
    },
    getFloatFrequencyData: (spectrum: Float32Array) => {
      const at = (t: number) => 0.8 * gain.value * Math.sin((2 * Math.PI * hz * t) / 48_000);
      spectrum.set(analyserSpectrum(Float32Array.from({ length: analyser.fftSize }, (_, t) => at(t))));
    },
  };
  const node = { gain, connect: vi.fn(), disconnect: vi.fn() };
  const guardable = () => Object.assign(context, { createGain: () => node, createAnalyser: () => analyser });
  const run = (seconds: number) => {
    for (let ms = 0; ms < seconds * 1000; ms += 30) {
      context.currentTime += 0.03;
      vi.advanceTimersByTime(30);
    }
  };
  beforeEach(() => {
    vi.useFakeTimers();
    gain.value = 1;
    hz = 0;
  });

  it('lowers a howl, and lets the sound come back when it is gone', () => {
    const onchange = vi.fn();
    const guard = guardFeedback(guardable(), { onchange });
    expect(guard.node).toBe(node);
    run(1);
    expect(guard.ducked).toBe(false);
    hz = 1500;
    run(1);
    expect(gain.value).toBeCloseTo(10 ** (-30 / 20));
    expect(guard.ducked).toBe(true);
    hz = 0;
    run(5);
    expect([guard.ducked, gain.value]).toEqual([false, 1]);
    expect(onchange.mock.calls).toEqual([
      [{ ducked: true, hz: expect.closeTo(1500, -1) }],
      [{ ducked: false, hz: expect.closeTo(1500, -1) }],
    ]);
  });

  it('lowers it again, for longer, where it comes back', () => {
    const onchange = vi.fn();
    guardFeedback(guardable(), { depthDb: -40, onchange });
    hz = 1500;
    let lowered = 0;
    for (let n = 0; n < 1000; n++) {
      run(0.03);
      if (gain.value < 0.02) lowered++;
    }
    expect(lowered / 1000).toBeGreaterThan(0.75);
    expect(onchange).toHaveBeenCalledOnce();
  });

  it('ends, and lets the sound be', () => {
    const guard = guardFeedback(guardable(), {});
    hz = 1500;
    run(1);
    guard.dispose();
    guard.dispose();
    expect(node.disconnect).toHaveBeenCalledExactlyOnceWith(analyser);
    expect([gain.value, guard.ducked, vi.getTimerCount()]).toEqual([1, false, 0]);
    expect(() => guardFeedback(guardable(), { depthDb: 3 })).toThrow(RangeError);
  });
});

describe('mistakes of the caller', () => {
  const wrong = (value: unknown) => value as never;
  const page = new EventTarget();
  const watches = {
    guardFeedback,
    keepAwake,
    manageOutput,
    readPlaybackStats,
    resumeOnGesture: (context: never) => resumeOnGesture(context, page),
    watchClock: (context: never, listener: never) => watchClock(context, listener, page),
    watchUnderruns,
  };

  it.each(Object.entries(watches))('%s takes a context', async (_, watch) => {
    for (const context of [undefined, null, 3, {}]) {
      await expect(
        (async () =>
          watch(
            wrong(context),
            wrong(() => {}),
          ))(),
      ).rejects.toThrow(/^context: expected an AudioContext, got /);
    }
  });

  it('listeners are functions', async () => {
    const message = 'listener: expected a function, got number';
    expect(() => watchClock(wrong(context), wrong(3), page)).toThrow(message);
    expect(() => watchUnderruns(context, wrong(3))).toThrow(message);
    expect(() => guardFeedback(wrong(context), { onchange: wrong(3) })).toThrow(message);
    await expect(manageOutput(context, { onchange: wrong(3) })).rejects.toThrow(message);
    expect(() => watchOutputs(wrong(3))).toThrow(message);
  });

  it('a round trip needs an input', async () => {
    await expect(measureRoundTrip(wrong(context), wrong(undefined))).rejects.toThrow(/^input: expected a node/);
  });
});
