import type { ModelMetadata } from '../../model/model.js';

// Metadata never keep a model from playing: a field that is missing, null or odd is left out.

/** An object of a file, unchecked. */
export type Fields = Readonly<Record<string, unknown>>;

/** Longest text that is taken from a file. */
const TEXT_LENGTH = 200;

/** Largest level in dB or dBu, either sign, that is believed. */
const LEVEL_DB = 200;

/** The fields of an object; none where it is something else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** One line of text without control characters. */
export function text(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const line = value.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line === '' ? undefined : line.slice(0, TEXT_LENGTH);
}

/** A number in its range. */
export function number(value: unknown, least: number, most: number): number | undefined {
  return typeof value === 'number' && value >= least && value <= most ? value : undefined;
}

/** A level in dB or dBu. */
export function level(value: unknown): number | undefined {
  return number(value, -LEVEL_DB, LEVEL_DB);
}

/** The fields that have a value. */
export function withoutGaps(metadata: ModelMetadata): ModelMetadata {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined));
}
