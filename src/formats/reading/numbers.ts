import { expectAtMost, type ModelLimits } from '../../model/limits.js';
import { WorkBudget } from '../../network/work-budget.js';
import { describe, malformed } from './json.js';

/** Counts the weights of a file, so that the limit holds for all of its lists together, and all other work. */
export class WeightBudget {
  /** What else may be done for the file; ops draw from it, too. */
  readonly work: WorkBudget;
  readonly #limit: number;
  #count = 0;

  constructor(limits: ModelLimits) {
    this.#limit = limits.weights;
    this.work = new WorkBudget(limits.work);
  }

  /** Numbers counted so far. */
  get count(): number {
    return this.#count;
  }

  /** Adds to the count, or throws a DilatoneError beyond the limit. Call it before allocating memory for the numbers. */
  take(count: number, where: string): void {
    this.#count += count;
    expectAtMost(this.#limit, 'weights', this.#count, where);
    this.work.spend(count, where);
  }
}

/** How many numbers a shape has. */
export function countOf(shape: readonly number[]): number {
  // Sizes that are too large for a product are none of a shape without numbers.
  return shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
}

/** Reads nested lists of exactly the given shape, row-major. */
export function readNumbers(
  value: unknown,
  shape: readonly number[],
  budget: WeightBudget,
  where: string,
): Float32Array<ArrayBuffer> {
  const count = countOf(shape);
  budget.take(count, where);
  const numbers = new Float32Array(count);
  let filled = 0;
  const read = (list: unknown, depth: number, place: string): void => {
    if (depth === shape.length) numbers[filled++] = readNumber(list, place);
    else if (!Array.isArray(list)) malformed(place, `a list of ${shape[depth]}`, describe(list));
    else if (list.length !== shape[depth]) malformed(place, `${shape[depth]} entries`, list.length);
    else for (const [index, entry] of list.entries()) read(entry, depth + 1, `${place}[${index}]`);
  };
  read(value, 0, where);
  return numbers;
}

/** A number that stays finite in float32. Some files write numbers as text. */
function readNumber(value: unknown, where: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(Math.fround(number))) return number;
  return malformed(where, 'a finite number', describe(value));
}

/**
 * Reorders a convolution's weights from Keras's `[kernelSize][inChannels / groups][outChannels]` to the network's
 * `[outChannels][inChannels / groups][kernelSize]`. Tap 0 is the oldest in both.
 */
export function fromKerasOrder(weights: Float32Array, kernelSize: number, outChannels: number): Float32Array {
  const columns = weights.length / (kernelSize * outChannels);
  return Float32Array.from(weights, (_, index) => {
    const k = index % kernelSize;
    const i = Math.floor(index / kernelSize) % columns;
    const o = Math.floor(index / (kernelSize * columns));
    return weights[(k * columns + i) * outChannels + o];
  });
}

const scratch = new DataView(new ArrayBuffer(4));

/** Decodes the bits of a bfloat16, which are the upper half of a float32. */
export function fromBfloat16(bits: number): number {
  scratch.setUint16(0, bits);
  return scratch.getFloat32(0);
}

/** Decodes the bits of an IEEE 754 binary16: a sign, 5 bits of exponent and 10 of mantissa. */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 0x1f) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (0x400 + mantissa) * 2 ** (exponent - 25);
}
