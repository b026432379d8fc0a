import { describe, expect, it } from 'vitest';
import { createGuardedEngine, GuardedEngine } from '../../src/live/guarded-engine.js';
import { SignalPath } from '../../src/live/signal-path.js';
import type { Network } from '../../src/network/network.js';
import { makeEngine } from '../support/make-engine.js';
import { AmpBuilder } from '../support/random-amp.js';
import { largestStep, maxDifference, noise, randomPartition } from '../support/signals.js';
import { echoNetwork, gainNetwork } from '../support/small-networks.js';

const RATE_HZ = 48_000;
const MONO = { inputChannels: 1, outputChannels: 1 };
const DELAY = 150;
const LATE = { delayFrames: DELAY, inverted: true };

/** y[t] = −x[t − DELAY]. */
function lateNetwork(): Network {
  const amp = new AmpBuilder();
  return amp.net.build(amp.gain(amp.delay(amp.net.input, DELAY), -1));
}

const plain = (network: Network) => createGuardedEngine({ kind: 'interpreter', network }, MONO);
const late = () => createGuardedEngine({ kind: 'interpreter', network: lateNetwork() }, MONO, null, LATE);

/** Runs a path over one channel in blocks; `at` is called before each block, and gives the mix. */
function run(path: SignalPath, input: Float32Array, blocks: readonly number[], at: (frame: number) => number) {
  const output = new Float32Array(input.length);
  let start = 0;
  for (const frames of blocks) {
    const end = start + frames;
    const [inputGainDb, outputGainDb, mix] = [0, 0, at(start)].map((value) => Float32Array.of(value));
    path.process(
      [output.subarray(start, end)],
      [input.subarray(start, end)],
      { inputGainDb, outputGainDb, mix },
      frames,
    );
    start = end;
  }
  return output;
}

const blocksOf = (frames: number, count: number) => new Array<number>(count).fill(frames);
const shifted = (input: Float32Array) => input.map((_, t) => (t < DELAY ? 0 : -input[t - DELAY]));

describe('the dry share of a model that is late and inverts', () => {
  const input = noise(4000, 1);

  it.each([0.25, 0.5, 1])('neither combs nor cancels at mix %f', (mix) => {
    const output = run(new SignalPath(late(), MONO, RATE_HZ), input, blocksOf(125, 32), () => mix);
    expect(maxDifference(output, shifted(input))).toBeLessThan(1e-6);
  });

  it('is the untouched input at mix 0, and no step leads there and back', () => {
    const output = run(new SignalPath(late(), MONO, RATE_HZ), input, blocksOf(125, 32), () => 0);
    expect(output).toEqual(input);
    const slow = input.map((_, t) => 0.3 * Math.sin(t / 300));
    const moved = run(new SignalPath(late(), MONO, RATE_HZ), slow, blocksOf(125, 32), (frame) =>
      frame >= 1000 && frame < 2000 ? 0 : 0.5,
    );
    expect(moved.subarray(1500, 2000)).toEqual(slow.subarray(1500, 2000));
    expect(maxDifference(moved.slice(2500), shifted(slow).slice(2500))).toBeLessThan(1e-6);
    expect(largestStep(moved.subarray(DELAY))).toBeLessThan(0.005);
  });

  it('would cancel without', () => {
    const output = run(new SignalPath(plain(lateNetwork()), MONO, RATE_HZ), input, blocksOf(125, 32), () => 0.5);
    expect(maxDifference(output, shifted(input))).toBeGreaterThan(0.3);
  });

  it.each([0, 0.5, 1])(
    'leaves the bypassed sound untouched, bit for bit, and comes back without a step at mix %f',
    (mix) => {
      const slow = input.map((_, t) => 0.3 * Math.sin(t / 300));
      const path = new SignalPath(late(), MONO, RATE_HZ);
      const output = run(path, slow, blocksOf(125, 32), (frame) => {
        path.bypass = frame >= 1000 && frame < 2000;
        return mix;
      });
      expect(output.subarray(1480, 2000)).toEqual(slow.subarray(1480, 2000));
      expect(output.subarray(2480)).toEqual((mix === 0 ? slow : shifted(slow)).subarray(2480));
      expect(largestStep(output.subarray(DELAY))).toBeLessThan(0.005);
    },
  );

  it.each([0, 0.5, 1])('comes and goes with its model, without a step, at mix %f', (mix) => {
    const slow = input.map((_, t) => 0.3 * Math.sin(t / 300));
    const path = new SignalPath(plain(gainNetwork(1)), MONO, RATE_HZ);
    const plan = { warmFrames: DELAY, catchUpSpeed: 4, fadeFrames: 700 };
    const output = run(path, slow, blocksOf(125, 32), (frame) => {
      if (frame === 500) path.setEngine(late(), plan);
      if (frame === 2500) path.setEngine(plain(gainNetwork(1)), plan);
      return mix;
    });
    expect(output.subarray(0, 500)).toEqual(slow.subarray(0, 500));
    const expected = mix === 0 ? slow : shifted(slow);
    expect(maxDifference(output.subarray(1400, 2500), expected.subarray(1400, 2500))).toBeLessThan(1e-6);
    expect(output.subarray(3500)).toEqual(slow.subarray(3500));
    expect(largestStep(output)).toBeLessThan(0.005);
  });

  it('does not depend on the render quantum', () => {
    const render = (blocks: readonly number[]) => {
      const path = new SignalPath(plain(echoNetwork(100)), MONO, RATE_HZ);
      let begun = false;
      return run(path, input, blocks, (frame) => {
        if (frame === 1000 && !begun) {
          begun = true;
          path.setEngine(late(), { warmFrames: DELAY, catchUpSpeed: 3, fadeFrames: 333 });
        }
        path.bypass = frame >= 2000;
        return 0.7;
      });
    };
    const expected = render([1000, 1000, 2000]);
    expect(render([1000, ...randomPartition(1000, 300, 1), ...randomPartition(2000, 50, 2)])).toEqual(expected);
  });

  it('leads to the untouched sound without a step where the model fails', () => {
    const slow = input.map((_, t) => 0.3 * Math.sin(t / 300));
    let left = 2000;
    const failing = makeEngine(([output], _, frames) => {
      output.fill(left > 0 ? 0 : Number.NaN, 0, frames);
      left -= frames;
    });
    const path = new SignalPath(new GuardedEngine(failing, 0, LATE), MONO, RATE_HZ);
    const output = run(path, slow, blocksOf(125, 32), () => 0.001);
    const dry = shifted(slow).map((sample) => sample * (1 - 0.001));
    expect(maxDifference(output.subarray(DELAY, 2000), dry.subarray(DELAY, 2000))).toBeLessThan(1e-6);
    expect(output.subarray(2480)).toEqual(slow.subarray(2480));
    expect(largestStep(output.subarray(DELAY))).toBeLessThan(0.005);
  });
});
