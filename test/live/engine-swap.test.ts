import { describe, expect, it } from 'vitest';
import { Interpreter } from '../../src/interpreter/interpreter.js';
import { GuardedEngine } from '../../src/live/guarded-engine.js';
import { type ChangeEnd, EngineSwap, type SwapPlan } from '../../src/live/swap/engine-swap.js';
import type { Network } from '../../src/network/network.js';
import { makeEngine } from '../support/make-engine.js';
import { noise, randomPartition } from '../support/signals.js';
import { brokenNetwork, echoNetwork, gainNetwork } from '../support/small-networks.js';
import { runAlong } from '../support/swap-plan.js';

const MAX_FRAMES = 512;

const MONO = { inputChannels: 1, outputChannels: 1 };

const guarded = (network: Network) => new GuardedEngine(new Interpreter(network));

const swapFrom = (engine: GuardedEngine, keptFrames = 4096) => new EngineSwap(engine, MONO, MAX_FRAMES, keptFrames);

/** Runs a swap over a signal, in blocks; `atFrame` is called before the block that starts there, `onEnd` as a change ends. */
function run(
  swap: EngineSwap,
  input: Float32Array,
  blocks: readonly number[],
  atFrame: (frame: number) => void = () => {},
  onEnd: (end: ChangeEnd) => void = () => {},
): Float32Array {
  const output = new Float32Array(input.length);
  let start = 0;
  for (const frames of blocks) {
    atFrame(start);
    const block = [output.subarray(start, start + frames)];
    const { ended } = swap.process(block, [input.subarray(start, start + frames)], frames);
    if (ended !== null) onEnd(ended);
    start += frames;
  }
  return output;
}

describe('a change of engines', () => {
  const input = noise(2048, 1);
  const blocks = [256, 256, 256, 256, 256, 256, 256, 256];

  it('is heard only after the new engine has run along for the time it was given', () => {
    const swap = swapFrom(guarded(gainNetwork(1)));
    const output = run(swap, input, blocks, (frame) => {
      if (frame === 256) swap.begin(guarded(gainNetwork(3)), runAlong(300, 0));
    });
    expect(output.subarray(0, 556)).toEqual(input.subarray(0, 556));
    expect(output.subarray(556)).toEqual(input.subarray(556).map((x) => 3 * x));
  });

  it('is heard at once where the new engine has missed nothing', () => {
    const swap = swapFrom(guarded(gainNetwork(1)));
    swap.begin(guarded(gainNetwork(3)), runAlong(300, 0));
    expect(run(swap, input, blocks)).toEqual(input.map((x) => 3 * x));
  });

  it('ends, bit for bit, on an engine that had run the new network all along', () => {
    const lookback = 500;
    const expected = new Float32Array(input.length);
    new Interpreter(echoNetwork(lookback)).process([expected], [input], input.length);
    const swap = swapFrom(guarded(gainNetwork(1)));
    const output = run(swap, input, blocks, (frame) => {
      if (frame === 512) swap.begin(guarded(echoNetwork(lookback)), runAlong(lookback, 100));
    });
    expect(swap.swapping).toBe(false);
    const end = 512 + lookback + 100;
    expect(output.subarray(end)).toEqual(expected.subarray(end));
    expect(output.subarray(0, 512 + lookback)).toEqual(input.subarray(0, 512 + lookback));
  });

  it('crossfades with gains that sum up to one', () => {
    const ones = new Float32Array(1024).fill(1);
    const swap = swapFrom(guarded(gainNetwork(1)));
    swap.begin(guarded(gainNetwork(2)), runAlong(0, 99));
    const output = run(swap, ones, [256, 256, 256, 256]);
    output.subarray(0, 100).forEach((y, t) => {
      expect(y).toBeCloseTo(1 + (t + 1) / 100, 6);
    });
    expect(output.subarray(100)).toEqual(new Float32Array(924).fill(2));
  });

  it.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 16],
  ])('does not depend on how the frames are cut into blocks (seed %i, speed %i)', (seed, catchUpSpeed) => {
    const render = (cut: readonly number[]) => {
      const swap = swapFrom(guarded(echoNetwork(100)));
      const before = run(swap, input, [500]);
      swap.begin(guarded(echoNetwork(333)), { warmFrames: 333, catchUpSpeed, fadeFrames: 217 });
      return [before, run(swap, input, cut)];
    };
    expect(render(randomPartition(input.length, 300, seed))).toEqual(render(blocks));
  });

  it('is given up where the new engine fails, and the old one goes on', () => {
    const swap = swapFrom(guarded(gainNetwork(2)));
    const ends: ChangeEnd[] = [];
    const begin = (frame: number) => {
      if (frame === 256) swap.begin(guarded(brokenNetwork()), runAlong(100, 100));
    };
    const output = run(swap, input, blocks, begin, (end) => ends.push(end));
    expect(output).toEqual(input.map((x) => 2 * x));
    expect(swap.swapping).toBe(false);
    expect(ends).toEqual([{ outcome: 'failed', detail: expect.stringMatching(/expected finite samples/) }]);
  });

  it('is replaced by a later one', () => {
    const swap = swapFrom(guarded(gainNetwork(1)));
    swap.begin(guarded(gainNetwork(2)), runAlong(1000, 0));
    const output = run(swap, input, blocks, (frame) => {
      if (frame === 512) swap.begin(guarded(gainNetwork(3)), runAlong(0, 0));
    });
    expect(output.subarray(512)).toEqual(input.subarray(512).map((x) => 3 * x));
  });

  it('says when the current engine fails', () => {
    const swap = swapFrom(guarded(brokenNetwork()));
    expect(swap.process([new Float32Array(8)], [new Float32Array(8)], 8).fault).toBe(null);
    const { fault } = swap.process([new Float32Array(8)], [new Float32Array(8).fill(1)], 8);
    expect(fault).toMatch(/expected finite samples/);
  });
});

describe('new engines that catch up', () => {
  const input = noise(6000, 2);
  const lookback = 900;
  const plan = { warmFrames: lookback, catchUpSpeed: 4, fadeFrames: 0 };
  const blocks = new Array<number>(60).fill(100);
  const begun = 2000;

  /** What the new network alone makes of the input. */
  const expected = new Float32Array(input.length);
  new Interpreter(echoNetwork(lookback)).process([expected], [input], input.length);

  const runWith = (changes: Partial<SwapPlan>, incoming = guarded(echoNetwork(lookback)), keptFrames = 4096) => {
    const swap = swapFrom(guarded(gainNetwork(1)), keptFrames);
    return run(swap, input, blocks, (frame) => {
      if (frame === begun) swap.begin(incoming, { ...plan, ...changes });
    });
  };

  it.each([
    [2, 900],
    [4, 300],
    [10, 100],
  ])('at speed %i are heard after %i frames, and go on as if they had run all along', (catchUpSpeed, frames) => {
    const output = runWith({ catchUpSpeed });
    const heard = begun + frames;
    expect(output.subarray(begun, heard)).toEqual(input.subarray(begun, heard));
    expect(output.subarray(heard)).toEqual(expected.subarray(heard));
  });

  it('never process more in a block than the plan allows', () => {
    const engine = new Interpreter(echoNetwork(lookback));
    const worked: number[] = [];
    const counting = makeEngine((output, signal, frames) => {
      worked[worked.length - 1] += frames;
      engine.process(output, signal, frames);
    });
    const swap = swapFrom(guarded(gainNetwork(1)));
    run(swap, input, blocks, (frame) => {
      if (frame === begun) swap.begin(new GuardedEngine(counting), plan);
      worked.push(0);
    });
    expect(Math.max(...worked)).toBe(400);
    expect(worked.reduce((sum, frames) => sum + frames, 0)).toBe(input.length - begun + lookback);
  });

  it('run along for what is not kept', () => {
    // 512 frames, the least that a ring keeps, are replayed; 388 are heard live.
    const output = runWith({}, undefined, 0);
    expect(output.subarray(begun, begun + 388)).toEqual(input.subarray(begun, begun + 388));
    expect(output.subarray(begun + 388)).toEqual(expected.subarray(begun + 388));
  });

  it.each([
    [1, begun],
    [4, begun - lookback],
  ])('at speed %i are told the number of the frame that they start with', (catchUpSpeed, expectedFrame) => {
    const heard: number[] = [];
    const started: number[] = [];
    const engine = makeEngine((_output, [signal]) => heard.push(signal[0]));
    const startAt = (frame: number) => started.push(frame);
    const swap = swapFrom(guarded(gainNetwork(1)));
    const ramp = input.map((_, t) => t);
    run(swap, ramp, blocks.slice(0, 20));
    swap.begin(new GuardedEngine({ ...engine, startAt }), { ...plan, catchUpSpeed });
    run(swap, ramp.subarray(begun), [500]);
    expect(started).toEqual([expectedFrame]);
    expect(heard[0]).toBe(expectedFrame);
  });

  it('have caught up before anything else is heard, where they may take their time', () => {
    const output = runWith({ catchUpSpeed: 'immediate' });
    expect(output.subarray(begun)).toEqual(expected.subarray(begun));
  });

  it('start afresh with the old ones at a reset', () => {
    const swap = swapFrom(guarded(gainNetwork(1)));
    const output = run(swap, input, blocks, (frame) => {
      if (frame === begun) swap.begin(guarded(echoNetwork(lookback)), plan);
      if (frame === begun + 100) swap.reset();
    });
    const afresh = new Float32Array(1000);
    new Interpreter(echoNetwork(lookback)).process([afresh], [input.subarray(begun + 100)], 1000);
    expect(output.subarray(begun + 100, begun + 1100)).toEqual(afresh);
  });
});
