/**
 * The activations of the `.nam` world and of Keras. `prelu` has one slope per channel; `leakyHardTanh` is the identity between `min`
 * and `max` and continues with its slopes outside; `fastTanh` is the rational approximation of NAM's fast mode.
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

/** y = activation(x) of one sample of channel `channel`, in double precision. NaN stays NaN, so that a fault is heard of. */
export function activate(activation: Activation, x: number, channel: number): number {
  switch (activation.kind) {
    case 'tanh':
      return Math.tanh(x);
    case 'fastTanh':
      return fastTanh(x);
    case 'hardTanh':
      return clamp(x, -1, 1);
    case 'relu':
      return Math.max(x, 0);
    case 'leakyRelu':
      return x > 0 ? x : x * activation.negativeSlope;
    case 'prelu':
      return x > 0 ? x : x * activation.negativeSlopes[channel];
    case 'sigmoid':
      return 1 / (1 + Math.exp(-x));
    case 'silu':
      return x / (1 + Math.exp(-x));
    case 'hardSwish':
      return (x * clamp(x + 3, 0, 6)) / 6;
    case 'leakyHardTanh': {
      const { min, max, minSlope, maxSlope } = activation;
      if (x < min) return (x - min) * minSlope + min;
      return x > max ? (x - max) * maxSlope + max : x;
    }
    case 'elu':
      return x > 0 ? x : activation.alpha * Math.expm1(x);
    case 'exp':
      return Math.exp(x);
    case 'reciprocal':
      return 1 / x;
    case 'softsign':
      return x / (1 + Math.abs(x));
  }
}

function clamp(x: number, low: number, high: number): number {
  return Math.min(Math.max(x, low), high);
}

/** NAM's fast tanh; the coefficients are those of NeuralAmpModelerCore's `fast_tanh`. */
function fastTanh(x: number): number {
  const a = Math.abs(x);
  const x2 = x * x;
  return (
    (x * (2.45550750702956 + 2.45550750702956 * a + (0.893229853513558 + 0.821226666969744 * a) * x2)) /
    (2.44506634652299 + (2.44506634652299 + x2) * Math.abs(x + 0.814642734961073 * x * a))
  );
}
