import type { Planes } from '../../../engine/channels/channels.js';
import type { Block } from '../block.js';
import type { BlockParameter } from '../block-parameters.js';
import { FilterBank } from './filter-bank.js';
import { FILTER_COEFFICIENTS } from './filter-design.js';
import { type Design, Glide } from './glide.js';
import { MOST_WARM_SECONDS } from './warm-seconds.js';

/** A block that is a bank of filters; its design gives the coefficients of all of them. */
export class FilterBlock implements Block {
  readonly latencyFrames = 0;
  readonly #mostWarmFrames: number;
  readonly #design: Design;
  readonly #glide: Glide;
  readonly #bank: FilterBank;
  /** Those that the filters are going to. */
  readonly #coefficients: Float64Array;

  constructor(parameters: readonly BlockParameter[], values: ArrayLike<number>, design: Design, sampleRate: number) {
    this.#mostWarmFrames = Math.round(MOST_WARM_SECONDS * sampleRate);
    this.#design = design;
    this.#glide = new Glide(parameters, values, design, sampleRate);
    this.#bank = new FilterBank(design.coefficients / FILTER_COEFFICIENTS);
    this.#coefficients = new Float64Array(design.coefficients);
  }

  /** As the parameters are set now; two seconds at most, which narrow bands of low frequency exceed. @realtime */
  get warmFrames(): number {
    const coefficients = this.#coefficients;
    this.#design.write(coefficients, this.#glide.goals);
    return Math.min(this.#mostWarmFrames, this.#bank.warmFrames(coefficients));
  }

  /** @realtime */
  set(index: number, value: number): void {
    this.#glide.set(index, value);
  }

  /** @realtime */
  reset(): void {
    this.#glide.reset();
    this.#bank.reset();
  }

  /** @realtime */
  startAt(frame: number): void {
    this.#glide.startAt(frame);
  }

  /** @realtime */
  process(sound: Planes, frames: number): void {
    this.#bank.process(sound, frames, this.#glide);
  }
}
