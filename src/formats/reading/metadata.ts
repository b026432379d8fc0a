import type { ModelMetadata } from '../../model/model.js';
import { malformed } from './schema.js';

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

/** One line of text without control characters. */
export function text(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const line = value.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line === '' ? undefined : line.slice(0, TEXT_LENGTH);
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
export const ASSUMED_RATE_WARNING = `The file names no sample rate; ${ASSUMED_RATE_HZ} Hz is assumed.`;

/** Sample rates in Hz that browsers accept for a context. */
const LEAST_RATE_HZ = 3_000;
const MOST_RATE_HZ = 768_000;

/** Returns the rate in Hz, or throws a DilatoneError if no browser accepts it. */
export function expectRate(rate: number, where: string): number {
  if (rate >= LEAST_RATE_HZ && rate <= MOST_RATE_HZ) return rate;
  return malformed(where, `${LEAST_RATE_HZ} to ${MOST_RATE_HZ} Hz`, rate);
}
