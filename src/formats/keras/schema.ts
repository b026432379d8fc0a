import * as v from 'valibot';
import type { ModelLimits } from '../../model/limits.js';
import { anything, count, list, object } from '../reading/json.js';

/** The last entry of a shape such as `[null, null, 8]`, or the value itself if it is no list. */
function last<Item extends ReturnType<typeof count>>(item: Item) {
  return v.pipe(
    v.unknown(),
    v.transform((shape) => (Array.isArray(shape) ? shape.at(-1) : shape)),
    item,
  );
}

/** The structure of a file. What depends on the type of a layer is checked when that layer is lowered. */
export function kerasSchema(limits: ModelLimits) {
  const width = last(count(limits.channels));
  const layer = object({
    type: v.string('the type of a layer'),
    activation: v.nullish(v.string('the name of an activation')),
    shape: width,
    kernel_size: v.nullish(last(count(limits.kernelSize))),
    strides: v.nullish(last(count(limits.receptiveField))),
    dilation: v.nullish(last(count(limits.receptiveField))),
    groups: v.nullish(last(count(limits.channels))),
    epsilon: v.nullish(v.number('a number')),
    weights: v.optional(v.custom<unknown[]>(Array.isArray, 'a list')),
  });
  const decibels = v.nullish(v.pipe(v.number('a number of dB'), v.minValue(-200, 'a number of dB from -200')));
  return object({
    in_shape: width,
    layers: list(layer, limits.layers),
    in_skip: v.nullish(v.number('0 or 1')),
    in_gain: decibels,
    out_gain: decibels,
    samplerate: anything,
    sample_rate: anything,
    metadata: anything,
  });
}

/** A file of checked structure. */
export type KerasFile = v.InferOutput<ReturnType<typeof kerasSchema>>;

/** One of its layers. */
export type KerasLayer = KerasFile['layers'][number];
