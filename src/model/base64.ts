import { DilatoneError } from '../errors.js';
import type { UnsharedUint8Array } from '../network/unshared.js';

// Browsers, workers and Node have both; audio worklets do not.
declare const atob: (base64: string) => string;
declare const btoa: (binary: string) => string;

/** The arguments of a call, at most: browsers limit their number. */
const PART_BYTES = 0x8000;

/** Bytes in base64. */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += PART_BYTES) {
    parts.push(String.fromCharCode(...bytes.subarray(start, start + PART_BYTES)));
  }
  return btoa(parts.join(''));
}

/** The bytes of a text in base64. DilatoneError `malformed` for any other text; `where` is its place. */
export function fromBase64(base64: string, where: string): UnsharedUint8Array {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch (cause) {
    throw new DilatoneError('malformed', where, `expected base64, got ${cause}`, { cause });
  }
}
