import * as v from 'valibot';
import { DilatoneError } from '../../errors.js';
import type { ModelMetadata } from '../../model/model.js';

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
type Schema = v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>;

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

// A fault in the metadata never makes a model unusable: a field that is missing, null or out of range is left out.

/** An object of a file, unchecked. */
export type Fields = Readonly<Record<string, unknown>>;

/** Characters of a text, at most; the rest is cut off. */
const TEXT_LENGTH = 200;

/** Largest magnitude of a level in dB or dBu that is taken as real. */
const LEVEL_DB = 200;

/** The fields of an object; none if the value is no object. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** One line of text without control characters and halves of surrogate pairs, of at most `length` characters. */
export function text(value: unknown, length = TEXT_LENGTH): string | undefined {
  if (typeof value !== 'string') return undefined;
  const line = value.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line === '' ? undefined : line.slice(0, length).replace(/\p{Cs}/gu, '\ufffd');
}

/** A number within its range. */
export function number(value: unknown, least: number, most: number): number | undefined {
  return typeof value === 'number' && value >= least && value <= most ? value : undefined;
}

/** A level in dB or dBu. */
export function level(value: unknown): number | undefined {
  return number(value, -LEVEL_DB, LEVEL_DB);
}

/** The metadata without fields that are undefined. */
export function withoutGaps(metadata: ModelMetadata): ModelMetadata {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined));
}

/** Sample rate in Hz of a model whose file states none: the rate of most trainers. */
export const ASSUMED_RATE_HZ = 48_000;

/** The warning about a file that states no sample rate. */
export function assumedRateWarning(rateHz = ASSUMED_RATE_HZ): string {
  return `The file names no sample rate; ${rateHz} Hz is assumed.`;
}

/** Sample rates in Hz that browsers accept for a context. */
const LEAST_RATE_HZ = 3_000;
const MOST_RATE_HZ = 768_000;

/** Returns the rate in Hz, or throws a DilatoneError if no browser accepts it. */
export function expectRate(rate: number, where: string): number {
  if (rate >= LEAST_RATE_HZ && rate <= MOST_RATE_HZ) return rate;
  return malformed(where, `${LEAST_RATE_HZ} to ${MOST_RATE_HZ} Hz`, rate);
}

/**
 * A rate in Hz, as a number or as text; null where a file states none: a field that is missing or empty, NaN, or at most 0,
 * which is the NAM trainer's “unknown”. Throws a DilatoneError for any other value that is no rate.
 */
export function statedRate(value: unknown, where: string): number | null {
  const given = typeof value === 'string' ? value.trim() : value;
  if (given === undefined || given === null || given === '') return null;
  const rate = typeof given === 'string' ? Number(given) : given;
  if (typeof rate !== 'number' || (typeof given === 'string' && Number.isNaN(rate))) {
    return malformed(where, 'a rate in Hz', describe(value));
  }
  return rate > 0 ? expectRate(rate, where) : null;
}

/** The first of several metadata that is a rate in Hz; null if none is. */
export function rateInMetadata(...values: readonly unknown[]): number | null {
  for (const value of values) {
    const rate = typeof value === 'string' ? Number(value) : value;
    if (typeof rate === 'number' && rate >= LEAST_RATE_HZ && rate <= MOST_RATE_HZ) return rate;
  }
  return null;
}
