import type { ModelMetadata } from '../../model/model.js';
import { fieldsOf, level, number, text, withoutGaps } from '../reading/metadata-fields.js';

/** A date, or date and time, of ISO 8601. */
const DATE = /^\d{4}-\d{2}-\d{2}(T[\d:.]{5,15}(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Reads what the author wrote: the fields of `ModelMetadata` by their names. */
export function readNativeMetadata(metadata: unknown): ModelMetadata {
  const fields = fieldsOf(metadata);
  const date = text(fields.date);
  return withoutGaps({
    name: text(fields.name),
    modeledBy: text(fields.modeledBy),
    gearType: text(fields.gearType),
    gearMake: text(fields.gearMake),
    gearModel: text(fields.gearModel),
    toneType: text(fields.toneType),
    date: date !== undefined && DATE.test(date) ? date : undefined,
    loudnessDb: level(fields.loudnessDb),
    gain: level(fields.gain),
    inputLevelDbu: level(fields.inputLevelDbu),
    outputLevelDbu: level(fields.outputLevelDbu),
    validationEsr: number(fields.validationEsr, 0, Number.MAX_VALUE),
  });
}
