import { BLOCK_PARAMETERS } from '../block-parameters.js';
import { FilterBlock } from './filter-block.js';
import { BUTTERWORTH_Q, FILTER_COEFFICIENTS, writeHighPass } from './filter-design.js';
import type { Design } from './glide.js';

/** A Butterworth high pass of 12 dB per octave. */
export class HighPassBlock extends FilterBlock {
  constructor(values: ArrayLike<number>, sampleRate: number) {
    super(BLOCK_PARAMETERS.highpass, values, new HighPassDesign(sampleRate), sampleRate);
  }
}

class HighPassDesign implements Design {
  readonly coefficients = FILTER_COEFFICIENTS;
  readonly #sampleRate: number;

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
  }

  /** @realtime */
  write(to: Float64Array, values: Float64Array): void {
    writeHighPass(to, 0, values[0], BUTTERWORTH_Q, this.#sampleRate);
  }
}
