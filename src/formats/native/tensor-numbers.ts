import { fromBrain, fromHalf } from '../reading/half.js';
import type { WeightBudget } from '../reading/numbers.js';
import { malformed, unsupported } from '../reading/refuse.js';
import { describe } from '../reading/schema.js';
import type { Tensor } from './safetensors.js';

/** How the number at a place of the data is read, by its type. */
const READERS = new Map<string, (data: DataView, index: number) => number>([
  ['F32', (data, index) => data.getFloat32(4 * index, true)],
  ['F16', (data, index) => fromHalf(data.getUint16(2 * index, true))],
  ['BF16', (data, index) => fromBrain(data.getUint16(2 * index, true))],
]);

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
