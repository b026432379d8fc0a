import * as v from 'valibot';
import type { Activation } from '../../network/activation.js';
import { describe, finite, malformed, object, unsupported, validate } from '../reading/json.js';
import { readWeights, type Width } from './weights.js';

/** Activations without parameters, by their names in the file. */
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

/** Slope of leaky activations if the file states none. */
const DEFAULT_SLOPE = 0.01;

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
 * Reads an activation, `"Tanh"` or `{ "type": "LeakyReLU", "negative_slope": 0.2 }`, for a signal of the given width.
 *
 * `isGated` is true for both activations of a gated or blended layer. A PReLU with one slope there applies it to the first
 * channel only, and a slope of 0 to the others: the reference reads past the end of its list of slopes and finds zeros.
 */
export function parseActivation(value: unknown, where: string, width: Width, isGated = false): Activation {
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) {
    malformed(where, 'an activation', describe(value));
  }
  const spec = validate(activationSchema, typeof value === 'string' ? { type: value } : value, where);
  const negativeSlope = spec.negative_slope ?? DEFAULT_SLOPE;
  switch (spec.type) {
    case 'LeakyReLU':
      return { kind: 'leakyRelu', negativeSlope };
    case 'PReLU':
      // The reference prefers one slope for all channels over a list.
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
  return readWeights(slopes, full, where).subarray(0, kept);
}
