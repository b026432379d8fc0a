import type { ModelMetadata } from '../../model/model.js';
import { type Fields, fieldsOf, level, number, text, withoutGaps } from '../reading/metadata-fields.js';

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
    loudnessDb: level(fields.loudness),
    gain: level(fields.gain),
    inputLevelDbu: level(fields.input_level_dbu),
    outputLevelDbu: level(fields.output_level_dbu),
    validationEsr: number(training.validation_esr, 0, Number.MAX_VALUE),
  });
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
