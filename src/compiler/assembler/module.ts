import type { UnsharedUint8Array } from '../../network/unshared.js';
import { equalBytes } from '../program.js';
import {
  type Bytes,
  globalVariable,
  localVariable,
  type Statement,
  sequence,
  signed,
  unsigned,
  type ValueType,
  type Variable,
} from './code.js';

const TYPE_BYTES: Record<ValueType, number> = { i32: 0x7f, v128: 0x7b };
const PAGE_BYTES = 65536;

/** Makes the local variables of one function. */
export class Locals {
  readonly #types: ValueType[] = [];
  readonly #parameters: number;

  constructor(parameters: number) {
    this.#parameters = parameters;
  }

  i32(): Variable<'i32'> {
    return this.#make('i32');
  }

  v128(): Variable<'v128'> {
    return this.#make('v128');
  }

  i32s(count: number): Variable<'i32'>[] {
    return Array.from({ length: count }, () => this.i32());
  }

  v128s(count: number): Variable<'v128'>[] {
    return Array.from({ length: count }, () => this.v128());
  }

  /** The declarations as the binary format wants them. */
  encode(): Bytes {
    return vector(this.#types.map((type) => [1, TYPE_BYTES[type]]));
  }

  #make<T extends ValueType>(type: T): Variable<T> {
    return localVariable(type, this.#parameters + this.#types.push(type) - 1);
  }
}

/** Builds a WebAssembly module of functions that take i32 and return nothing, with one memory. */
export class ModuleBuilder {
  readonly #bodies: Uint8Array[] = [];
  /** Indices of functions by a hash of their bodies. */
  readonly #known = new Map<number, number[]>();
  readonly #parameterCounts: number[] = [];
  readonly #exports: Bytes[] = [];
  #globals = 0;
  #codeBytes = 0;

  /** Bytes of all functions so far. */
  get codeBytes(): number {
    return this.#codeBytes;
  }

  /** Adds a mutable i32 global that starts at 0, and exports it where a name is given. */
  global(exportName?: string): Omit<Variable<'i32'>, 'tee'> {
    if (exportName !== undefined) this.#exports.push([name(exportName), 0x03, unsigned(this.#globals)]);
    return globalVariable(this.#globals++);
  }

  /**
   * Adds a function, or finds an equal one, and returns its index. `write` gets the maker of locals and the parameters.
   */
  func(parameters: number, write: (locals: Locals, ...parameters: Variable<'i32'>[]) => Statement[]): number {
    const locals = new Locals(parameters);
    const variables = Array.from({ length: parameters }, (_, index) => localVariable('i32', index));
    const code = sequence(write(locals, ...variables)).bytes;
    const body = flatten(sized([locals.encode(), code, 0x0b]));
    const hash = body.reduce((sum, byte) => (Math.imul(sum, 31) + byte) | 0, parameters);
    const candidates = this.#known.get(hash) ?? [];
    const known = candidates.find(
      (index) => this.#parameterCounts[index] === parameters && equalBytes(this.#bodies[index], body),
    );
    if (known !== undefined) return known;
    this.#parameterCounts.push(parameters);
    this.#codeBytes += body.length;
    const index = this.#bodies.push(body) - 1;
    this.#known.set(hash, [...candidates, index]);
    return index;
  }

  /** Exports a function under a name. */
  exportFunction(exportName: string, functionIndex: number): void {
    this.#exports.push([name(exportName), 0x00, unsigned(functionIndex)]);
  }

  /** The module; its memory is exported as `memory` and holds at least `memoryBytes`; it never grows. */
  build(memoryBytes: number): UnsharedUint8Array {
    const pages = unsigned(Math.ceil(memoryBytes / PAGE_BYTES));
    const kinds = [...new Set(this.#parameterCounts)];
    return flatten([
      [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, vector(kinds.map((count) => [0x60, vector(Array(count).fill([TYPE_BYTES.i32])), 0]))),
      section(3, vector(this.#parameterCounts.map((count) => unsigned(kinds.indexOf(count))))),
      section(5, vector([[1, pages, pages]])),
      section(6, vector(Array(this.#globals).fill([TYPE_BYTES.i32, 1, 0x41, signed(0), 0x0b]))),
      section(7, vector([[name('memory'), 0x02, 0], ...this.#exports])),
      section(10, vector(this.#bodies)),
    ]);
  }
}

function section(id: number, content: Bytes): Bytes {
  return [id, sized(content)];
}

/** A name: its length and its characters, which must be ASCII. */
function name(text: string): Bytes {
  return [unsigned(text.length), Array.from(text, (character) => character.charCodeAt(0))];
}

/** A vector of the binary format: its count and its items. */
function vector(items: readonly Bytes[]): Bytes {
  return [unsigned(items.length), items];
}

/** Bytes preceded by their length. */
function sized(bytes: Bytes): Bytes {
  const flat = flatten(bytes);
  return [unsigned(flat.length), flat];
}

/** The flat array. */
export function flatten(bytes: Bytes): UnsharedUint8Array {
  const writer = new ByteWriter();
  writer.write(bytes);
  return writer.finish();
}

/** An array that grows. */
class ByteWriter {
  #bytes = new Uint8Array(1024);
  #length = 0;

  write(bytes: Bytes): void {
    if (bytes instanceof Uint8Array) {
      this.#reserve(bytes.length);
      this.#bytes.set(bytes, this.#length);
      this.#length += bytes.length;
      return;
    }
    for (const item of bytes) {
      if (typeof item === 'number') {
        this.#reserve(1);
        this.#bytes[this.#length++] = item;
      } else this.write(item);
    }
  }

  finish(): UnsharedUint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const grown = new Uint8Array(2 * (this.#length + bytes));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
