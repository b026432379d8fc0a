import type { ModelMetadata } from '../model.js';

type Fields = Readonly<Record<string, unknown>>;

/** Longest text that is taken from a file. */
const TEXT_LENGTH = 200;

/** Largest level in dB or dBu, either sign, that is believed. */
const LEVEL_DB = 200;

/** Reads what the author wrote. A field that is missing, null or odd is left out: metadata never keeps a model from playing. */
export function readMetadata(metadata: unknown): ModelMetadata {
  const fields = fieldsOf(metadata);
  const training = fieldsOf(fields.training);
  return withoutGaps({
    name: text(fields.name),
    modeledBy: text(fields.modeled_by),
    gearType: text(fields.gear_type),
    gearMake: text(fields.gear_make),
    gearModel: text(fields.gear_model),
    toneType: text(fields.tone_type),
    date: date(fieldsOf(fields.date)),
    loudnessDb: number(fields.loudness, -LEVEL_DB, LEVEL_DB),
    gain: number(fields.gain, -LEVEL_DB, LEVEL_DB),
    inputLevelDbu: number(fields.input_level_dbu, -LEVEL_DB, LEVEL_DB),
    outputLevelDbu: number(fields.output_level_dbu, -LEVEL_DB, LEVEL_DB),
    validationEsr: number(training.validation_esr, 0, Number.MAX_VALUE),
  });
}

function withoutGaps(metadata: ModelMetadata): ModelMetadata {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined));
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** One line of text without control characters. */
function text(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const line = value.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line === '' ? undefined : line.slice(0, TEXT_LENGTH);
}

function number(value: unknown, least: number, most: number): number | undefined {
  return typeof value === 'number' && value >= least && value <= most ? value : undefined;
}

/** ISO 8601 from `{ year, month, day, hour, minute, second }`; the time is left out where it is incomplete. */
function date({ year, month, day, hour, minute, second }: Fields): string | undefined {
  const calendar = [digits(year, 1, 9999, 4), digits(month, 1, 12, 2), digits(day, 1, 31, 2)];
  const clock = [digits(hour, 0, 23, 2), digits(minute, 0, 59, 2), digits(second, 0, 60, 2)];
  if (calendar.includes('')) return undefined;
  return clock.includes('') ? calendar.join('-') : `${calendar.join('-')}T${clock.join(':')}`;
}

/** An integer in its range as digits, else an empty string. */
function digits(value: unknown, least: number, most: number, length: number): string {
  return Number.isInteger(value) ? (number(value, least, most)?.toString().padStart(length, '0') ?? '') : '';
}
