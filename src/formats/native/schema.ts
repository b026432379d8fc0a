import * as v from 'valibot';
import type { ModelLimits } from '../../model/limits.js';
import { anything, list, object } from '../reading/schema.js';
import { finite, MOST_CONTROLS, NAME_LENGTH, name } from './names.js';

/** The version of the format that is read and written; see docs/native-format.md. */
export const NATIVE_VERSION = 1;

const label = v.exactOptional(v.pipe(v.string('a text'), v.maxLength(NAME_LENGTH, 'a short text')));

const control = object({
  name: v.pipe(v.string('a name'), v.regex(/^[A-Za-z]\w{0,63}$/, 'a letter, then letters, digits and _')),
  label,
  minimum: finite,
  maximum: finite,
  default: finite,
  unit: label,
});

/** What the description holds beside its ops. */
export function descriptionSchema(limits: ModelLimits) {
  return object({
    version: v.literal(NATIVE_VERSION, `${NATIVE_VERSION}`),
    sampleRate: v.number('a rate in Hz'),
    start: v.picklist(['silence', 'zero'], 'silence or zero'),
    architecture: anything,
    metadata: anything,
    controls: v.nullish(v.pipe(v.array(control, 'a list'), v.maxLength(MOST_CONTROLS, `at most ${MOST_CONTROLS}`))),
    ops: list(v.unknown(), limits.ops),
    output: name,
  });
}
