import type { Activation } from '../../network/activation.js';
import { type Code, f32x4, i32x4, type Variable } from '../assembler/code.js';
import type { MultiplyAddCode } from './arithmetic.js';

/**
 * tanh(x) ≈ x · P(x²) / Q(x²) for |x| ≤ 7.9, clamped beyond. Coefficients ascending; fitted by
 * tools/approximations/fit_tanh.py. Greatest relative error 1.4e-7 in exact arithmetic, 4.4e-7 in float32.
 */
const TANH_LIMIT = 7.9;
const TANH_P = [3.989623557e6, 5.162167213e5, 1.182983692e4, 46.19176883];
const TANH_Q = [3.989623557e6, 1.846088381e6, 9.52474904e4, 960.0885341, 1];

/** exp(r) ≈ P(r) for |r| ≤ ln 2 / 2, fitted by tools/approximations/fit_exp.py; greatest relative error 1.7e-7. */
const EXP_P = [1, 9.99999707e-1, 4.999914919e-1, 1.666763658e-1, 4.189797556e-2, 8.290306228e-3];
/** Beyond ±87, e^x leaves the range of normal float32 numbers. */
const EXP_LIMIT = 87;
/** ln 2 in two parts; the products of the first, of 9 bits, with small integers are exact. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = Math.LN2 - LN2_HIGH;
const EXPONENT_BIAS = 127;
const MANTISSA_BITS = 23;

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
  const constants = coefficients.map((coefficient) => f32x4.const(coefficient));
  const [last, next, ...rest] = constants.reverse();
  const start = coefficients[coefficients.length - 1] === 1 ? f32x4.add(first, next) : madd(last, first, next);
  return rest.reduce((value, coefficient) => madd(value, u, coefficient), start);
}

/** x / (1 + exp(−x)): the form by tanh would leave an error that grows with −x. */
function silu(x: V128, context: ActivationContext): V128 {
  const { c } = context;
  const one = f32x4.const(1);
  return f32x4.div(c.tee(x), f32x4.add(exp(f32x4.sub(f32x4.const(0), c), context), one));
}

/** 2^n · exp(r), with n the integer nearest to x / ln 2 and r the rest. */
function exp(x: V128, { a, b, madd }: ActivationContext): V128 {
  const n = f32x4.nearest(f32x4.mul(a.tee(clamp(x, -EXP_LIMIT, EXP_LIMIT)), f32x4.const(Math.LOG2E)));
  const r = a.tee(madd(b.tee(n), f32x4.const(-LN2_LOW), madd(b, f32x4.const(-LN2_HIGH), a)));
  const exponent = i32x4.add(i32x4.truncate(b), i32x4.const(EXPONENT_BIAS));
  return f32x4.mul(polynomial(EXP_P, r, a, madd), i32x4.shl(exponent, MANTISSA_BITS));
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
