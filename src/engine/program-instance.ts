import type { Program, ProgramPrewarm } from '../compiler/program.js';
import { blockFramesFor, type Prewarming } from '../network/prewarm.js';

/** What a Program's module exports; see `Program`. */
export interface ProgramExports {
  readonly memory: WebAssembly.Memory;
  readonly frame: WebAssembly.Global;
  /** @realtime */
  readonly reset: () => void;
  /** @realtime */
  readonly process: (frames: number) => void;
  readonly rest?: () => void;
  readonly prewarm?: (frames: number) => void;
}

/** Instantiates a Program's module and copies the image. */
export function instantiate(program: Program, module: WebAssembly.Module): ProgramExports {
  const exports = new WebAssembly.Instance(module).exports as unknown as ProgramExports;
  new Uint8Array(exports.memory.buffer).set(program.image, program.imageAddress);
  return exports;
}

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

  constructor(program: Program, prewarm: ProgramPrewarm, exports: ProgramExports) {
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

  /** Puts the states that were reached into the instance's image; returns the Program with a copy of that. */
  finish(): Program {
    const { imageAddress, image } = this.#program;
    const { buffer } = this.#exports.memory;
    this.#prewarm.states.forEach(({ restAddress, byteLength }, n) => {
      new Int32Array(buffer, restAddress, byteLength / 4).set(this.states[n]);
    });
    return { ...this.#program, image: new Uint8Array(buffer, imageAddress, image.length).slice(), prewarm: null };
  }
}
