import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine-source.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import { GuardedEngine } from '../../src/live/guarded-engine.js';
import { SignalPath } from '../../src/live/signal-path.js';
import type { Engine } from '../../src/network/engine.js';
import { sameBits } from '../support/same-bits.js';
import { largestStep, noise } from '../support/signals.js';
import { echoNetwork } from '../support/small-networks.js';
import { runAlong } from '../support/swap-plan.js';
import { defaultParameters } from '../support/worklet-scope.js';

const RATE_HZ = 8000;
const LAYOUT = { inputChannels: 1, outputChannels: 1 };
const CROSSING_FRAMES = 80;
const BLOCK_FRAMES = 100;

const echo = async (lookback = 300) => createEngine(await prepareEngine(echoNetwork(lookback), { engine: 'wasm' }));

/** An engine that breaks in each block in which one of these frames lies, counted from its first block on. */
function breakingAt(engine: Engine, frames: readonly number[], kind: 'nan' | 'trap' = 'nan'): GuardedEngine {
  let at = 0;
  const process = (output: readonly Float32Array[], input: readonly Float32Array[], count: number) => {
    engine.process(output, input, count);
    const breaks = frames.some((frame) => frame >= at && frame < at + count);
    at += count;
    if (breaks && kind === 'trap') throw new WebAssembly.RuntimeError('unreachable');
    if (breaks) output[0][0] = Number.NaN;
  };
  const proxy: Engine = {
    kind: engine.kind,
    inputChannels: 1,
    outputChannels: 1,
    histories: [],
    measure: () => {},
    copyState: () => {},
    hasStateOf: () => false,
    reset: () => engine.reset(),
    startAt: (frame) => engine.startAt(frame),
    process,
  };
  return new GuardedEngine(proxy);
}

/** Seconds at which a path told something, while it ran. */
function run(path: SignalPath, input: Float32Array, at: (frame: number) => void = () => {}) {
  const output = new Float32Array(input.length);
  const told = { faults: [] as number[], restarts: [] as number[], givenUp: [] as number[] };
  for (let start = 0; start < input.length; start += BLOCK_FRAMES) {
    at(start);
    const block = (plane: Float32Array) => [plane.subarray(start, start + BLOCK_FRAMES)];
    const result = path.process(block(output), block(input), defaultParameters(), BLOCK_FRAMES);
    if (result.fault !== null) told.faults.push(start);
    if (result.restarted) told.restarts.push(start);
    if (result.givenUp) told.givenUp.push(start);
  }
  return { output, ...told };
}

const seconds = (count: number) => count * RATE_HZ;
const sine = (frames: number) => Float32Array.from({ length: frames }, (_, t) => 0.3 * Math.sin(t / 40));

describe('a network that goes wrong', () => {
  it.each(['nan', 'trap'] as const)(
    'by %s is left dry, and started again after a second, without a step',
    async (kind) => {
      const input = sine(seconds(3));
      const path = new SignalPath(breakingAt(await echo(1), [4000], kind), LAYOUT, RATE_HZ);
      const { output, ...told } = run(path, input);
      expect(told).toEqual({ faults: [4000], restarts: [4000 + 8100], givenUp: [] });
      expect(output.subarray(4000 + CROSSING_FRAMES, 12_100)).toEqual(input.subarray(4000 + CROSSING_FRAMES, 12_100));
      const wet = run(new SignalPath(new GuardedEngine(await echo(1)), LAYOUT, RATE_HZ), input).output;
      // From silence: then, once it has heard what it remembers, as if nothing had been.
      const warm = 12_100 + 1 + CROSSING_FRAMES;
      expect(sameBits(output.subarray(warm), wet.subarray(warm))).toBe(true);
      expect(largestStep(output.subarray(1000))).toBeLessThan(3 * largestStep(wet.subarray(1000)));
    },
  );

  it('for the third time within ten seconds is given up, until a reset', async () => {
    const input = noise(seconds(14), 1);
    // The frames of silence after a fault are none of its own.
    const path = new SignalPath(breakingAt(await echo(), [1000, 2000, 3000, 4000]), LAYOUT, RATE_HZ);
    const { output, ...told } = run(path, input, (frame) => {
      if (frame === seconds(12)) path.reset();
    });
    const third = told.faults[2];
    expect(told.faults).toHaveLength(4);
    expect(told.restarts.slice(0, 2)).toHaveLength(2);
    expect(told.givenUp).toEqual([third]);
    expect(output.subarray(third + CROSSING_FRAMES, seconds(12))).toEqual(
      input.subarray(third + CROSSING_FRAMES, seconds(12)),
    );
    // After the reset it may break again, and is started again.
    expect(told.faults[3]).toBeGreaterThan(seconds(12));
    expect(told.restarts.filter((frame) => frame > told.faults[3])).toHaveLength(1);
  });

  it('as soon as it is started again leaves the dry sound as it is, bit for bit', async () => {
    const input = noise(seconds(4), 1);
    const always = Array.from({ length: 400 }, (_, n) => n * BLOCK_FRAMES);
    const { output, faults } = run(new SignalPath(breakingAt(await echo(), always), LAYOUT, RATE_HZ), input);
    expect(faults).toHaveLength(3);
    expect(sameBits(output, input)).toBe(true);
  });

  it('less often than that is started again each time', async () => {
    const path = new SignalPath(breakingAt(await echo(), [1000, 50_000, 100_000, 150_000]), LAYOUT, RATE_HZ);
    const { faults, restarts, givenUp } = run(path, noise(seconds(30), 1));
    expect(faults).toHaveLength(4);
    expect(restarts).toHaveLength(4);
    expect(givenUp).toEqual([]);
  });

  it('gives way to another one meanwhile, which starts with a clean record', async () => {
    const input = noise(seconds(4), 1);
    const path = new SignalPath(breakingAt(await echo(), [1000]), LAYOUT, RATE_HZ);
    const next = new GuardedEngine(await echo());
    const { output, restarts } = run(path, input, (frame) => {
      if (frame === 5000) path.setEngine(next, runAlong(300, 0));
    });
    expect(restarts).toEqual([]);
    const wet = run(new SignalPath(new GuardedEngine(await echo()), LAYOUT, RATE_HZ), input).output;
    expect(sameBits(output.subarray(6000), wet.subarray(6000))).toBe(true);
  });

  it('is started again also while a change goes on, which then ends as planned', async () => {
    const input = noise(seconds(6), 1);
    const path = new SignalPath(breakingAt(await echo(), [1000]), LAYOUT, RATE_HZ);
    const next = new GuardedEngine(await echo());
    const { output, restarts, faults } = run(path, input, (frame) => {
      if (frame === 5000) path.setEngine(next, runAlong(seconds(2), 500));
    });
    expect(restarts).toHaveLength(1);
    expect(faults).toHaveLength(1);
    expect(path.swapping).toBe(false);
    const wet = run(new SignalPath(new GuardedEngine(await echo()), LAYOUT, RATE_HZ), input).output;
    expect(sameBits(output.subarray(seconds(4)), wet.subarray(seconds(4)))).toBe(true);
  });
});
