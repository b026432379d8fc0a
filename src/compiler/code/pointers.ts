import type { Conv1dOp, SignalId } from '../../network/network.js';
import { type Code, i32, type Statement, type Variable } from '../assembler/code.js';
import type { Locals } from '../assembler/module.js';
import type { Ring, Rows, SignalMemory } from '../plan/memory.js';
import type { Storage } from '../plan/storage.js';

/** What makes a kernel that of one step: what its descriptor is computed from. */
export interface StepBinding {
  /** The step's signals and convolutions, in the order in which its shape mentions them. */
  readonly signals: readonly SignalId[];
  readonly convs: readonly Conv1dOp[];
  /** Where the step's packed weights lie. */
  readonly weightsAddress: number;
}

/** A word of a descriptor, computed for each step that a kernel serves. */
export type DescriptorWord = (binding: StepBinding) => number;

/** The parameters of every kernel: its descriptor's address, the number of the block's first frame, the block's frames. */
export interface KernelParameters {
  readonly descriptor: Variable<'i32'>;
  readonly frame: Variable<'i32'>;
  readonly frames: Variable<'i32'>;
}

/** The constants of a ring. */
export interface RingVariables {
  readonly base: Variable<'i32'>;
  readonly mask: Variable<'i32'>;
  readonly stride: Variable<'i32'>;
}

/**
 * The addresses that a kernel works with. Whatever differs between steps of one shape is read from a descriptor in
 * memory, so that these steps share one function. Asking for an address adds the descriptor words that it needs.
 */
export class Pointers {
  /** The descriptor's 32-bit words. */
  readonly words: DescriptorWord[] = [];
  /** Runs once, before the first tile. */
  readonly prologue: Statement[] = [];
  /** Runs after each tile. */
  readonly advance: Statement[] = [];
  readonly #locals: Locals;
  readonly #parameters: KernelParameters;
  readonly #memory: SignalMemory;
  readonly #storage: readonly Storage[];
  readonly #binding: StepBinding;
  readonly #tileBytes: number;
  readonly #rings = new Map<SignalId, RingVariables>();
  readonly #moving = new Map<string, Variable<'i32'>>();

  constructor(
    locals: Locals,
    parameters: KernelParameters,
    memory: SignalMemory,
    storage: readonly Storage[],
    binding: StepBinding,
    tileBytes: number,
  ) {
    this.#locals = locals;
    this.#parameters = parameters;
    this.#memory = memory;
    this.#storage = storage;
    this.#binding = binding;
    this.#tileBytes = tileBytes;
  }

  /** A variable that starts with a word of the descriptor. */
  word(word: DescriptorWord): Variable<'i32'> {
    const variable = this.#locals.i32();
    this.prologue.push(variable.set(this.#load(word)));
    return variable;
  }

  /** Address of channel 0 of a stored signal at the tile's first frame. */
  here(signal: SignalId): Code<'i32'> {
    const slot = this.#binding.signals.indexOf(signal);
    switch (this.#storage[signal]) {
      case 'tile':
        return i32.const(rowsOf(this.#memory.tiles, signal).address);
      case 'block':
        return this.#move(`${signal}`, () =>
          this.#load(({ signals }) => rowsOf(this.#memory.blocks, signals[slot]).address),
        );
      case 'ring':
        return this.#move(`${signal}`, () => this.#ringAddress(signal, this.#parameters.frame));
      default:
        throw new Error(`signal ${signal} is not stored`);
    }
  }

  /** Address of channel 0 of a convolution's input at its tap k of the tile's first frame. */
  tap(conv: Conv1dOp, k: number): Code<'i32'> {
    if (k === conv.kernelSize - 1) return this.here(conv.input);
    const slot = this.#binding.convs.indexOf(conv);
    const back = this.#load(({ convs }) => (conv.kernelSize - 1 - k) * convs[slot].dilation);
    return this.#move(`${slot} tap ${k}`, () => this.#ringAddress(conv.input, i32.sub(this.#parameters.frame, back)));
  }

  /** Address of a block's first frame. */
  blockAddress(signal: SignalId): Variable<'i32'> {
    const slot = this.#binding.signals.indexOf(signal);
    return this.word(({ signals }) => rowsOf(this.#memory.blocks, signals[slot]).address);
  }

  /** A convolution's dilation in frames. */
  dilation(conv: Conv1dOp): Code<'i32'> {
    const slot = this.#binding.convs.indexOf(conv);
    return this.word(({ convs }) => convs[slot].dilation);
  }

  /** Distance between a signal's channels. */
  stride(signal: SignalId): Code<'i32'> {
    switch (this.#storage[signal]) {
      case 'tile':
        return i32.const(rowsOf(this.#memory.tiles, signal).stride);
      case 'ring':
        return this.ring(signal).stride;
      default:
        return i32.const(this.#memory.blockStride);
    }
  }

  /** The constants of a ring. */
  ring(signal: SignalId): RingVariables {
    const known = this.#rings.get(signal);
    if (known) return known;
    const slot = this.#binding.signals.indexOf(signal);
    const ringOf = ({ signals }: StepBinding): Ring => rowsOf(this.#memory.rings, signals[slot]);
    const variables = {
      base: this.word((binding) => ringOf(binding).address),
      mask: this.word((binding) => ringOf(binding).mask),
      stride: this.word((binding) => ringOf(binding).stride),
    };
    this.#rings.set(signal, variables);
    return variables;
  }

  #ringAddress(signal: SignalId, frame: Code<'i32'>): Code<'i32'> {
    const { base, mask } = this.ring(signal);
    return i32.add(base, i32.shl(i32.and(frame, mask), 2));
  }

  /** A variable that starts at an address and moves on with the tiles. */
  #move(key: string, start: () => Code<'i32'>): Variable<'i32'> {
    const known = this.#moving.get(key);
    if (known) return known;
    const variable = this.#locals.i32();
    this.prologue.push(variable.set(start()));
    this.advance.push(variable.set(i32.add(variable, this.#tileBytes)));
    this.#moving.set(key, variable);
    return variable;
  }

  #load(word: DescriptorWord): Code<'i32'> {
    return i32.load(this.#parameters.descriptor, 4 * (this.words.push(word) - 1));
  }
}

function rowsOf<T extends Rows>(rows: ReadonlyMap<SignalId, T>, signal: SignalId): T {
  const found = rows.get(signal);
  if (!found) throw new Error(`signal ${signal} has no place`);
  return found;
}
