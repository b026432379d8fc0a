import { describe, expect, it } from 'vitest';
import { compileNetwork } from '../../src/compiler/compile.js';
import type { Program } from '../../src/compiler/program.js';
import { createEngine } from '../../src/engine/engine-source.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import type { Network } from '../../src/network/network.js';
import { pairedNetwork } from '../support/paired-network.js';
import { randomAudio, randomNetwork } from '../support/random-network.js';
import { largestDifference, runEngine } from '../support/run-engine.js';
import { sameBits } from '../support/same-bits.js';
import { noise } from '../support/signals.js';
import { echoNetwork, longFilterNetwork, recurrentNetwork } from '../support/small-networks.js';

/** `i32.const 0; global.set 0`, by which a Program's `reset` sets its frame counter, and the same with −64. */
const RESET_TO_0 = [0x41, 0x00, 0x24, 0x00];
const RESET_TO_MINUS_64 = [0x41, 0x40, 0x24, 0x00];

/** The same program, whose first frame has the number 2^32 − 64. */
function startingLate(program: Program): Program {
  const bytes = program.bytes.slice();
  let patched = 0;
  for (let at = 0; at < bytes.length - 3; at++) {
    if (!RESET_TO_0.every((byte, i) => bytes[at + i] === byte)) continue;
    bytes.set(RESET_TO_MINUS_64, at);
    patched++;
  }
  // Once: elsewhere these bytes would be something else.
  expect(patched).toBe(1);
  return { ...program, bytes };
}

/** y[t] = x[t] + 0.5 · x[t − 40]. */
function plainEcho(): Network {
  const builder = new NetworkBuilder(48_000, 1);
  const weight = Float32Array.of(0.5, 1);
  const settings = { outChannels: 1, kernelSize: 2, dilation: 40, weight, bias: null };
  return builder.build(builder.conv1d(builder.input, settings));
}

describe('a program', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('goes on across its frame 2^32 (seed %i)', (seed) => {
    const network = randomNetwork(seed);
    const program = compileNetwork(network);
    const input = randomAudio(seed, network.channels[0], 500);
    const expected = runEngine(createEngine({ kind: 'bytes', program }), input);
    const output = runEngine(createEngine({ kind: 'bytes', program: startingLate(program) }), input);
    expect(largestDifference(output, expected)).toBe(0);
  });

  it('goes on across its frame 2^31', () => {
    const { module, program } = compiled(plainEcho(), 16_384);
    const exports = new WebAssembly.Instance(module).exports as unknown as Exports;
    new Uint8Array(exports.memory.buffer).set(program.image, program.imageAddress);
    exports.reset();
    const frames = 1000;
    const [before, after] = [frames / 2, frames / 2];
    // As many frames as it takes, of silence.
    let left = 2 ** 31 - before;
    for (; left >= 16_384; left -= 16_384) exports.process(16_384);
    exports.process(left);
    const input = noise(frames, 1);
    const memory = new Float32Array(exports.memory.buffer);
    const output = new Float32Array(frames);
    for (const [start, count] of [
      [0, before],
      [before, after],
    ]) {
      memory.set(input.subarray(start, start + count), program.input.address / 4);
      exports.process(count);
      output.set(memory.subarray(program.output.address / 4, program.output.address / 4 + count), start);
    }
    expect(output).toEqual(input.map((x, t) => x + 0.5 * (input[t - 40] ?? 0)));
  });
});

/** Frames before a round number, a multiple of everything that is counted. */
const BEFORE = 2 ** 14;

/** What a program makes of a sound whose first frame has a number, as the counter of 32 bits holds it. */
function runFrom(firstFrame: number, { program, module }: ReturnType<typeof compiled>, input: Float32Array) {
  const exports = new WebAssembly.Instance(module).exports as unknown as Exports;
  new Uint8Array(exports.memory.buffer).set(program.image, program.imageAddress);
  exports.reset();
  exports.frame.value = firstFrame | 0;
  const memory = new Float32Array(exports.memory.buffer);
  const output = new Float32Array(input.length);
  for (let start = 0; start < input.length; start += program.maxFrames) {
    const block = input.subarray(start, start + program.maxFrames);
    memory.set(block, program.input.address / 4);
    exports.process(block.length);
    const address = program.output.address / 4;
    output.set(memory.subarray(address, address + block.length), start);
  }
  return output;
}

describe.each([
  ['a long filter', longFilterNetwork()],
  ['an LSTM', recurrentNetwork()],
  ['a long echo', echoNetwork(5000)],
  ['convolutions for pairs of frames', monoPaired()],
])('%s', (_, network) => {
  it.each([2 ** 31, 2 ** 32])('goes on across its frame %i', (frame) => {
    const program = compiled(network, 128);
    const input = noise(2 * BEFORE, 1);
    const output = runFrom(frame - BEFORE, program, input);
    expect(output.some((sample) => sample !== 0)).toBe(true);
    expect(sameBits(output, runFrom(0, program, input))).toBe(true);
  });
});

/** The first of these networks that has one input and one output. */
function monoPaired(): Network {
  for (let seed = 1; ; seed++) {
    const network = pairedNetwork(seed);
    const mono = network.channels[0] === 1 && network.channels[network.output] === 1;
    if (mono) return network;
  }
}

/** What a Program's module exports. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly frame: WebAssembly.Global;
  reset(): void;
  process(frames: number): void;
}

function compiled(network: Network, maxFrames: number) {
  const program = compileNetwork(network, { maxFrames });
  return { program, module: new WebAssembly.Module(program.bytes as Uint8Array<ArrayBuffer>) };
}
