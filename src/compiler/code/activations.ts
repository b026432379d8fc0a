import type { Activation } from '../../network/activation.js';
import { type Code, f32x4, i32x4 } from '../assembler/code.js';
import type { Vectors, VectorWriter } from './vector-writer.js';

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

/** The activation of every vector; NaN in gives NaN out. `slope` is the channel's, in all lanes, for PReLU only. */
export function activationCode(
  activation: Activation,
  x: Vectors,
  writer: VectorWriter,
  slope?: Code<'v128'>,
): Vectors {
  switch (activation.kind) {
    case 'tanh':
      return tanh(x, writer);
    case 'fastTanh':
      return fastTanh(x, writer);
    case 'sigmoid':
      return sigmoidByTanh(x, writer, tanh);
    case 'silu':
      return silu(x, writer);
    case 'hardTanh':
      return clamp(x, -1, 1, writer);
    case 'relu':
      return writer.max(x, writer.constant(0));
    case 'leakyRelu': {
      const { negativeSlope } = activation;
      const scaled = writer.mul(x, writer.constant(negativeSlope));
      return negativeSlope <= 1 ? writer.max(x, scaled) : writer.min(x, scaled);
    }
    case 'prelu': {
      const zero = writer.constant(0);
      return writer.madd(writer.min(x, zero), slope ?? zero, writer.max(x, zero));
    }
    case 'hardSwish': {
      const gate = clamp(writer.add(x, writer.constant(3)), 0, 6, writer);
      return writer.mul(writer.mul(x, writer.constant(1 / 6)), gate);
    }
    case 'leakyHardTanh':
      return leakyHardTanh(activation, x, writer);
    case 'elu': {
      const zero = writer.constant(0);
      const below = writer.sub(exp(writer.min(x, zero), writer), writer.constant(1));
      return writer.madd(below, writer.constant(activation.alpha), writer.max(x, zero));
    }
    case 'exp':
      return exp(x, writer);
    case 'reciprocal':
      return writer.div([...x].fill(writer.constant(1)), x);
    case 'softsign':
      return writer.div(x, writer.add(writer.map(f32x4.abs, x), writer.constant(1)));
  }
}

/** 1/2 + 1/2 · tanh(x/2), by a given tanh. */
export function sigmoidByTanh(
  x: Vectors,
  writer: VectorWriter,
  tanhCode: (x: Vectors, writer: VectorWriter) => Vectors,
): Vectors {
  const half = tanhCode(writer.mul(x, writer.constant(0.5)), writer);
  const constant = writer.constant(0.5);
  return writer.madd(half, constant, constant);
}

function clamp(x: Vectors, low: number, high: number, writer: VectorWriter): Vectors {
  return writer.max(writer.min(x, writer.constant(high)), writer.constant(low));
}

/** tanh to float32 precision. */
export function tanh(x: Vectors, writer: VectorWriter): Vectors {
  const clamped = clamp(x, -TANH_LIMIT, TANH_LIMIT, writer);
  const square = writer.mul(clamped, clamped);
  const numerator = writer.mul(clamped, writer.polynomial(TANH_P, square));
  return writer.div(numerator, writer.polynomial(TANH_Q, square));
}

/**
 * The approximation of `Activation`'s `fastTanh`, in vectors: powers of |x| throughout, so that at most three values of a
 * vector are needed at a time and four vectors stay in registers.
 */
export function fastTanh(x: Vectors, writer: VectorWriter): Vectors {
  const a = 2.45550750702956;
  const abs = writer.map(f32x4.abs, x);
  const numerator = writer.mul(x, writer.polynomial([a, a, 0.893229853513558, 0.821226666969744], abs));
  const square = writer.mul(abs, abs);
  const bend = writer.madd(square, writer.constant(0.814642734961073), abs);
  const b = writer.constant(2.44506634652299);
  return writer.div(numerator, writer.madd(writer.add(square, b), bend, b));
}

/** x / (1 + exp(−x)): the form by tanh would leave an error that grows with −x. */
function silu(x: Vectors, writer: VectorWriter): Vectors {
  const negative = writer.mul(x, writer.constant(-1));
  return writer.div(x, writer.add(exp(negative, writer), writer.constant(1)));
}

/** 2^n · exp(r), with n the integer nearest to x / ln 2 and r the rest. */
function exp(x: Vectors, writer: VectorWriter): Vectors {
  const clamped = clamp(x, -EXP_LIMIT, EXP_LIMIT, writer);
  const n = writer.map(f32x4.nearest, writer.mul(clamped, writer.constant(Math.LOG2E)));
  const rough = writer.madd(n, writer.constant(-LN2_HIGH), clamped);
  const rest = writer.madd(n, writer.constant(-LN2_LOW), rough);
  const bias = writer.keep(i32x4.const(EXPONENT_BIAS));
  const power = writer.map((x) => i32x4.shl(i32x4.add(i32x4.truncate(x), bias), MANTISSA_BITS), n);
  return writer.mul(writer.polynomial(EXP_P, rest), power);
}

/** Identity between min and max; what exceeds them is scaled by its slope and added. */
function leakyHardTanh(
  { min, max, minSlope, maxSlope }: Extract<Activation, { kind: 'leakyHardTanh' }>,
  x: Vectors,
  writer: VectorWriter,
): Vectors {
  const zero = writer.constant(0);
  const below = writer.min(writer.sub(x, writer.constant(min)), zero);
  const above = writer.max(writer.sub(x, writer.constant(max)), zero);
  const inside = clamp(x, min, max, writer);
  return writer.madd(below, writer.constant(minSlope), writer.madd(above, writer.constant(maxSlope), inside));
}
