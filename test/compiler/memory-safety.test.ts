import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Compilation, compileStructure } from '../../src/compiler/compile.js';
import type { Network } from '../../src/network/network.js';
import { filterNetwork } from '../support/long-filter.js';
import { pairedNetwork } from '../support/paired-network.js';
import { randomAudio, randomNetwork } from '../support/random-network.js';

const CANARY = 0x7fc0dead;
const WORDS = 4;

/** A running program with every word outside its signals turned into a canary, a NaN that arithmetic would spread. */
class FencedProgram {
  readonly compilation: Compilation;
  readonly words: Uint32Array;
  readonly floats: Float32Array;
  readonly #fence: number[] = [];
  readonly #exports: { reset(): void; process(frames: number): void };

  constructor(network: Network, maxFrames: number) {
    this.compilation = compileStructure(network, { maxFrames, guardBytes: 128 });
    const { program, reserved } = this.compilation;
    const instance = new WebAssembly.Instance(new WebAssembly.Module(program.bytes as BufferSource));
    this.#exports = instance.exports as unknown as { reset(): void; process(frames: number): void };
    const { buffer } = instance.exports.memory as WebAssembly.Memory;
    new Uint8Array(buffer).set(program.image, program.imageAddress);
    this.words = new Uint32Array(buffer);
    this.floats = new Float32Array(buffer);

    const used = new Uint8Array(this.words.length);
    for (const rows of reserved) {
      for (let c = 0; c < rows.channels; c++) {
        const start = (rows.address + c * rows.stride) / WORDS;
        used.fill(1, start, start + rows.rowBytes / WORDS);
      }
    }
    used.fill(1, program.imageAddress / WORDS, (program.imageAddress + program.image.length) / WORDS);
    used.forEach((isUsed, n) => {
      if (!isUsed) this.#fence.push(n);
    });
    // Everything that holds no constants starts as a canary, so that reading what was never written shows, too.
    this.words.fill(CANARY, 0, program.imageAddress / WORDS);
    for (const n of this.#fence) this.words[n] = CANARY;
    this.#exports.reset();
  }

  brokenFences(): number {
    return this.#fence.filter((n) => this.words[n] !== CANARY).length;
  }

  /** Writes a block with infinity behind it, processes it, and returns the output. */
  process(input: readonly Float32Array[], start: number, frames: number): Float32Array[] {
    const { program, memory, plan } = this.compilation;
    const rowFrames = memory.blocks.get(0)?.rowBytes ?? 0;
    input.forEach((channel, c) => {
      const row = (program.input.address + c * program.input.stride) / WORDS;
      this.floats.fill(Number.POSITIVE_INFINITY, row, row + rowFrames / WORDS);
      this.floats.set(channel.subarray(start, start + frames), row);
    });
    this.#exports.process(frames);
    return Array.from({ length: plan.network.channels[plan.network.output] }, (_, c) => {
      const row = (program.output.address + c * program.output.stride) / WORDS;
      return this.floats.slice(row, row + frames);
    });
  }
}

/** Runs a fenced program on blocks of many sizes. */
function expectIntact(network: Network, maxFrames: number, frames: number): void {
  const program = new FencedProgram(network, maxFrames);
  const input = randomAudio(1, network.channels[0], frames);
  const pattern = [maxFrames, 1, Math.ceil(maxFrames / 2), Math.max(1, maxFrames - 3)];
  for (let start = 0, n = 0; start < frames; n++) {
    const count = Math.min(pattern[n % pattern.length], frames - start);
    for (const channel of program.process(input, start, count)) expect(channel.every(Number.isFinite)).toBe(true);
    start += count;
  }
  expect(program.brokenFences()).toBe(0);
}

describe('programs write nothing outside their signals, and read nothing that was not written', {
  timeout: 60_000,
}, () => {
  test('random networks', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000 }), fc.constantFrom(1, 17, 128, 200), (seed, maxFrames) => {
        expectIntact(randomNetwork(seed, { recurrent: seed % 3 === 0 }), maxFrames, 6 * maxFrames + 40);
      }),
      { numRuns: 200, seed: 20261124 },
    );
  });

  test.each([1, 17, 128, 200])('convolutions of pairs, at most %i frames a call', (maxFrames) => {
    for (let seed = 0; seed < 6; seed++) expectIntact(pairedNetwork(seed), maxFrames, 6 * maxFrames + 300);
  });

  test.each([1, 17, 128, 1000])('long filters, at most %i frames a call', (maxFrames) => {
    expectIntact(filterNetwork({ taps: 700, inputs: 2, outputs: 2, surrounded: true }), maxFrames, 3000);
    expectIntact(filterNetwork({ taps: 5000 }), maxFrames, 3000);
  });
});

test('the fence notices a write outside', () => {
  const program = new FencedProgram(randomNetwork(1), 128);
  const [first] = program.compilation.memory.blocks.values();
  program.floats[(first.address + first.channels * first.stride) / WORDS] = 1;
  expect(program.brokenFences()).toBe(1);
});
