import type { WeightBudget } from '../reading/numbers.js';
import { fromBfloat16, fromFloat16 } from '../reading/numbers.js';
import { malformed, unsupported } from '../reading/schema.js';
import type { OnnxTensor } from './decode.js';
import type { Size } from './size.js';

/** A constant of the graph: weights, or positions on an axis. */
export interface Constant {
  readonly kind: 'constant';
  readonly shape: readonly number[];
  readonly data: readonly number[] | Float32Array;
}

/** A constant, or what a graph computes of the sizes of its signals. */
export interface Sizes {
  readonly kind: 'constant';
  readonly shape: readonly number[];
  readonly data: readonly Size[] | Float32Array;
}

/** How the number at a place of raw data is read, and how many bytes it has, by its type in the file. */
const TYPES = new Map<number, { bytes: number; read: (data: DataView, at: number) => number }>([
  [1, { bytes: 4, read: (data, at) => data.getFloat32(at, true) }],
  [6, { bytes: 4, read: (data, at) => data.getInt32(at, true) }],
  [7, { bytes: 8, read: (data, at) => Number(data.getBigInt64(at, true)) }],
  [10, { bytes: 2, read: (data, at) => fromFloat16(data.getUint16(at, true)) }],
  [11, { bytes: 8, read: (data, at) => data.getFloat64(at, true) }],
  [16, { bytes: 2, read: (data, at) => fromBfloat16(data.getUint16(at, true)) }],
]);

/** The numbers of a tensor, all finite. */
export function readConstant(tensor: OnnxTensor, budget: WeightBudget, where: string): Constant {
  const { shape, raw, numbers, type } = tensor;
  if (tensor.external) unsupported(where, 'weights in the file itself', 'a reference to another file');
  const format = TYPES.get(type);
  if (!format) return unsupported(where, 'numbers of 16, 32 or 64 bits', `type ${type}`);
  const odd = shape.find((size) => !(size >= 0));
  if (odd !== undefined) malformed(where, 'a shape', odd);
  const count = shape.reduce((product, size) => product * size, 1);
  budget.take(count, where);
  const given = raw === null ? numbers.length : raw.length / format.bytes;
  if (given !== count) malformed(where, `${count} numbers`, given);
  // What is not float32 and not raw comes in the bits of an integer.
  const view = raw && new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const bits = type === 10 ? fromFloat16 : type === 16 ? fromBfloat16 : (number: number) => number;
  const data = Array.from({ length: count }, (_, index) => {
    const number = view ? format.read(view, index * format.bytes) : bits(numbers[index]);
    return Number.isFinite(number) ? number : malformed(`${where}[${index}]`, 'a finite number', number);
  });
  return { kind: 'constant', shape, data };
}
