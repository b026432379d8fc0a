import { BLOCK_PARAMETERS } from '../block-parameters.js';
import { FilterBlock } from './filter-block.js';
import { BUTTERWORTH_Q, FILTER_COEFFICIENTS, writeHighShelf, writeLowShelf, writePeak } from './filter-design.js';
import type { Design } from './glide.js';

/** Where the shelves have half of their gain in dB. */
export const BASS_HZ = 150;
/** See `BASS_HZ`. */
export const TREBLE_HZ = 2500;
/** Of the peak: it is two octaves wide. */
export const MID_Q = 0.7;

/** Bass, middle and treble: a shelf, a peak whose frequency can be set, a shelf. At 0 dB each, sound passes bit for bit. */
export class ToneBlock extends FilterBlock {
  constructor(values: ArrayLike<number>, sampleRate: number) {
    super(BLOCK_PARAMETERS.tone, values, new ToneDesign(sampleRate), sampleRate);
  }
}

class ToneDesign implements Design {
  readonly coefficients = 3 * FILTER_COEFFICIENTS;
  readonly #sampleRate: number;

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
  }

  /** `values`: bass, middle and treble in dB, frequency of the middle. @realtime */
  write(to: Float64Array, values: Float64Array): void {
    const sampleRate = this.#sampleRate;
    writeLowShelf(to, 0, BASS_HZ, values[0], BUTTERWORTH_Q, sampleRate);
    writePeak(to, FILTER_COEFFICIENTS, values[3], values[1], MID_Q, sampleRate);
    writeHighShelf(to, 2 * FILTER_COEFFICIENTS, TREBLE_HZ, values[2], BUTTERWORTH_Q, sampleRate);
  }
}
