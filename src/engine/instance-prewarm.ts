import type { Program, ProgramPrewarm } from '../compiler/program.js';
import { blockFramesFor, type Prewarming, prewarmBlocks } from '../network/prewarm.js';
import { instantiate, type ProgramExports } from './wasm-engine.js';

/** Multiply-adds of one block, some milliseconds of work. */
const BLOCK_WORK = 2 ** 23;
/** Shorter blocks would compute tiles in vain. */
const LEAST_FRAMES = 16;

/** Brings the recurrent ops of an instance to rest by its own kernels; see `prewarmBlocks`. */
export class InstancePrewarm implements Prewarming {
  readonly states: readonly Int32Array[];
  readonly blockFrames: number;
  readonly #program: Program;
  readonly #prewarm: ProgramPrewarm;
  readonly #exports: ProgramExports;

  constructor(program: Program, prewarm: ProgramPrewarm, module: WebAssembly.Module) {
    const exports = instantiate(program, module);
    const { memory, rest, reset } = exports;
    const { buffer } = memory;
    this.#program = program;
    this.#prewarm = prewarm;
    this.#exports = exports;
    this.states = prewarm.states.map(({ address, byteLength }) => new Int32Array(buffer, address, byteLength / 4));
    this.blockFrames = Math.min(program.maxFrames, blockFramesFor(prewarm, BLOCK_WORK, LEAST_FRAMES, 128));
    (rest ?? reset)();
  }

  advance(frames: number): void {
    this.#exports.prewarm?.(frames);
  }

  /** The Program with the states that were reached in its image. */
  result(): Program {
    const { imageAddress } = this.#program;
    const image = this.#program.image.slice();
    this.#prewarm.states.forEach(({ restAddress, byteLength }, n) => {
      new Int32Array(image.buffer, restAddress - imageAddress, byteLength / 4).set(this.states[n]);
    });
    return { ...this.#program, image, prewarm: null };
  }
}

/** Does so at once, on the calling thread. */
export function prewarmedNow(program: Program, plan: ProgramPrewarm, module: WebAssembly.Module): Program {
  const prewarm = new InstancePrewarm(program, plan, module);
  for (const _ of prewarmBlocks(prewarm, plan));
  return prewarm.result();
}
