import { expectAtMost, type ModelLimits } from '../../model/limits.js';
import { malformed } from './refuse.js';
import { describe } from './schema.js';

/** How many numbers a file may still give, so that a limit holds for all of its lists together. */
export class WeightBudget {
  readonly #limit: number;
  #count = 0;

  constructor(limits: ModelLimits) {
    this.#limit = limits.weights;
  }

  /** Numbers taken so far. */
  get count(): number {
    return this.#count;
  }

  /** Refuses what is too much, before memory is asked for it. */
  take(count: number, where: string): void {
    this.#count += count;
    expectAtMost(this.#limit, 'weights', this.#count, where);
  }
}

/** Numbers in lists within lists, as many in each as `shape` says, in the order of the file. */
export function readNumbers(
  value: unknown,
  shape: readonly number[],
  budget: WeightBudget,
  where: string,
): Float32Array<ArrayBuffer> {
  const count = shape.reduce((product, size) => product * size, 1);
  budget.take(count, where);
  const numbers = new Float32Array(count);
  let filled = 0;
  const read = (list: unknown, depth: number, place: string): void => {
    if (depth === shape.length) numbers[filled++] = finite(list, place);
    else if (!Array.isArray(list)) malformed(place, `a list of ${shape[depth]}`, describe(list));
    else if (list.length !== shape[depth]) malformed(place, `${shape[depth]} entries`, list.length);
    else for (const [index, entry] of list.entries()) read(entry, depth + 1, `${place}[${index}]`);
  };
  read(value, 0, where);
  return numbers;
}

/** A number in the range of float32; some files write numbers as text. */
function finite(value: unknown, where: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(Math.fround(number))) return number;
  return malformed(where, 'a finite number', describe(value));
}

/**
 * A convolution's weights from the order of Keras, `[kernelSize][inChannels / groups][outChannels]`, in ours. Tap 0 is the
 * oldest in both.
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
