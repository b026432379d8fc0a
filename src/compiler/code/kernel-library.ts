import type { Network, SignalId } from '../../network/network.js';
import { type Code, call, doWhile, i32, type Statement, type Variable } from '../assembler/code.js';
import type { Locals, ModuleBuilder } from '../assembler/module.js';
import { FLOAT_BYTES, type SignalMemory } from '../plan/memory.js';
import type { Storage } from '../plan/storage.js';
import type { WeightLayout } from '../weight-layout.js';
import { type DescriptorWord, type KernelParameters, Pointers, type StepBinding } from './pointers.js';
import { type MultiplyAddCode, VectorWriter } from './vector-writer.js';

/** What kernels need to know of the program around them. */
export interface KernelSettings {
  /** The simplified network. */
  readonly network: Network;
  readonly storage: readonly Storage[];
  readonly memory: SignalMemory;
  /** Takes weights and constants. */
  readonly layout: WeightLayout;
  readonly madd: MultiplyAddCode;
  /** Index of the function that mirrors a ring; see `mirrorCode`. */
  readonly mirror: number;
  /** Index of the function that fills rows with constants; see `fillRows`. */
  readonly fill: number;
}

/** A kernel's body, and the words of the descriptors that make it the kernel of a step. */
export interface Kernel {
  readonly body: Statement[];
  readonly words: readonly DescriptorWord[];
}

/** Writes a kernel for the first step of its shape. */
export type WriteKernel = (locals: Locals, parameters: KernelParameters) => Kernel;

/** The kernels of a module: one for each shape of step, written when the first step of the shape comes. */
export class KernelLibrary {
  readonly #module: ModuleBuilder;
  readonly #layout: WeightLayout;
  readonly #kernels = new Map<string, { readonly index: number; readonly words: readonly DescriptorWord[] }>();

  constructor(module: ModuleBuilder, layout: WeightLayout) {
    this.#module = module;
    this.#layout = layout;
  }

  /**
   * Puts a step's descriptor into the image and returns the call that runs the step on a block.
   *
   * @param shape equal for steps that one kernel serves, whatever their addresses, dilations and weights
   */
  add(shape: string, binding: StepBinding, write: WriteKernel): (frame: Code<'i32'>, frames: Code<'i32'>) => Statement {
    const { index, words } = this.#kernels.get(shape) ?? this.#write(shape, write);
    const descriptor = this.#layout.words(words.map((word) => word(binding)));
    return (frame, frames) => call(index, descriptor, frame, frames);
  }

  #write(shape: string, write: WriteKernel): { readonly index: number; readonly words: readonly DescriptorWord[] } {
    let words: readonly DescriptorWord[] = [];
    const index = this.#module.func(3, (locals, descriptor, frame, frames) => {
      const kernel = write(locals, { descriptor, frame, frames });
      words = kernel.words;
      return kernel.body;
    });
    const kernel = { index, words };
    this.#kernels.set(shape, kernel);
    return kernel;
  }
}

/** What the parts of a kernel share that goes through a block tile by tile. */
export interface TileContext {
  readonly parameters: KernelParameters;
  readonly locals: Locals;
  readonly pointers: Pointers;
  readonly madd: MultiplyAddCode;
  /** Address of the next weight to read. */
  readonly weights: Variable<'i32'>;
  /** Frames of the block that earlier tiles have done. */
  readonly done: Variable<'i32'>;
  /** One vector of input for each vector of the tile; scratch. */
  readonly inputs: readonly Variable<'v128'>[];
  /** One weight in all lanes; scratch. */
  readonly weight: Variable<'v128'>;
  /** Writes the arithmetic between sums and stores. */
  readonly writer: VectorWriter;
}

/**
 * Writes a kernel that runs `tile` for each tile of a block and then mirrors the rings that it has written. The last tile
 * may run past the end of the block; the next block overwrites those frames before they are read.
 */
export function tileKernel(
  { network, storage, memory, layout, madd, mirror }: KernelSettings,
  { stores, tileFrames }: { readonly stores: readonly SignalId[]; readonly tileFrames: number },
  vectors: number,
  binding: StepBinding,
  tile: (context: TileContext) => Statement[],
): WriteKernel {
  return (locals, parameters) => {
    const pointers = new Pointers(locals, parameters, memory, storage, binding, tileFrames * FLOAT_BYTES);
    const firstWeight = pointers.word(({ weightsAddress }) => weightsAddress);
    const context: TileContext = {
      parameters,
      locals,
      pointers,
      madd,
      weights: locals.i32(),
      done: locals.i32(),
      inputs: locals.v128s(vectors),
      weight: locals.v128(),
      writer: new VectorWriter(locals, layout, madd),
    };
    const { weights, done } = context;
    const tileCode = tile(context);
    const rings = stores.filter((signal) => storage[signal] === 'ring');
    const mirrors = rings.map((signal) => {
      const { base, mask, stride } = pointers.ring(signal);
      return call(mirror, base, mask, stride, network.channels[signal], parameters.frame, parameters.frames);
    });
    const body = [
      ...pointers.prologue,
      done.set(i32.const(0)),
      doWhile(
        [weights.set(firstWeight), ...tileCode, ...pointers.advance, done.set(i32.add(done, tileFrames))],
        i32.ltU(done, parameters.frames),
      ),
      ...mirrors,
    ];
    return { body, words: pointers.words };
  };
}
