import type { BlockLayout, Program } from '../compiler/program.js';
import type { Engine } from './engine.js';

/** What a Program's module exports; see `Program`. */
interface ProgramExports {
  readonly memory: WebAssembly.Memory;
  readonly reset: () => void;
  readonly process: (frames: number) => void;
}

/** Runs a Program. The constructor instantiates the module and copies the image; it is the only costly call. */
export class WasmEngine implements Engine {
  readonly kind = 'wasm';
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly #program: Program;
  readonly #exports: ProgramExports;
  readonly #memory: Float32Array;

  constructor(program: Program, module: WebAssembly.Module) {
    this.#program = program;
    this.inputChannels = program.input.channels;
    this.outputChannels = program.output.channels;
    this.#exports = new WebAssembly.Instance(module).exports as unknown as ProgramExports;
    const { buffer } = this.#exports.memory;
    new Uint8Array(buffer).set(program.image, program.imageAddress);
    this.#memory = new Float32Array(buffer);
    this.reset();
  }

  /** @realtime */
  reset(): void {
    this.#exports.reset();
  }

  /** @realtime */
  process(output: readonly Float32Array[], input: readonly Float32Array[], frames: number): void {
    const program = this.#program;
    const { maxFrames } = program;
    for (let start = 0; start < frames; start += maxFrames) {
      const count = Math.min(maxFrames, frames - start);
      this.#write(program.input, input, start, count);
      this.#exports.process(count);
      this.#read(program.output, output, start, count);
    }
  }

  /** Copies frames `start` … of every channel into the Program's memory. @realtime */
  #write(layout: BlockLayout, channels: readonly Float32Array[], start: number, frames: number): void {
    const memory = this.#memory;
    for (let c = 0; c < layout.channels; c++) {
      const row = (layout.address + c * layout.stride) >> 2;
      const channel = channels[c];
      for (let t = 0; t < frames; t++) memory[row + t] = channel[start + t];
    }
  }

  /** Copies the Program's output to frames `start` … of every channel. @realtime */
  #read(layout: BlockLayout, channels: readonly Float32Array[], start: number, frames: number): void {
    const memory = this.#memory;
    for (let c = 0; c < layout.channels; c++) {
      const row = (layout.address + c * layout.stride) >> 2;
      const channel = channels[c];
      for (let t = 0; t < frames; t++) channel[start + t] = memory[row + t];
    }
  }
}
