import { seededRandom } from '../seeded-random.js';

/** Random choices, the same for the same seed. */
export class Random {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = seededRandom(seed);
  }

  /** A number in [0, 1). */
  unit(): number {
    return this.#next();
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.#next() < probability;
  }

  /** An integer from … to. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.#next() * (to - from + 1));
  }

  /** One of the items. */
  pick<T>(items: readonly T[]): T {
    return items[this.integer(0, items.length - 1)];
  }

  /** Numbers within ±scale. */
  numbers(length: number, scale: number): Float32Array {
    return Float32Array.from({ length }, () => (this.#next() * 2 - 1) * scale);
  }
}
