import { type Bytes, float32, name, sized, unsigned } from '../../src/compiler/assembler/encoding.js';

// Protocol buffers write integers as WebAssembly does, hence the assembler's encoding. Each function gives one field of a
// message, by its number; a message is its fields, in any order.

/** A non-negative integer, or an enumeration. */
export function integer(field: number, value: number): Bytes {
  return [unsigned(8 * field), unsigned(value)];
}

/** A float32. */
export function float(field: number, value: number): Bytes {
  return [unsigned(8 * field + 5), float32(value)];
}

/** Raw bytes, or a message. */
export function message(field: number, content: Bytes): Bytes {
  return [unsigned(8 * field + 2), sized(content)];
}

/** Text, which must be ASCII. */
export function text(field: number, value: string): Bytes {
  return [unsigned(8 * field + 2), name(value)];
}
