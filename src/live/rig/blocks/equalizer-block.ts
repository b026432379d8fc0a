import { BLOCK_PARAMETERS } from '../block-parameters.js';
import { FilterBlock } from './filter-block.js';
import { FILTER_COEFFICIENTS, writeHighShelf, writeLowShelf, writePeak } from './filter-design.js';
import type { Design } from './glide.js';

const BANDS = 4;
/** Frequency, gain and Q. */
const BAND_PARAMETERS = 3;

/** Four bands: a low shelf, two peaks, a high shelf. Bands at 0 dB cost nothing; with all of them, sound passes bit for bit. */
export class EqualizerBlock extends FilterBlock {
  constructor(values: ArrayLike<number>, sampleRate: number) {
    super(BLOCK_PARAMETERS.equalizer, values, new EqualizerDesign(sampleRate), sampleRate);
  }
}

class EqualizerDesign implements Design {
  readonly coefficients = BANDS * FILTER_COEFFICIENTS;
  readonly #sampleRate: number;

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
  }

  /** @realtime */
  write(to: Float64Array, values: Float64Array): void {
    const sampleRate = this.#sampleRate;
    for (let band = 0; band < BANDS; band++) {
      const at = band * FILTER_COEFFICIENTS;
      const hz = values[band * BAND_PARAMETERS];
      const gainDb = values[band * BAND_PARAMETERS + 1];
      const q = values[band * BAND_PARAMETERS + 2];
      if (band === 0) writeLowShelf(to, at, hz, gainDb, q, sampleRate);
      else if (band === BANDS - 1) writeHighShelf(to, at, hz, gainDb, q, sampleRate);
      else writePeak(to, at, hz, gainDb, q, sampleRate);
    }
  }
}
