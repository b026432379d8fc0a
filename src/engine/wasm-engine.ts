import type { BlockLayout, Program } from '../compiler/program.js';
import type { ActivitySums, Engine, MeasuredHistory } from '../network/engine.js';
import type { SignalId } from '../network/network.js';
import { copyFrames, type Planes } from './channels/channels.js';

/** Bytes of a float32. */
const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;

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

/** Runs a Program whose image is complete. Only the constructor is expensive: it instantiates the module. */
export class WasmEngine implements Engine {
  readonly kind = 'wasm';
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly histories: readonly SignalId[];
  #sums: ActivitySums | null = null;
  readonly #maxFrames: number;
  readonly #measured: readonly MeasuredHistory[];
  readonly #exports: ProgramExports;
  /** The memory as integers, which compare equal bit for bit, NaN included. */
  readonly #words: Int32Array;
  /** Views of the input and output block, by channel. */
  readonly #input: Planes;
  readonly #output: Planes;

  constructor(program: Program, module: WebAssembly.Module) {
    // Not the program itself: its image would stay beside the copy in the module's memory.
    this.#maxFrames = program.maxFrames;
    this.inputChannels = program.input.channels;
    this.outputChannels = program.output.channels;
    this.histories = program.histories.map(({ signal }) => signal);
    this.#exports = instantiate(program, module);
    const { memory, rest, reset } = this.#exports;
    const { buffer } = memory;
    const data = new Float32Array(buffer);
    (rest ?? reset)();
    this.#measured = program.histories.map((history) => {
      const [row, stride] = [history.address / FLOAT_BYTES, history.stride / FLOAT_BYTES];
      const silence = Float32Array.from({ length: history.channels }, (_, c) => data[row + c * stride]);
      return { data, row, stride, mask: history.mask, silence };
    });
    this.#words = new Int32Array(buffer);
    this.#input = rowsOf(buffer, program.input, program.maxFrames);
    this.#output = rowsOf(buffer, program.output, program.maxFrames);
    if (rest !== undefined) reset();
  }

  /** @realtime */
  reset(): void {
    this.#exports.reset();
  }

  /** A program's schedules follow its counter of 32 bits. @realtime */
  startAt(frame: number): void {
    this.#exports.frame.value = frame | 0;
  }

  /** @realtime */
  measure(sums: ActivitySums | null): void {
    this.#sums = sums;
  }

  /** @realtime */
  copyState(from: this): void {
    this.#words.set(from.#words);
    this.#exports.frame.value = from.#exports.frame.value;
  }

  /** @realtime */
  hasStateOf(other: this): boolean {
    const mine = this.#words;
    const others = other.#words;
    for (let n = 0; n < mine.length; n++) if (mine[n] !== others[n]) return false;
    return this.#exports.frame.value === other.#exports.frame.value;
  }

  /** @realtime */
  process(output: readonly Float32Array[], input: readonly Float32Array[], frames: number): void {
    const maxFrames = this.#maxFrames;
    const inputRows = this.#input;
    const outputRows = this.#output;
    for (let start = 0; start < frames; start += maxFrames) {
      const count = Math.min(maxFrames, frames - start);
      for (let c = 0; c < inputRows.length; c++) copyFrames(inputRows[c], 0, input[c], start, count);
      this.#exports.process(count);
      for (let c = 0; c < outputRows.length; c++) copyFrames(output[c], start, outputRows[c], 0, count);
      if (this.#sums !== null) this.#addActivity(this.#sums, count);
    }
  }

  /** Adds the energies of the block that was just processed. @realtime */
  #addActivity(sums: ActivitySums, frames: number): void {
    const frame = this.#exports.frame.value - frames;
    sums.add(this.#measured, frame, frame, frames);
  }
}

/** A view of every channel of a block. */
function rowsOf(buffer: ArrayBuffer, { address, stride, channels }: BlockLayout, frames: number): Planes {
  return Array.from({ length: channels }, (_, c) => new Float32Array(buffer, address + c * stride, frames));
}
