import type { Activation } from '../../network/activation.js';
import { type Code, f32x4, type Variable } from '../assembler/code.js';
import type { MultiplyAddCode } from './arithmetic.js';

/**
 * tanh(x) ≈ x · P(x²) / Q(x²) for |x| ≤ 7.9, clamped beyond. Coefficients ascending; fitted by
 * tools/approximations/fit_tanh.py. Greatest relative error 1.4e-7 in exact arithmetic, 4.2e-7 in float32.
 */
const TANH_LIMIT = 7.9;
const TANH_P = [1, 1.29389832e-1, 2.96515115e-3, 1.15779766e-5];
const TANH_Q = [1, 4.62722448e-1, 2.38738038e-2, 2.40646395e-4, 2.5065021e-7];

/** Where SiLU is cut off on the left: −1.8e-6, while the limits of tanh would grow with |x| from there on. */
const SILU_LIMIT = -16;

/** What an activation may use: the multiply-add of the program and three scratch variables that it overwrites. */
export interface ActivationContext {
  readonly madd: MultiplyAddCode;
  readonly a: Variable<'v128'>;
  readonly b: Variable<'v128'>;
  readonly c: Variable<'v128'>;
}

type V128 = Code<'v128'>;

/** The activation of one vector; NaN in gives NaN out. `slope` is the vector of the channel's slope, for PReLU only. */
export function activationCode(activation: Activation, x: V128, context: ActivationContext, slope?: V128): V128 {
  const { a, madd } = context;
  const zero = f32x4.const(0);
  const half = f32x4.const(0.5);
  switch (activation.kind) {
    case 'tanh':
      return tanh(x, context);
    case 'sigmoid':
      return madd(tanh(f32x4.mul(x, half), context), half, half);
    case 'silu':
      return silu(x, context);
    case 'fastTanh':
      return fastTanh(x, context);
    case 'hardTanh':
      return clamp(x, -1, 1);
    case 'relu':
      return f32x4.pmax(x, zero);
    case 'leakyRelu': {
      const choose = activation.negativeSlope <= 1 ? f32x4.pmax : f32x4.pmin;
      return choose(a.tee(x), f32x4.mul(a, f32x4.const(activation.negativeSlope)));
    }
    case 'prelu':
      return madd(f32x4.pmin(a.tee(x), zero), slope ?? f32x4.const(1), f32x4.pmax(a, zero));
    case 'hardSwish':
      return f32x4.mul(f32x4.mul(a.tee(x), f32x4.const(1 / 6)), clamp(f32x4.add(a, f32x4.const(3)), 0, 6));
    case 'leakyHardTanh':
      return leakyHardTanh(activation, x, context);
    case 'softsign':
      return f32x4.div(a.tee(x), f32x4.add(f32x4.abs(a), f32x4.const(1)));
  }
}

function clamp(x: V128, low: number, high: number): V128 {
  return f32x4.pmax(f32x4.pmin(x, f32x4.const(high)), f32x4.const(low));
}

function tanh(x: V128, { a, b, madd }: ActivationContext): V128 {
  const numerator = f32x4.mul(
    a.tee(clamp(x, -TANH_LIMIT, TANH_LIMIT)),
    polynomial(TANH_P, b.tee(f32x4.mul(a, a)), b, madd),
  );
  return f32x4.div(numerator, polynomial(TANH_Q, b, b, madd));
}

/** Σ coefficients[k] · u^k by Horner's rule. `first` computes u and is evaluated once, before `u` is read again. */
function polynomial(coefficients: readonly number[], first: V128, u: V128, madd: MultiplyAddCode): V128 {
  const [last, ...rest] = coefficients.map((coefficient) => f32x4.const(coefficient)).reverse();
  return rest.reduce((value, coefficient, n) => madd(value, n === 0 ? first : u, coefficient), last);
}

/** x · sigmoid(x) = h + h · tanh(h) with h = x / 2. */
function silu(x: V128, context: ActivationContext): V128 {
  const { c, madd } = context;
  const h = f32x4.mul(f32x4.pmax(x, f32x4.const(SILU_LIMIT)), f32x4.const(0.5));
  return madd(tanh(c.tee(h), context), c, c);
}

/** The approximation of `Activation`'s `fastTanh`, in vectors. */
function fastTanh(x: V128, { a, b, madd }: ActivationContext): V128 {
  const { const: k } = f32x4;
  const abs = f32x4.abs(a);
  const square = b.tee(f32x4.mul(a, a));
  const inner = madd(
    madd(abs, k(0.821226666969744), k(0.893229853513558)),
    square,
    madd(abs, k(2.45550750702956), k(2.45550750702956)),
  );
  const numerator = f32x4.mul(a.tee(x), inner);
  const bend = f32x4.abs(madd(f32x4.mul(a, k(0.814642734961073)), abs, a));
  return f32x4.div(numerator, madd(f32x4.add(b, k(2.44506634652299)), bend, k(2.44506634652299)));
}

/** Identity between min and max; what exceeds them is scaled by its slope and added. */
function leakyHardTanh(
  { min, max, minSlope, maxSlope }: Extract<Activation, { kind: 'leakyHardTanh' }>,
  x: V128,
  { a, madd }: ActivationContext,
): V128 {
  const zero = f32x4.const(0);
  const below = f32x4.pmin(f32x4.sub(a.tee(x), f32x4.const(min)), zero);
  const above = f32x4.pmax(f32x4.sub(a, f32x4.const(max)), zero);
  return madd(below, f32x4.const(minSlope), madd(above, f32x4.const(maxSlope), clamp(a, min, max)));
}
