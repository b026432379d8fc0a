import { describe, expect, it } from 'vitest';
import { designResampledEngine } from '../../src/engine/resample/resampled-engine.js';
import { Interpreter } from '../../src/interpreter/interpreter.js';
import { createGuardedEngine, GuardedEngine } from '../../src/live/guarded-engine.js';
import type { ParameterValues } from '../../src/live/parameters.js';
import { SignalPath } from '../../src/live/signal-path.js';
import type { ChangeEnd } from '../../src/live/swap/engine-swap.js';
import type { Network } from '../../src/network/network.js';
import { makeEngine } from '../support/make-engine.js';
import { largestStep, maxDifference, noise, randomPartition } from '../support/signals.js';
import { brokenNetwork, crossingNetwork, echoNetwork, gainNetwork } from '../support/small-networks.js';
import { runAlong } from '../support/swap-plan.js';

const RATE_HZ = 48_000;
/** Length of every crossing and smoothing of the path. */
const CROSSING_FRAMES = 480;

/** The end of a change whose engine gave NaN. */
const FAILED = { outcome: 'failed', detail: expect.stringMatching(/expected finite samples/) };

const engineFor = (network: Network, channels = 1) =>
  createGuardedEngine({ kind: 'interpreter', network }, { inputChannels: channels, outputChannels: channels });

const pathFor = (network: Network, channels = 1) =>
  new SignalPath(engineFor(network, channels), { inputChannels: channels, outputChannels: channels }, RATE_HZ);

const pathOf = (engine: GuardedEngine) => new SignalPath(engine, { inputChannels: 1, outputChannels: 1 }, RATE_HZ);

const parameters = (changes: { inputGainDb?: number; outputGainDb?: number; mix?: number } = {}): ParameterValues => ({
  inputGainDb: Float32Array.of(changes.inputGainDb ?? 0),
  outputGainDb: Float32Array.of(changes.outputGainDb ?? 0),
  mix: Float32Array.of(changes.mix ?? 1),
});

/** What the faults of a path and the ends of its changes were, while `run` ran it. */
interface Events {
  readonly faults: string[];
  readonly ends: ChangeEnd[];
}

const happened = new WeakMap<SignalPath, Events>();

function eventsOf(path: SignalPath): Events {
  const events = happened.get(path) ?? { faults: [], ends: [] };
  happened.set(path, events);
  return events;
}

/** Runs a path over one channel; `at` is called before each block and may give the parameters for it. */
function run(
  path: SignalPath,
  input: Float32Array,
  blocks: readonly number[] = [input.length],
  at: (frame: number) => ParameterValues = () => parameters(),
): Float32Array {
  const output = new Float32Array(input.length);
  let start = 0;
  for (const frames of blocks) {
    const values = at(start);
    const block = [output.subarray(start, start + frames)];
    const { fault, ended } = path.process(block, [input.subarray(start, start + frames)], values, frames);
    if (fault !== null) eventsOf(path).faults.push(fault);
    if (ended !== null) eventsOf(path).ends.push(ended);
    start += frames;
  }
  return output;
}

const blocksOf = (frames: number, count: number) => new Array<number>(count).fill(frames);

describe('the signal path', () => {
  const input = noise(4000, 1);

  it('is the network alone, bit for bit, with the parameters as they are by default', () => {
    const expected = new Float32Array(input.length);
    new Interpreter(echoNetwork(700)).process([expected], [input], input.length);
    expect(run(pathFor(echoNetwork(700)), input)).toEqual(expected);
  });

  it.each([1, 2, 3])('does not depend on the render quantum (seed %i)', (seed) => {
    // Automation: new values every 100 frames, so that they fall inside quanta as well as between them.
    const random = noise(40, seed);
    const curve = (low: number, high: number) =>
      input.map((_, t) => low + (high - low) * (random[Math.floor(t / 100)] + 0.5));
    const [gainDb, mix] = [curve(-20, 20), curve(0, 1)];
    const render = (blocks: readonly number[]) => {
      let start = 0;
      return run(pathFor(echoNetwork(50)), input, blocks, (frame) => {
        const end = frame + blocks[start++];
        const part = (values: Float32Array) => values.subarray(frame, end);
        return { inputGainDb: part(gainDb), outputGainDb: part(gainDb), mix: part(mix) };
      });
    };
    const expected = render(blocksOf(128, 31).concat(32));
    expect(render(randomPartition(input.length, 1500, seed))).toEqual(expected);
    expect(render([4000])).toEqual(expected);
  });

  it('applies the input gain before the network and the output gain after it', () => {
    const driven = run(pathFor(echoNetwork(50)), input, [4000], () => parameters({ inputGainDb: 20 }));
    const hot = input.map((x) => 10 * x);
    expect(driven).toEqual(run(pathFor(echoNetwork(50)), hot));
    const quiet = run(pathFor(echoNetwork(50)), input, [4000], () => parameters({ outputGainDb: -20 }));
    expect(quiet).toEqual(run(pathFor(echoNetwork(50)), input).map((y) => y * 0.1));
  });

  it('leaves the input as it came at mix 0, whatever the gains', () => {
    const values = parameters({ mix: 0, inputGainDb: 12, outputGainDb: -12 });
    expect(run(pathFor(gainNetwork(5)), input, [4000], () => values)).toEqual(input);
  });

  it('is half dry and half wet at mix 0.5', () => {
    const output = run(pathFor(gainNetwork(3)), input, [4000], () => parameters({ mix: 0.5 }));
    expect(output).toEqual(input.map((x) => 0.5 * x + 0.5 * Math.fround(3 * x)));
  });

  it('makes no step where a parameter jumps', () => {
    const ones = new Float32Array(2000).fill(1);
    const output = run(pathFor(gainNetwork(1)), ones, blocksOf(125, 16), (frame) =>
      parameters({ outputGainDb: frame < 1000 ? 0 : 20 }),
    );
    expect(output[1999]).toBe(10);
    // 20 dB in equal steps of dB: the last one, to 10, is the largest.
    expect(largestStep(output)).toBeLessThan(10 * (10 ** (1 / CROSSING_FRAMES) - 1) + 1e-5);
  });

  it('hears silence where the input is missing', () => {
    const path = pathFor(echoNetwork(50), 2);
    const output = [new Float32Array(300), new Float32Array(300)];
    path.process(output, [], parameters(), 300);
    const silence = run(pathFor(echoNetwork(50)), new Float32Array(300));
    expect(output).toEqual([silence, silence]);
    path.process(output, [input.subarray(0, 300)], parameters(), 300);
    expect(output[0]).not.toEqual(silence);
    expect(output[1]).toEqual(silence);
  });

  it('writes channels of the output that it did not expect', () => {
    const output = [new Float32Array(8), new Float32Array(8), new Float32Array(8)];
    pathFor(gainNetwork(2)).process(output, [input.subarray(0, 8)], parameters(), 8);
    const expected = input.subarray(0, 8).map((x) => 2 * x);
    expect(output).toEqual([expected, expected, expected]);
  });

  it('takes the dry sound of each output from the input of the same number', () => {
    const path = pathFor(crossingNetwork(), 2);
    const stereo = [noise(64, 3), noise(64, 4)];
    const output = [new Float32Array(64), new Float32Array(64)];
    path.process(output, stereo, parameters({ mix: 0 }), 64);
    expect(output).toEqual(stereo);
  });
});

describe('bypass', () => {
  it('leads to the dry sound and back without a step, and the network has gone on', () => {
    const ones = new Float32Array(4000).fill(0.3);
    const path = pathFor(echoNetwork(1500));
    const wet = run(pathFor(echoNetwork(1500)), ones);
    const output = run(path, ones, blocksOf(125, 32), (frame) => {
      path.bypass = frame >= 1000 && frame < 2000;
      return parameters();
    });
    expect(output.subarray(0, 1000)).toEqual(wet.subarray(0, 1000));
    expect(output.subarray(1000 + CROSSING_FRAMES, 2000)).toEqual(ones.subarray(1000 + CROSSING_FRAMES, 2000));
    expect(output.subarray(2000 + CROSSING_FRAMES)).toEqual(wet.subarray(2000 + CROSSING_FRAMES));
    expect(largestStep(output.subarray(900, 1500))).toBeLessThan(0.01);
    expect(largestStep(output.subarray(1900))).toBeLessThan(0.01);
  });

  it('holds from the first frame on when it was set before', () => {
    const path = pathFor(gainNetwork(2));
    path.bypass = true;
    expect(run(path, noise(100, 1))).toEqual(noise(100, 1));
  });
});

describe('a fault', () => {
  /** Silence, which the broken network bears, then a slow sound, which it does not. */
  const input = new Float32Array(3000).map((_, t) => (t < 1000 ? 0 : 0.3 * Math.sin((t - 1000) / 50)));

  it('leaves the dry sound, without a step, and is counted once', () => {
    const path = pathFor(brokenNetwork());
    const output = run(path, input, blocksOf(125, 24));
    expect(output).toEqual(input);
    expect(eventsOf(path).faults).toEqual(['engine: expected finite samples, got NaN or infinity']);
  });

  it('leads over from what was heard before', () => {
    const ones = new Float32Array(2000).fill(0.1);
    const path = pathOf(failingAfter(1000, 0.5));
    const output = run(path, ones, blocksOf(125, 16));
    expect(output[999]).toBe(0.5);
    expect(output.every(Number.isFinite)).toBe(true);
    expect(largestStep(output.subarray(0, 1125))).toBeLessThan(0.5 / CROSSING_FRAMES + 1e-6);
    expect(output[1999]).toBeCloseTo(0.1);
  });

  it('is over after a reset, which leads back to the wet sound without a step', () => {
    const ones = new Float32Array(4000).fill(0.1);
    const path = pathOf(failingAfter(1000, 0.5, true));
    const output = run(path, ones, blocksOf(125, 32), (frame) => {
      if (frame === 2000) path.reset();
      return parameters();
    });
    expect(output[1999]).toBeCloseTo(0.1, 6);
    expect(output[2000 + CROSSING_FRAMES]).toBe(0.5);
    expect(largestStep(output.subarray(1500, 2999))).toBeLessThan(0.5 / CROSSING_FRAMES + 1e-6);
    expect(eventsOf(path).faults).toHaveLength(2);
  });

  it('is over when a new engine is ready', () => {
    const path = pathFor(brokenNetwork());
    const output = run(path, input, blocksOf(125, 24), (frame) => {
      if (frame === 2000) {
        path.setEngine(engineFor(gainNetwork(2)), runAlong(250, 10_000));
        expect(path.swapping).toBe(true);
      }
      return parameters();
    });
    expect(path.swapping).toBe(false);
    expect(output.subarray(1000, 2250)).toEqual(input.subarray(1000, 2250));
    expect(output.subarray(2250 + CROSSING_FRAMES)).toEqual(input.subarray(2250 + CROSSING_FRAMES).map((x) => 2 * x));
    expect(largestStep(output)).toBeLessThan(0.03);
  });

  it('of the old engine during a change is over when the new one is ready', () => {
    const path = pathFor(brokenNetwork());
    const output = run(path, input, blocksOf(125, 24), (frame) => {
      if (frame === 500) path.setEngine(engineFor(gainNetwork(2)), runAlong(1000, 10_000));
      return parameters();
    });
    expect(eventsOf(path).faults).toHaveLength(1);
    expect(path.swapping).toBe(false);
    expect(output.subarray(1000, 1500)).toEqual(input.subarray(1000, 1500));
    expect(output.subarray(2000)).toEqual(input.subarray(2000).map((x) => 2 * x));
    expect(largestStep(output)).toBeLessThan(0.03);
  });

  it('goes on where the new engine fails, too', () => {
    const path = pathFor(brokenNetwork());
    const output = run(path, input, blocksOf(125, 24), (frame) => {
      if (frame === 2000) path.setEngine(engineFor(brokenNetwork()), runAlong(500, 500));
      return parameters();
    });
    expect(path.swapping).toBe(false);
    expect(eventsOf(path).ends).toEqual([FAILED]);
    expect(eventsOf(path).faults).toHaveLength(1);
    expect(output).toEqual(input);
  });

  it('goes on where an immediate change fails', () => {
    const path = pathFor(brokenNetwork());
    const output = run(path, input, blocksOf(125, 24), (frame) => {
      if (frame === 2000) {
        const plan = { ...runAlong(500), catchUpSpeed: 'immediate' } as const;
        expect(path.setEngine(engineFor(brokenNetwork()), plan)).toEqual(FAILED);
        expect(path.swapping).toBe(false);
      }
      return parameters();
    });
    expect(eventsOf(path).faults).toHaveLength(1);
    expect(output).toEqual(input);
  });
});

describe('a change of engines in the path', () => {
  const slow = new Float32Array(4000).map((_, t) => 0.3 * Math.sin(t / 100));

  it('is immediate before any sound', () => {
    const path = pathFor(gainNetwork(1));
    path.setEngine(engineFor(gainNetwork(2)), runAlong(1000, 1000));
    expect(path.swapping).toBe(false);
    expect(run(path, slow)).toEqual(slow.map((x) => 2 * x));
  });

  it('makes no step where it is overtaken while it is heard', () => {
    const path = pathFor(gainNetwork(1));
    const output = run(path, slow, blocksOf(125, 32), (frame) => {
      if (frame === 1000) path.setEngine(engineFor(gainNetwork(3)), runAlong(0, 1000));
      if (frame === 1750) path.setEngine(engineFor(gainNetwork(2)), runAlong(0, 1000));
      return parameters();
    });
    expect(largestStep(output)).toBeLessThan(0.02);
    expect(output.subarray(2750)).toEqual(slow.subarray(2750).map((x) => 2 * x));
  });

  it('makes no step where the new engine fails while it is heard', () => {
    const path = pathFor(gainNetwork(2));
    const output = run(path, slow, blocksOf(125, 32), (frame) => {
      if (frame === 1000) path.setEngine(failingAfter(1000), runAlong(0, 3000));
      return parameters();
    });
    expect(output[1999]).not.toBeCloseTo(2 * slow[1999], 2);
    expect(eventsOf(path).ends).toEqual([FAILED]);
    expect(eventsOf(path).faults).toEqual([]);
    expect(output.subarray(2000 + CROSSING_FRAMES)).toEqual(slow.subarray(2000 + CROSSING_FRAMES).map((x) => 2 * x));
    expect(largestStep(output)).toBeLessThan(0.02);
  });
});

describe('a change of engines that is finished early', () => {
  const sound = noise(4000, 5);
  const expected = run(pathFor(echoNetwork(900)), sound);

  it.each([
    ['runs along', 1, 1250],
    ['catches up', 2, 1250],
    ['is heard already', 9, 1500],
  ])('while it %s goes on as if the new engine had run all along', (_, catchUpSpeed, finished) => {
    const path = pathFor(gainNetwork(1));
    const output = run(path, sound, blocksOf(125, 32), (frame) => {
      const plan = { warmFrames: 900, catchUpSpeed, fadeFrames: 1000 };
      if (frame === 1000) path.setEngine(engineFor(echoNetwork(900)), plan);
      if (frame === finished) path.finishSwap();
      expect(path.swapping).toBe(frame >= 1000 && frame < finished);
      return parameters();
    });
    expect(output.subarray(finished + CROSSING_FRAMES)).toEqual(expected.subarray(finished + CROSSING_FRAMES));
    expect(output.subarray(0, 1000)).toEqual(sound.subarray(0, 1000));
  });

  it('makes no step', () => {
    const slow = Float32Array.from({ length: 4000 }, (_, t) => 0.3 * Math.sin(t / 100));
    const path = pathFor(gainNetwork(1));
    const output = run(path, slow, blocksOf(125, 32), (frame) => {
      if (frame === 1000) path.setEngine(engineFor(gainNetwork(3)), runAlong(0, 2000));
      if (frame === 2000) path.finishSwap();
      return parameters();
    });
    expect(output[3999]).toBe(Math.fround(3 * slow[3999]));
    expect(largestStep(output)).toBeLessThan(0.015);
  });

  it('makes no step where the new engine is heard already and then fails', () => {
    const slow = Float32Array.from({ length: 4000 }, (_, t) => 0.3 * Math.sin(t / 100));
    const path = pathFor(gainNetwork(1));
    const output = run(path, slow, blocksOf(125, 32), (frame) => {
      const plan = { warmFrames: 2000, catchUpSpeed: 9, fadeFrames: 1000 };
      if (frame === 1000) path.setEngine(failingAfter(1900), plan);
      if (frame === 1750) path.finishSwap();
      return parameters();
    });
    expect(output[1749]).not.toBeCloseTo(slow[1749], 2);
    expect(output.subarray(1750 + CROSSING_FRAMES)).toEqual(slow.subarray(1750 + CROSSING_FRAMES));
    expect(largestStep(output)).toBeLessThan(0.015);
  });

  it('is nothing where none is under way', () => {
    const path = pathFor(echoNetwork(900));
    path.finishSwap();
    expect(
      run(path, sound, blocksOf(125, 32), (frame) => {
        if (frame === 2000) path.finishSwap();
        return parameters();
      }),
    ).toEqual(expected);
  });
});

/** Gives a level for some frames, then no numbers; after each reset again, if it `recovers`. */
function failingAfter(frames: number, level = 1, recovers = false): GuardedEngine {
  let left = frames;
  const engine = makeEngine(([output], _input, count) => {
    output.fill(left > 0 ? level : Number.NaN, 0, count);
    left -= count;
  });
  const reset = () => {
    if (recovers) left = frames;
  };
  return new GuardedEngine({ ...engine, reset });
}

describe('a network of another rate', () => {
  const design = designResampledEngine(RATE_HZ, 44_100);
  const { latencyFrames } = design;
  const MONO = { inputChannels: 1, outputChannels: 1 };
  const resampled = (gain: number) =>
    createGuardedEngine({ kind: 'interpreter', network: gainNetwork(gain) }, MONO, design);
  const resampledPath = (gain: number) => new SignalPath(resampled(gain), MONO, RATE_HZ);

  /** A tone that both rates carry, from the first frame's silence on. */
  const tone = (t: number) => (t < 0 ? 0 : 0.3 * Math.sin(t / 5) * Math.min(1, t / 1000));
  const input = Float32Array.from({ length: 6000 }, (_, t) => tone(t));
  const late = input.map((_, t) => tone(t - latencyFrames));

  it.each([0, 0.3, 0.5, 1])('is mixed in phase with the dry sound at mix %f', (mix) => {
    const output = run(resampledPath(1), input, blocksOf(128, 46).concat(112), () => parameters({ mix }));
    expect(maxDifference(output, late)).toBeLessThan(1e-5);
  });

  it('leaves a bypassed sound where it was', () => {
    const path = resampledPath(1);
    const output = run(path, input, blocksOf(125, 48), (frame) => {
      path.bypass = frame >= 2000 && frame < 4000;
      return parameters();
    });
    expect(maxDifference(output, late)).toBeLessThan(1e-5);
  });

  it.each([0, 0.5, 1])('comes and goes without a step at mix %f', (mix) => {
    const path = pathFor(gainNetwork(1));
    const output = run(path, input, blocksOf(125, 48), (frame) => {
      const fade = { warmFrames: 500, catchUpSpeed: 4, fadeFrames: 700 };
      if (frame === 1500) path.setEngine(resampled(1), fade);
      if (frame === 3500) path.setEngine(engineFor(gainNetwork(1)), fade);
      return parameters({ mix });
    });
    expect(output.subarray(0, 1500)).toEqual(input.subarray(0, 1500));
    expect(maxDifference(output.subarray(2600, 3500), late.subarray(2600, 3500))).toBeLessThan(1e-5);
    expect(output.subarray(4600)).toEqual(input.subarray(4600));
    expect(largestStep(output)).toBeLessThan(1.05 * largestStep(input));
  });

  it('takes over from a fault without a step, whatever its latency', () => {
    const slow = input.map((_, t) => 0.3 * Math.sin(t / 100));
    const path = pathOf(failingAfter(1000, 0));
    const output = run(path, slow, blocksOf(125, 48), (frame) => {
      if (frame === 2000) path.setEngine(resampled(1), { ...runAlong(500), catchUpSpeed: 4 });
      return parameters();
    });
    expect(largestStep(output.subarray(1200))).toBeLessThan(0.01);
  });

  it('does not depend on the render quantum, also while it comes', () => {
    const render = (blocks: readonly number[]) => {
      const path = pathFor(echoNetwork(100));
      let begun = false;
      return run(path, input, blocks, (frame) => {
        if (frame === 2000 && !begun) {
          begun = true;
          path.setEngine(resampled(2), { warmFrames: 500, catchUpSpeed: 3, fadeFrames: 333 });
        }
        return parameters({ mix: 0.7 });
      });
    };
    const expected = render([2000, 4000]);
    expect(render([2000, ...randomPartition(4000, 700, 1)])).toEqual(expected);
    expect(render([2000, ...randomPartition(4000, 50, 2)])).toEqual(expected);
  });
});
