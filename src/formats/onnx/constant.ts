import { malformed, unsupported } from '../reading/json.js';
import { countOf, fromBfloat16, fromFloat16, type WeightBudget } from '../reading/numbers.js';
import type { OnnxTensor } from './decode.js';

/** Axes of a constant, at most. */
export const MOST_AXES = 16;

/** A size or position that grows with the sound: T + `more` for a sound of T frames. */
export interface Length {
  readonly more: number;
}

/** A number that a graph computes from sizes. The size of the batch is unknown, and so is everything computed from it. */
export type Size = number | Length | 'unknown';

/** A constant of the graph: weights, or positions on an axis. */
export interface Constant {
  readonly kind: 'constant';
  /** Row-major. */
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** A constant, or a value that the graph computes from the sizes of its signals. */
export interface Sizes {
  readonly kind: 'constant';
  readonly shape: readonly number[];
  readonly data: readonly Size[];
}

/** Whether none of the numbers depends on the length of the sound. A float of a file may be NaN, which is refused, too. */
export function isConstant(value: Sizes): value is Constant {
  return value.data.every((size) => typeof size === 'number' && !Number.isNaN(size));
}

/** a + b. */
export function sum(a: Size, b: Size): Size {
  if (a === 'unknown' || b === 'unknown') return 'unknown';
  if (typeof a === 'number') return typeof b === 'number' ? a + b : { more: a + b.more };
  return typeof b === 'number' ? { more: a.more + b } : 'unknown';
}

/** a − b. The difference of two lengths is a number. */
export function difference(a: Size, b: Size): Size {
  if (a === 'unknown' || b === 'unknown') return 'unknown';
  if (typeof b === 'number') return sum(a, -b);
  return typeof a === 'number' ? 'unknown' : a.more - b.more;
}

/** a · b, of numbers only. */
export function product(a: Size, b: Size): Size {
  return typeof a === 'number' && typeof b === 'number' ? a * b : 'unknown';
}

/** ⌊a / b⌋ towards zero, as for all integers in ONNX; of numbers only. */
export function quotient(a: Size, b: Size): Size {
  return typeof a === 'number' && typeof b === 'number' && b !== 0 ? Math.trunc(a / b) : 'unknown';
}

/** Reads one number of raw data, and how many bytes it takes, by TensorProto.DataType. */
const TYPES = new Map<number, { bytes: number; read: (data: DataView, at: number) => number }>([
  [1, { bytes: 4, read: (data, at) => data.getFloat32(at, true) }],
  [6, { bytes: 4, read: (data, at) => data.getInt32(at, true) }],
  [7, { bytes: 8, read: (data, at) => Number(data.getBigInt64(at, true)) }],
  [10, { bytes: 2, read: (data, at) => fromFloat16(data.getUint16(at, true)) }],
  [11, { bytes: 8, read: (data, at) => data.getFloat64(at, true) }],
  [16, { bytes: 2, read: (data, at) => fromBfloat16(data.getUint16(at, true)) }],
]);

/** Reads the numbers of a tensor. Throws a DilatoneError unless all of them are finite in float32. */
export function readConstant(tensor: OnnxTensor, budget: WeightBudget, where: string): Constant {
  const { shape, raw, numbers, type } = tensor;
  if (tensor.external) unsupported(where, 'weights in the file itself', 'a reference to another file');
  const format = TYPES.get(type);
  if (!format) return unsupported(where, 'numbers of 16, 32 or 64 bits', `type ${type}`);
  if (shape.length > MOST_AXES) malformed(where, `at most ${MOST_AXES} axes`, shape.length);
  const odd = shape.find((size) => !(Number.isSafeInteger(size) && size >= 0));
  if (odd !== undefined) malformed(where, 'a shape', odd);
  const count = countOf(shape);
  budget.take(count, where);
  const given = raw === null ? numbers.length : raw.length / format.bytes;
  if (given !== count) malformed(where, `${count} numbers`, given);
  // A 16-bit float that is not raw comes as the integer of its bits.
  const view = raw && new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const decode = type === 10 ? fromFloat16 : type === 16 ? fromBfloat16 : (number: number) => number;
  const data = Array.from({ length: count }, (_, index) => {
    const number = view ? format.read(view, index * format.bytes) : decode(numbers[index]);
    return Number.isFinite(Math.fround(number)) ? number : malformed(`${where}[${index}]`, 'a finite number', number);
  });
  return { kind: 'constant', shape, data };
}
