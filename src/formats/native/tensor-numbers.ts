import type { WeightBudget } from '../numbers.js';
import { malformed, unsupported } from '../refuse.js';
import { describe } from '../schema.js';
import type { Tensor } from './safetensors.js';

/** How the number at a place of the data is read, by its type. */
const READERS = new Map<string, (data: DataView, index: number) => number>([
  ['F32', (data, index) => data.getFloat32(4 * index, true)],
  ['F16', (data, index) => fromHalf(data.getUint16(2 * index, true))],
  ['BF16', (data, index) => fromBrain(data.getUint16(2 * index, true))],
]);

const scratch = new DataView(new ArrayBuffer(4));

/** bfloat16 is the upper half of a float32. */
function fromBrain(bits: number): number {
  scratch.setUint16(0, bits);
  return scratch.getFloat32(0);
}

/** A sign, 5 bits of exponent and 10 of mantissa. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 0x1f) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (0x400 + mantissa) * 2 ** (exponent - 25);
}

/** The numbers of a tensor, all finite. */
export function tensorNumbers({ dtype, shape, data }: Tensor, budget: WeightBudget, where: string): Float32Array {
  const read = READERS.get(dtype);
  if (!read) return unsupported(where, `a tensor of ${[...READERS.keys()].join(', ')}`, describe(dtype));
  const count = shape.reduce((product, size) => product * size, 1);
  budget.take(count, where);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Float32Array.from({ length: count }, (_, index) => {
    const number = read(view, index);
    return Number.isFinite(number) ? number : malformed(`${where}[${index}]`, 'a finite number', number);
  });
}
