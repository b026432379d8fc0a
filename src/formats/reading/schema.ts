import * as v from 'valibot';
import { DilatoneError } from '../../errors.js';

// The message of each schema is what it expects, as in “expected a positive integer, got 0”; `validate` adds the place.

/** Throws a DilatoneError for a value that breaks the rules of its format. */
export function malformed(where: string, expected: string, got: string | number): never {
  throw new DilatoneError('malformed', where, `expected ${expected}, got ${got}`);
}

/** Throws a DilatoneError for a value that its format allows and Dilatone does not run. */
export function unsupported(where: string, expected: string, got: string | number): never {
  throw new DilatoneError('unsupported', where, `expected ${expected}, got ${got}, which Dilatone does not support`);
}

/** Any synchronous schema. */
export type Schema = v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>;

/** Accepts any value, or none: for entries that are checked later. */
export const anything = v.optional(v.unknown());

/** A number that stays finite in float32. */
export const finite = v.pipe(
  v.number('a finite number'),
  v.check((number) => Number.isFinite(Math.fround(number)), 'a finite number'),
);

/** An integer from 1 to a limit. */
export function count(limit: number) {
  const expected = 'a positive integer';
  return v.pipe(
    v.number(expected),
    v.integer(expected),
    v.minValue(1, expected),
    v.maxValue(limit, `at most ${limit}`),
  );
}

/** A list of one to `limit` entries. The length is checked before any entry. */
export function list<Item extends Schema>(item: Item, limit: number) {
  return v.pipe(
    v.custom<unknown[]>(Array.isArray, 'a list'),
    v.minLength(1, 'a list with an entry'),
    v.maxLength(limit, `at most ${limit} entries`),
    v.array(item, 'a list'),
  );
}

/** An object with at least these keys; other keys are dropped. A missing key is reported with what is expected there. */
export function object<Entries extends v.ObjectEntries>(entries: Entries) {
  return v.object(entries, (issue) => {
    const key = issue.path?.[0].key;
    const entry = key === undefined ? undefined : (entries[String(key)] as { message?: unknown });
    return typeof entry?.message === 'string' ? entry.message : 'an object';
  });
}

/** Returns the checked value, or throws a DilatoneError for the first fault. `where` is the value's place in its file. */
export function validate<S extends Schema>(schema: S, value: unknown, where: string): v.InferOutput<S> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const issue = result.issues[0];
  const code = issue.type === 'max_value' || issue.type === 'max_length' ? 'limit' : 'malformed';
  const place = (issue.path ?? []).reduce((path, { key }) => placeIn(path, key), where);
  throw new DilatoneError(code, place || 'file', `expected ${issue.message}, got ${describe(issue.input)}`);
}

/** The place of an entry: `config.layers[2]`. The place of the file's root is an empty string. */
export function placeIn(where: string, key: unknown): string {
  if (typeof key === 'number') return `${where}[${key}]`;
  return where === '' ? String(key) : `${where}.${key}`;
}

/** Describes a value from a file in a few words for a message, however large or deep the value is. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
