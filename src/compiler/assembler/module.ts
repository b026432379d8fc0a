import { globalVariable, localVariable, type Statement, sequence, type ValueType, type Variable } from './code.js';
import { type Bytes, flatten, name, signed, sized, unsigned, vector } from './encoding.js';

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
  readonly #parameterCounts: number[] = [];
  readonly #exports: Bytes[] = [];
  #globals = 0;

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
    const known = this.#bodies.findIndex(
      (other, index) => this.#parameterCounts[index] === parameters && equalBytes(other, body),
    );
    if (known >= 0) return known;
    this.#parameterCounts.push(parameters);
    return this.#bodies.push(body) - 1;
  }

  /** Exports a function under a name. */
  exportFunction(exportName: string, functionIndex: number): void {
    this.#exports.push([name(exportName), 0x00, unsigned(functionIndex)]);
  }

  /** The module; its memory is exported as `memory` and holds at least `memoryBytes`; it never grows. */
  build(memoryBytes: number): Uint8Array {
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

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, n) => byte === b[n]);
}

function section(id: number, content: Bytes): Bytes {
  return [id, sized(content)];
}
