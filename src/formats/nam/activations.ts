import * as v from 'valibot';
import type { Activation } from '../../network/activation.js';
import { malformed, unsupported } from '../reading/refuse.js';
import { describe, object, validate } from '../reading/schema.js';
import type { Entry } from './per-layer.js';
import type { Width } from './weights.js';

/** The activations without parameters, by their name in the file. */
const PLAIN = new Map<string, Activation>([
  ['Tanh', { kind: 'tanh' }],
  ['Hardtanh', { kind: 'hardTanh' }],
  ['Fasttanh', { kind: 'fastTanh' }],
  ['ReLU', { kind: 'relu' }],
  ['Sigmoid', { kind: 'sigmoid' }],
  ['SiLU', { kind: 'silu' }],
  ['Hardswish', { kind: 'hardSwish' }],
  ['Softsign', { kind: 'softsign' }],
]);

/** Slope of the leaky activations where the file names none. */
const DEFAULT_SLOPE = 0.01;

const finite = v.pipe(
  v.number('a finite number'),
  v.check((number) => Number.isFinite(Math.fround(number)), 'a finite number'),
);

const parameter = v.nullish(finite);

const activationSchema = object({
  type: v.string('the name of an activation'),
  negative_slope: parameter,
  negative_slopes: v.nullish(v.custom<unknown[]>(Array.isArray, 'a list of numbers')),
  min_val: parameter,
  max_val: parameter,
  min_slope: parameter,
  max_slope: parameter,
});

/**
 * Reads an activation, `"Tanh"` or `{ "type": "LeakyReLU", "negative_slope": 0.2 }`, for a signal of some width. `isGated`
 * is for those of gated and blended layers, where a PReLU has its one slope in the first channel only and none in the
 * others: the reference reads past the end of its list of slopes there, and finds zeros.
 */
export function parseActivation({ value, where }: Entry<unknown>, width: Width, isGated = false): Activation {
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) {
    malformed(where, 'an activation', describe(value));
  }
  const spec = validate(activationSchema, typeof value === 'string' ? { type: value } : value, where);
  const negativeSlope = spec.negative_slope ?? DEFAULT_SLOPE;
  switch (spec.type) {
    case 'LeakyReLU':
      return { kind: 'leakyRelu', negativeSlope };
    case 'PReLU':
      // One slope for all channels wins over a list, as in the reference.
      if (typeof spec.negative_slope === 'number' || !spec.negative_slopes) {
        if (!isGated) return { kind: 'leakyRelu', negativeSlope };
        const negativeSlopes = new Float32Array(width.kept);
        negativeSlopes[0] = negativeSlope;
        return { kind: 'prelu', negativeSlopes };
      }
      return { kind: 'prelu', negativeSlopes: parseSlopes(spec.negative_slopes, width, `${where}.negative_slopes`) };
    case 'LeakyHardtanh':
    case 'LeakyHardTanh':
      return {
        kind: 'leakyHardTanh',
        min: spec.min_val ?? -1,
        max: spec.max_val ?? 1,
        minSlope: spec.min_slope ?? DEFAULT_SLOPE,
        maxSlope: spec.max_slope ?? DEFAULT_SLOPE,
      };
    default: {
      const names = [...PLAIN.keys(), 'LeakyReLU', 'PReLU', 'LeakyHardtanh'].join(', ');
      return PLAIN.get(spec.type) ?? unsupported(where, `one of ${names}`, describe(spec.type));
    }
  }
}

function parseSlopes(slopes: readonly unknown[], { full, kept }: Width, where: string): Float32Array {
  if (slopes.length !== full) malformed(where, `${full} numbers, one per channel`, slopes.length);
  return Float32Array.from(validate(v.array(finite), slopes, where).slice(0, kept));
}
