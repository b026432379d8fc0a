import { DilatoneError } from '../../errors.js';

/** Refuses something that breaks the rules of the format. */
export function malformed(where: string, expected: string, got: string | number): never {
  throw new DilatoneError('malformed', where, `expected ${expected}, got ${got}`);
}

/** Refuses something that the format allows and Dilatone does not run. */
export function unsupported(where: string, expected: string, got: string | number): never {
  throw new DilatoneError('unsupported', where, `expected ${expected}, got ${got}, which Dilatone does not support`);
}
