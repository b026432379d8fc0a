import * as v from 'valibot';
import { INNER_WIDTH, type ModelLimits } from '../../model/limits.js';
import { anything, count, describe, finite, list, malformed, object, unsupported, validate } from '../reading/json.js';

/** The version of the format that is read and written; see docs/native-format.md. */
export const NATIVE_VERSION = 1;

/** Characters of a name or label, at most. */
const NAME_LENGTH = 200;

/** Controls of a model, at most. */
const MOST_CONTROLS = 32;

/** The name of a signal, a tensor or a control. */
const name = v.pipe(v.string('a name'), v.minLength(1, 'a name'), v.maxLength(NAME_LENGTH, 'a short name'));

const label = v.exactOptional(v.pipe(v.string('a text'), v.maxLength(NAME_LENGTH, 'a short text')));

const control = object({
  name: v.pipe(v.string('a name'), v.regex(/^[A-Za-z]\w{0,63}$/, 'a letter, then letters, digits and _')),
  label,
  minimum: finite,
  maximum: finite,
  default: finite,
  unit: label,
});

/** The structure of a file's description; `OpFields` checks the ops. */
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

/** The fields of each kind of op, in addition to `op` and `name`. */
export function opSchemas(limits: ModelLimits) {
  const width = count(INNER_WIDTH * limits.channels);
  const inputs = list(name, limits.ops);
  const recurrent = {
    input: name,
    weightInput: name,
    weightHidden: name,
    biasInput: v.nullish(name),
    biasHidden: v.nullish(name),
    initialHidden: v.nullish(name),
  };
  return {
    input: object({ channels: width }),
    control: object({ controls: list(name, MOST_CONTROLS) }),
    conv1d: object({
      input: name,
      weight: name,
      bias: v.nullish(name),
      dilation: v.nullish(count(limits.receptiveField)),
      groups: v.nullish(width),
    }),
    activation: object({
      input: name,
      kind: v.string('the name of an activation'),
      negativeSlope: v.optional(finite),
      negativeSlopes: v.optional(name),
      alpha: v.optional(finite),
      min: v.optional(finite),
      max: v.optional(finite),
      minSlope: v.optional(finite),
      maxSlope: v.optional(finite),
    }),
    add: object({ inputs }),
    multiply: object({ inputs }),
    slice: object({
      input: name,
      start: v.pipe(v.number('a channel'), v.safeInteger('a channel'), v.minValue(0, 'a channel')),
      channels: width,
    }),
    concat: object({ inputs }),
    lstm: object({ ...recurrent, initialCell: v.nullish(name) }),
    gru: object(recurrent),
  };
}

/** The schemas of all kinds of op. */
type OpSchemas = ReturnType<typeof opSchemas>;

/** The checked fields of one kind of op. */
export type OpFile<Kind extends keyof OpSchemas> = v.InferOutput<OpSchemas[Kind]>;

const headSchema = object({ op: v.string('the kind of an op'), name });

/** One op of a file. The constructor checks its kind, its name and the keys; `read` checks the fields. */
export class OpFields {
  readonly kind: keyof OpSchemas;
  readonly name: string;
  readonly #json: unknown;
  readonly #schemas: OpSchemas;
  readonly #where: string;

  constructor(json: unknown, schemas: OpSchemas, where: string) {
    const head = validate(headSchema, json, where);
    this.kind =
      (Object.keys(schemas) as (keyof OpSchemas)[]).find((kind) => kind === head.op) ??
      unsupported(`${where}.op`, `one of ${Object.keys(schemas).join(', ')}`, describe(head.op));
    this.name = head.name;
    this.#json = json;
    this.#schemas = schemas;
    this.#where = where;
    const allowed = ['op', 'name', ...Object.keys(schemas[this.kind].entries)];
    const extra = Object.keys(json as object).find((key) => !allowed.includes(key));
    if (extra !== undefined) malformed(where, `only ${allowed.join(', ')}`, describe(extra));
  }

  /** Returns the checked fields. `kind` must be the kind of this op. */
  read<Kind extends keyof OpSchemas>(kind: Kind): OpFile<Kind> {
    return validate<OpSchemas[Kind]>(this.#schemas[kind], this.#json, this.#where);
  }
}
