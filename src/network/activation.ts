/**
 * The activations of `.nam` and Keras models. Their parameters are used as float32 numbers. `prelu` has one slope per channel;
 * `leakyHardTanh` is the identity between `min` and `max` and continues with its slopes outside; where `min` exceeds `max`, what
 * is below `min` continues with `minSlope` all the same, and the rest with `maxSlope`, as in the reference. `fastTanh` is the
 * approximation of NAM's fast mode.
 */
export type Activation =
  | { readonly kind: 'tanh' | 'fastTanh' | 'hardTanh' | 'relu' | 'sigmoid' | 'silu' | 'hardSwish' | 'softsign' }
  | { readonly kind: 'exp' | 'reciprocal' }
  | { readonly kind: 'elu'; readonly alpha: number }
  | { readonly kind: 'leakyRelu'; readonly negativeSlope: number }
  | { readonly kind: 'prelu'; readonly negativeSlopes: Float32Array }
  | {
      readonly kind: 'leakyHardTanh';
      readonly min: number;
      readonly max: number;
      readonly minSlope: number;
      readonly maxSlope: number;
    };

/**
 * Applies an activation in place to the first `count` values, all of channel `channel`, in double precision. NaN stays
 * NaN, so that the fault check finds it.
 *
 * It works on arrays, since engines may allocate a boxed number for each argument or result of a function.
 *
 * @realtime
 */
export function activateAll(activation: Activation, values: Float64Array, count: number, channel: number): void {
  switch (activation.kind) {
    case 'tanh':
      for (let n = 0; n < count; n++) values[n] = Math.tanh(values[n]);
      break;
    case 'fastTanh':
      for (let n = 0; n < count; n++) values[n] = fastTanh(values[n]);
      break;
    case 'hardTanh':
      for (let n = 0; n < count; n++) values[n] = clamp(values[n], -1, 1);
      break;
    case 'relu':
      for (let n = 0; n < count; n++) if (values[n] < 0) values[n] = 0;
      break;
    case 'leakyRelu': {
      const slope = Math.fround(activation.negativeSlope);
      for (let n = 0; n < count; n++) if (values[n] < 0) values[n] *= slope;
      break;
    }
    case 'prelu':
      for (let n = 0; n < count; n++) if (values[n] < 0) values[n] *= activation.negativeSlopes[channel];
      break;
    case 'sigmoid':
      for (let n = 0; n < count; n++) values[n] = 1 / (1 + Math.exp(-values[n]));
      break;
    case 'silu':
      for (let n = 0; n < count; n++) values[n] = values[n] / (1 + Math.exp(-values[n]));
      break;
    case 'hardSwish':
      for (let n = 0; n < count; n++) values[n] = (values[n] * clamp(values[n] + 3, 0, 6)) / 6;
      break;
    case 'leakyHardTanh': {
      const min = Math.fround(activation.min);
      const max = Math.fround(activation.max);
      const minSlope = Math.fround(activation.minSlope);
      const maxSlope = Math.fround(activation.maxSlope);
      for (let n = 0; n < count; n++) {
        const x = values[n];
        if (x < min) values[n] = (x - min) * minSlope + min;
        else if (x > max) values[n] = (x - max) * maxSlope + max;
      }
      break;
    }
    case 'elu':
      for (let n = 0; n < count; n++) if (values[n] < 0) values[n] = activation.alpha * Math.expm1(values[n]);
      break;
    case 'exp':
      for (let n = 0; n < count; n++) values[n] = Math.exp(values[n]);
      break;
    case 'reciprocal':
      for (let n = 0; n < count; n++) values[n] = 1 / values[n];
      break;
    case 'softsign':
      for (let n = 0; n < count; n++) values[n] = values[n] / (1 + Math.abs(values[n]));
  }
}

const one = new Float64Array(1);

/** y = activation(x) of one value of channel `channel`; see `activateAll`. */
export function activate(activation: Activation, x: number, channel: number): number {
  one[0] = x;
  activateAll(activation, one, 1, channel);
  return one[0];
}

/** @realtime */
function clamp(x: number, low: number, high: number): number {
  return Math.min(Math.max(x, low), high);
}

/** NAM's fast tanh; the coefficients are those of NeuralAmpModelerCore's `fast_tanh`. @realtime */
export function fastTanh(x: number): number {
  const a = Math.abs(x);
  const x2 = x * x;
  return (
    (x * (2.45550750702956 + 2.45550750702956 * a + (0.893229853513558 + 0.821226666969744 * a) * x2)) /
    (2.44506634652299 + (2.44506634652299 + x2) * Math.abs(x + 0.814642734961073 * x * a))
  );
}
