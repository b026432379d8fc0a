import * as v from 'valibot';
import type { ModelLimits } from '../../model/limits.js';
import { malformed, unsupported } from '../reading/refuse.js';
import { count, describe, list, object, validate } from '../reading/schema.js';
import { finite, MOST_CONTROLS, name } from './names.js';

/** Signals may be so many times wider than what other formats name: those widen layers inside. */
export const INNER_WIDTH = 4;

/** What each op holds beside its kind and name, by its kind. */
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

/** The schemas of all ops. */
export type OpSchemas = ReturnType<typeof opSchemas>;

/** What was read of an op of some kind. */
export type OpFile<Kind extends keyof OpSchemas> = v.InferOutput<OpSchemas[Kind]>;

const headSchema = object({ op: v.string('the kind of an op'), name });

/** One op of a file: its kind and its name are checked, and the rest is when it is read. */
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

  /** The checked fields. `kind` is that of the op. */
  read<Kind extends keyof OpSchemas>(kind: Kind): OpFile<Kind> {
    return validate<OpSchemas[Kind]>(this.#schemas[kind], this.#json, this.#where);
  }
}
