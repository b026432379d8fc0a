import type { Activation } from '../../network/activation.js';
import { type Code, f32x4, i32x4, v128 } from '../assembler/code.js';
import type { Vectors, VectorWriter } from './vector-writer.js';

/**
 * tanh(x/2) ≈ x · P(x²) / Q(x²) for |x| ≤ 9.1, clamped beyond, where tanh is 1 in float32. Coefficients ascending; fitted by
 * tools/approximations/fit_tanh.py. Greatest relative error of the tanh that is made of it 7.8e-9 in exact arithmetic, 2.6e-7
 * in float32, mean error near zero everywhere.
 */
const TANH_LIMIT = 9.1;
const TANH_P = [407424, 12129.0146484375, 46.515926361083984];
const TANH_Q = [814848, 92162, 982.8291015625, 1];

/** Beyond ±87, e^x leaves the range of normal float32 numbers. */
const EXP_LIMIT = 87;
/** As far as no product of `exponential` overflows. */
const GATE_LIMIT = 86;
/** ln 2 in two parts; the products of the first, of 9 bits, with small integers are exact. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = Math.LN2 - LN2_HIGH;
const MANTISSA_BITS = 23;
/** Added to n, it leaves n + 127, the exponent of 2^n, in the lowest bits of the sum. */
const EXPONENT_SHIFT = 1.5 * 2 ** MANTISSA_BITS + 127;

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
      return sigmoid(x, writer);
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
      // A division: 1/6 in float32 is too large by 3e-8.
      const gate = clamp(writer.add(x, writer.constant(3)), 0, 6, writer);
      return writer.mul(x, writer.div(gate, writer.constant(6)));
    }
    case 'leakyHardTanh':
      return leakyHardTanh(activation, x, writer);
    case 'elu':
      return writer.madd(
        expm1(clamp(x, -EXP_LIMIT, 0, writer), writer),
        writer.constant(activation.alpha),
        writer.max(x, writer.constant(0)),
      );
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

/**
 * tanh to float32 precision, or its product with a factor, by t = N/D ≈ tanh(x/2): tanh x = 2t / (1 + t²) = 2ND / (N² + D²).
 * Near ±1 that is flat in t, so that the result becomes exactly ±1; near zero it is as exact as t, relatively.
 */
export function tanh(x: Vectors, writer: VectorWriter, factor?: Vectors): Vectors {
  const clamped = clamp(x, -TANH_LIMIT, TANH_LIMIT, writer);
  const square = writer.mul(clamped, clamped);
  const n = writer.mul(clamped, writer.polynomial(TANH_P, square));
  // Doubled and scaled before D is there: fewer operations wait for one another.
  const double = writer.add(n, n);
  const scaled = factor ? writer.mul(double, factor) : double;
  const d = writer.polynomial(TANH_Q, square);
  const squares = writer.madd(d, d, writer.mul(n, n));
  return writer.div(writer.mul(scaled, d), squares);
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

/** e^x as power · (even + odd) / (even − odd), power a power of two, for |x| ≤ 87; power · (even + odd) overflows from 86 on. */
interface Exponential {
  readonly power: Vectors;
  readonly even: Vectors;
  readonly odd: Vectors;
}

/**
 * e^x, or e^−x: 2^n · e^r, with n the integer nearest to x / ln 2 and r the rest; e^r is its Padé approximant of order 3/3, whose
 * relative error, at most 6e-9, is odd in r.
 */
function exponential(x: Vectors, writer: VectorWriter, sign: 1 | -1 = 1): Exponential {
  const shift = writer.constant(EXPONENT_SHIFT);
  const shifted = writer.madd(x, writer.constant(sign * Math.LOG2E), shift);
  const n = writer.sub(shifted, shift);
  const rough = writer.madd(n, writer.constant(-sign * LN2_HIGH), x);
  const rest = writer.madd(n, writer.constant(-sign * LN2_LOW), rough);
  const square = writer.mul(rest, rest);
  return {
    power: writer.map((bits) => i32x4.shl(bits, MANTISSA_BITS), shifted),
    even: writer.add(square, writer.constant(10)),
    odd: writer.mul(rest, writer.polynomial([sign * 5, sign / 12], square)),
  };
}

function exp(x: Vectors, writer: VectorWriter): Vectors {
  const { power, even, odd } = exponential(clamp(x, -EXP_LIMIT, EXP_LIMIT, writer), writer);
  return writer.mul(writer.div(writer.add(even, odd), writer.sub(even, odd)), power);
}

/** e^x − 1 of x in range, as exact near zero as elsewhere. */
function expm1(x: Vectors, writer: VectorWriter): Vectors {
  const { power, even, odd } = exponential(x, writer);
  const one = writer.constant(1);
  const grown = writer.madd(writer.sub(power, one), even, writer.mul(writer.add(power, one), odd));
  return writer.div(grown, writer.sub(even, odd));
}

/**
 * σ(x) = 1 / (1 + e^−x), or for sign −1 σ(−x) = 1 − σ(x), or their product with a factor. Both have a small relative error
 * however small they are.
 */
export function sigmoid(x: Vectors, writer: VectorWriter, sign: 1 | -1 = 1, factor?: Vectors): Vectors {
  const bounded = clamp(x, -GATE_LIMIT, GATE_LIMIT, writer);
  const { power, even, odd } = exponential(bounded, writer, sign === 1 ? -1 : 1);
  const open = writer.sub(even, odd);
  const sum = writer.madd(power, writer.add(even, odd), open);
  return writer.div(factor ? writer.mul(open, factor) : open, sum);
}

/** x · σ(x), with x bounded below where σ is. */
function silu(x: Vectors, writer: VectorWriter): Vectors {
  const low = writer.max(x, writer.constant(-GATE_LIMIT));
  return writer.mul(low, sigmoid(low, writer));
}

/** Identity between min and max; what exceeds them is scaled by its slope and added. */
function leakyHardTanh(
  { min, max, minSlope, maxSlope }: Extract<Activation, { kind: 'leakyHardTanh' }>,
  x: Vectors,
  writer: VectorWriter,
): Vectors {
  if (min <= max && minSlope === 0 && maxSlope === 0) return clamp(x, min, max, writer);
  const [low, high] = [writer.constant(min), writer.constant(max)];
  const [below, above] = [writer.sub(x, low), writer.sub(x, high)];
  const [lowSlope, highSlope] = [writer.constant(minSlope), writer.constant(maxSlope)];
  if (min > max) {
    // Every x from min on exceeds max.
    const start = writer.madd(below, lowSlope, low);
    const end = writer.madd(above, highSlope, high);
    return x.map((vector, n) => writer.keep(v128.select(start[n], end[n], f32x4.lt(vector, low))));
  }
  const zero = writer.constant(0);
  const inside = writer.max(writer.min(x, high), low);
  const end = writer.madd(writer.max(above, zero), highSlope, inside);
  return writer.madd(writer.min(below, zero), lowSlope, end);
}
