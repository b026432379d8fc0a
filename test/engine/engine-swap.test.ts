import { describe, expect, it } from 'vitest';
import { ChannelBank } from '../../src/engine/channel-bank.js';
import { EngineSwap } from '../../src/engine/engine-swap.js';
import { Interpreter } from '../../src/interpreter/interpreter.js';
import type { Network } from '../../src/network/network.js';
import { noise, randomPartition } from '../support/signals.js';
import { brokenNetwork, echoNetwork, gainNetwork } from '../support/small-networks.js';

const MAX_FRAMES = 512;

const bankOf = (network: Network) => new ChannelBank([new Interpreter(network)]);

/** Runs a swap over a signal, in blocks; `atFrame` is called before the block that starts there. */
function run(
  swap: EngineSwap,
  input: Float32Array,
  blocks: readonly number[],
  atFrame: (frame: number) => void = () => {},
): Float32Array {
  const output = new Float32Array(input.length);
  let start = 0;
  for (const frames of blocks) {
    atFrame(start);
    swap.process([output.subarray(start, start + frames)], [input.subarray(start, start + frames)], frames);
    start += frames;
  }
  return output;
}

describe('a change of engines', () => {
  const input = noise(2048, 1);
  const blocks = [256, 256, 256, 256, 256, 256, 256, 256];

  it('is heard only after the new engine has run along for the time it was given', () => {
    const swap = new EngineSwap(bankOf(gainNetwork(1)), 1, MAX_FRAMES);
    swap.begin(bankOf(gainNetwork(3)), 300, 0);
    const output = run(swap, input, blocks);
    expect(output.subarray(0, 300)).toEqual(input.subarray(0, 300));
    expect(output.subarray(300)).toEqual(input.subarray(300).map((x) => 3 * x));
  });

  it('ends, bit for bit, on an engine that had run the new network all along', () => {
    const lookback = 500;
    const expected = new Float32Array(input.length);
    new Interpreter(echoNetwork(lookback)).process([expected], [input], input.length);
    const swap = new EngineSwap(bankOf(gainNetwork(1)), 1, MAX_FRAMES);
    const output = run(swap, input, blocks, (frame) => {
      if (frame === 512) swap.begin(bankOf(echoNetwork(lookback)), lookback, 100);
    });
    expect(swap.swapping).toBe(false);
    const end = 512 + lookback + 100;
    expect(output.subarray(end)).toEqual(expected.subarray(end));
    expect(output.subarray(0, 512 + lookback)).toEqual(input.subarray(0, 512 + lookback));
  });

  it('crossfades with gains that sum up to one', () => {
    const ones = new Float32Array(1024).fill(1);
    const swap = new EngineSwap(bankOf(gainNetwork(1)), 1, MAX_FRAMES);
    swap.begin(bankOf(gainNetwork(2)), 0, 99);
    const output = run(swap, ones, [256, 256, 256, 256]);
    output.subarray(0, 100).forEach((y, t) => {
      expect(y).toBeCloseTo(1 + (t + 1) / 100, 6);
    });
    expect(output.subarray(100)).toEqual(new Float32Array(924).fill(2));
  });

  it.each([1, 2, 3, 4])('does not depend on how the frames are cut into blocks (seed %i)', (seed) => {
    const render = (cut: readonly number[]) => {
      const swap = new EngineSwap(bankOf(echoNetwork(100)), 1, MAX_FRAMES);
      swap.begin(bankOf(echoNetwork(333)), 333, 217);
      return run(swap, input, cut);
    };
    expect(render(randomPartition(input.length, 300, seed))).toEqual(render(blocks));
  });

  it('is given up where the new engine fails, and the old one goes on', () => {
    const swap = new EngineSwap(bankOf(gainNetwork(2)), 1, MAX_FRAMES);
    swap.begin(bankOf(brokenNetwork()), 100, 100);
    const output = run(swap, input, blocks);
    expect(output).toEqual(input.map((x) => 2 * x));
    expect(swap.swapping).toBe(false);
    expect(swap.failure).toMatch(/expected finite samples/);
  });

  it('is replaced by a later one', () => {
    const swap = new EngineSwap(bankOf(gainNetwork(1)), 1, MAX_FRAMES);
    swap.begin(bankOf(gainNetwork(2)), 1000, 0);
    const output = run(swap, input, blocks, (frame) => {
      if (frame === 512) swap.begin(bankOf(gainNetwork(3)), 0, 0);
    });
    expect(output.subarray(512)).toEqual(input.subarray(512).map((x) => 3 * x));
  });

  it('says when the current engine fails', () => {
    const swap = new EngineSwap(bankOf(brokenNetwork()), 1, MAX_FRAMES);
    expect(swap.process([new Float32Array(8)], [new Float32Array(8)], 8)).toBe(true);
    expect(swap.process([new Float32Array(8)], [new Float32Array(8).fill(1)], 8)).toBe(false);
    expect(swap.fault).toMatch(/expected finite samples/);
  });
});
