import { DilatoneError } from '../errors.js';

/** Checks that a part of a state is an object. DilatoneError `malformed` for anything else. */
export function expectObject(value: unknown, where: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw malformed(where, 'an object', value);
}

/** Checks that a part of a state is an object of finite numbers. DilatoneError `malformed` for anything else. */
export function expectNumbers(value: unknown, where: string): Readonly<Record<string, number>> {
  const entries = Object.entries(expectObject(value, where)) as [string, number][];
  for (const [name, number] of entries) {
    if (!Number.isFinite(number)) throw malformed(`${where}.${name}`, 'a number', number);
  }
  return Object.fromEntries(entries);
}

/** Options that a caller gave. TypeError for what is no object, such as null, to which no default applies. */
export function expectOptions<Options extends object>(options: Options): Options {
  if (typeof options === 'object' && options !== null) return options;
  throw new TypeError(`options: expected an object, got ${nameOfValue(options)}`);
}

/** The error for a part of a state that is not what is expected. */
export function malformed(where: string, expected: string, value: unknown): DilatoneError {
  return new DilatoneError('malformed', where, `expected ${expected}, got ${nameOfValue(value)}`);
}

/** A value as messages name it, whatever it is. A number in a text is called so, as it looks like what was expected. */
export function nameOfValue(value: unknown): string {
  // An object of JSON may have a `toString` that is no function.
  if (Object(value) === value) return typeof value;
  const isNumber = typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value));
  return isNumber ? `the text "${value}"` : String(value);
}
