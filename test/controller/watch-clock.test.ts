import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchClock } from '../../src/controller/devices/watch-clock.js';

let page: EventTarget;
let stop: () => void;
const listener = vi.fn();

/** A context as iOS has it: its clock may stand still, whatever its state says. */
class StandInContext extends EventTarget {
  sampleRate = 48_000;
  currentTime = 1;
  state = 'running';
  /** Whether the clock stands still until the context is suspended and resumed. */
  stuck = false;
  /** Whether `resume` needs a gesture. */
  refuses = false;
  suspend = vi.fn(async () => {
    this.stuck = false;
    this.become('suspended');
  });
  resume = vi.fn(async () => {
    if (this.refuses) throw new DOMException('no gesture', 'NotAllowedError');
    this.become('running');
  });
  become(state: string) {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}
let context: StandInContext;

beforeEach(() => {
  vi.useFakeTimers();
  listener.mockClear();
  page = new EventTarget();
  context = new StandInContext();
  stop = watchClock(context, listener, page);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Lets time pass, and the context's clock with it where that goes. */
async function pass(seconds = 5) {
  for (let n = 0; n < seconds * 10; n++) {
    if (context.state === 'running' && !context.stuck) context.currentTime += 0.1;
    await vi.advanceTimersByTimeAsync(100);
  }
}
const events = () => listener.mock.calls.flat();
const gesture = () => page.dispatchEvent(new Event('pointerup'));

describe('a clock that stands still', () => {
  it('is noticed, and the context suspended and resumed', async () => {
    await pass();
    expect(events()).toEqual([]);
    context.stuck = true;
    await pass();
    expect(events()).toEqual(['stalled', 'revived']);
    expect([context.suspend.mock.calls.length, context.resume.mock.calls.length]).toEqual([1, 1]);
    context.stuck = true;
    await pass();
    expect(events()).toEqual(['stalled', 'revived', 'stalled', 'revived']);
  });

  it('is revived by a gesture where the browser refuses before', async () => {
    context.refuses = context.stuck = true;
    await pass(20);
    expect(events()).toEqual(['stalled']);
    expect(context.resume).toHaveBeenCalledOnce();
    gesture();
    expect(context.resume).toHaveBeenCalledTimes(2);
    await pass(1);
    context.refuses = false;
    gesture();
    await pass(1);
    expect(events()).toEqual(['stalled', 'revived']);
  });

  it('is waited for no longer than a second where the promises of the browser stay pending', async () => {
    context.suspend.mockReturnValueOnce(new Promise(() => {}));
    context.stuck = true;
    await pass();
    expect(context.resume).toHaveBeenCalledOnce();
    gesture();
    await pass();
    expect(events()).toEqual(['stalled', 'revived']);
  });

  it('is left alone while the page is hidden', async () => {
    const document = { visibilityState: 'hidden' };
    vi.stubGlobal('document', document);
    context.stuck = true;
    await pass();
    expect(events()).toEqual([]);
    document.visibilityState = 'visible';
    await pass();
    expect(events()).toEqual(['stalled', 'revived']);
  });
});

describe('an interruption', () => {
  it('is waited for, and what it leaves suspended is resumed', async () => {
    await pass(1);
    context.become('interrupted');
    await pass();
    gesture();
    expect(context.resume).not.toHaveBeenCalled();
    context.become('suspended');
    await pass(2);
    expect(events()).toEqual(['stalled', 'revived']);
    expect(context.suspend).not.toHaveBeenCalled();
  });

  it('may end by itself', async () => {
    context.become('interrupted');
    await pass(1);
    context.become('running');
    await pass();
    expect(events()).toEqual([]);
    expect(context.resume).not.toHaveBeenCalled();
  });

  it('may end with a clock that stands still', async () => {
    context.become('interrupted');
    context.stuck = true;
    context.become('running');
    await pass();
    expect(events()).toEqual(['stalled', 'revived']);
  });

  it('may come again before the context was resumed', async () => {
    context.refuses = true;
    context.become('interrupted');
    context.become('suspended');
    await pass(2);
    context.become('interrupted');
    gesture();
    await pass(1);
    expect(context.resume).toHaveBeenCalledOnce();
    context.refuses = false;
    context.become('suspended');
    await pass(2);
    expect(events()).toEqual(['stalled', 'revived']);
  });
});

describe('the app', () => {
  it('suspends the context for as long as it likes, also across an interruption', async () => {
    context.become('suspended');
    await pass();
    gesture();
    context.become('interrupted');
    await pass();
    context.become('suspended');
    await pass();
    gesture();
    expect(events()).toEqual([]);
    expect(context.resume).not.toHaveBeenCalled();
  });

  it('suspends a context that stands still: it is no longer revived', async () => {
    context.suspend.mockRejectedValueOnce(new Error('not now'));
    context.resume.mockRejectedValueOnce(new Error('not now'));
    context.stuck = true;
    await pass();
    expect(events()).toEqual(['stalled']);
    context.become('suspended');
    gesture();
    await pass();
    expect(context.resume).toHaveBeenCalledOnce();
  });

  it('ends the watch, or closes the context', async () => {
    stop();
    context.stuck = true;
    await pass();
    expect(events()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
    watchClock(context, listener, page);
    context.become('closed');
    await pass(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
