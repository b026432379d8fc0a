import * as v from 'valibot';
import { DilatoneError } from '../../errors.js';

// Each schema's message is its expectation, as in “expected a positive integer, got 0”; the place comes from the path.

/** Any schema that needs no promise. */
export type Schema = v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>;

/** Anything or nothing: for what is checked elsewhere. */
export const anything = v.optional(v.unknown());

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

/** A list whose length is checked before its entries are looked at. */
export function list<Item extends Schema>(item: Item, limit: number) {
  return v.pipe(
    v.custom<unknown[]>(Array.isArray, 'a list'),
    v.minLength(1, 'a list with an entry'),
    v.maxLength(limit, `at most ${limit} entries`),
    v.array(item, 'a list'),
  );
}

/** An object with at least these keys; others are dropped. A missing key is reported with what was expected there. */
export function object<Entries extends v.ObjectEntries>(entries: Entries) {
  return v.object(entries, (issue) => {
    const key = issue.path?.[0].key;
    const entry = key === undefined ? undefined : (entries[String(key)] as { message?: unknown });
    return typeof entry?.message === 'string' ? entry.message : 'an object';
  });
}

/** Returns the checked value, or throws a DilatoneError for the first thing wrong; `where` names the value in its file. */
export function validate<S extends Schema>(schema: S, value: unknown, where: string): v.InferOutput<S> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const issue = result.issues[0];
  const code = issue.type === 'max_value' || issue.type === 'max_length' ? 'limit' : 'malformed';
  const place = (issue.path ?? []).reduce((path, { key }) => placeIn(path, key), where);
  throw new DilatoneError(code, place || 'file', `expected ${issue.message}, got ${describe(issue.input)}`);
}

/** The place of an entry: `config.layers[2]`. */
export function placeIn(where: string, key: unknown): string {
  if (typeof key === 'number') return `${where}[${key}]`;
  return where === '' ? String(key) : `${where}.${key}`;
}

/** A value from a file in a few words for a message, however large or deep it is. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
