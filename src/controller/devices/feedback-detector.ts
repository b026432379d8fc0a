/** Bins on each side of a peak that a tone fills through the window of an AnalyserNode (Blackman). */
const TONE_BINS = 3;
/** Power of a sine of amplitude 1 in the bins that it fills: a quarter of the mean square of the window. */
const SINE_POWER = 0.3046 / 4;
/** Below lie drones and mains hum. In Hz. */
const LOWEST_HZ = 140;
/** Share of all power in one tone, from which it is nearly a sine: everything else is 23 dB below it. Notes have harmonics. */
const PURE = 0.995;
/** The same for a howl that was seen to grow: at its limit it may become a square wave, whose first harmonic has 0.81. */
const DOMINANT = 0.7;
/** How far a tone may move, in bins. */
const DRIFT_BINS = 0.75;
/** How far a tone may fall from its maximum without decaying. */
const DECAY_DB = 0.7;
/** What a growing howl has in common with no attack: it rises by this much in this many spectra. */
const GROWTH_DB = 6;
const GROWTH_SPECTRA = 5;
/** A howl is heard for this long, at this level; one that was not seen to grow for longer, near full scale. */
const GROWN = { seconds: 0.4, db: -20 };
const STEADY = { seconds: 0.6, db: -9 };
const LEAST_SPECTRA = 6;

/** A tone that stays where it is and does not decay. */
interface Track {
  bin: number;
  seconds: number;
  spectra: number;
  firstDb: number;
  mostDb: number;
  /** Spectra in a row in which the level rose. */
  rises: number;
  grown: boolean;
}

/**
 * Tells a howl, acoustic feedback, from music: one tone at one frequency, nearly a sine, that grows or stays near full scale,
 * and does not decay as a note does. Notes of a guitar have harmonics or decay, also through distortion. A sine near full scale that
 * is played for 0.6 s, such as a test tone, is a howl to it. Howls below 140 Hz are not detected, nor those that grow from nothing
 * to a square wave within a tenth of a second.
 */
export class FeedbackDetector {
  readonly #binHz: number;
  #track: Track | null = null;

  /** `bins`: length of the spectra, half the `fftSize` of the analyser, whose window should be about 43 ms long. */
  constructor(sampleRate: number, bins: number) {
    this.#binHz = sampleRate / (2 * bins);
  }

  /** Forgets what was heard. */
  reset(): void {
    this.#track = null;
  }

  /**
   * Hears a spectrum in dB, as `AnalyserNode.getFloatFrequencyData` gives it without smoothing, some time after the last one.
   * Returns the frequency of a howl in Hz, or null. `gainDb` is the gain that the sound had before the analyser.
   */
  hear(spectrumDb: Float32Array, seconds: number, gainDb = 0): number | null {
    const { bin, power, purity } = strongestTone(spectrumDb, Math.ceil(LOWEST_HZ / this.#binHz));
    const levelDb = 10 * Math.log10(power / SINE_POWER) - gainDb;
    let track = this.#track;
    const goesOn =
      track !== null &&
      purity >= (track.grown ? DOMINANT : PURE) &&
      Math.abs(bin - track.bin) <= DRIFT_BINS &&
      levelDb > track.mostDb - DECAY_DB;
    if (track === null || !goesOn) {
      const first = { bin, seconds: 0, spectra: 1, firstDb: levelDb, mostDb: levelDb, rises: 0, grown: false };
      this.#track = purity >= PURE ? first : null;
      return null;
    }
    track = this.#track as Track;
    track.seconds += seconds;
    track.spectra++;
    track.rises = levelDb > track.mostDb + 0.1 ? track.rises + 1 : 0;
    if (track.rises === 0 && !track.grown) track.firstDb = levelDb;
    track.mostDb = Math.max(track.mostDb, levelDb);
    track.grown ||= track.rises >= GROWTH_SPECTRA && levelDb - track.firstDb >= GROWTH_DB;
    const least = track.grown ? GROWN : STEADY;
    const isHowl = track.spectra >= LEAST_SPECTRA && track.seconds >= least.seconds && levelDb >= least.db;
    return isHowl ? bin * this.#binHz : null;
  }
}

/** The loudest tone of a spectrum: its place in bins, its power, and its share of all power. */
function strongestTone(spectrumDb: Float32Array, lowestBin: number): { bin: number; power: number; purity: number } {
  let peak = lowestBin;
  let total = 0;
  const powerAt = (bin: number) => 10 ** (spectrumDb[bin] / 10) || 0;
  // The first bins hold offsets.
  for (let bin = 2; bin < spectrumDb.length; bin++) {
    total += powerAt(bin);
    if (bin > lowestBin && spectrumDb[bin] > spectrumDb[peak]) peak = bin;
  }
  let power = 0;
  let moment = 0;
  for (let bin = peak - TONE_BINS; bin <= peak + TONE_BINS && bin < spectrumDb.length; bin++) {
    power += powerAt(bin);
    moment += bin * powerAt(bin);
  }
  return power > 0 ? { bin: moment / power, power, purity: power / total } : { bin: peak, power: 1e-30, purity: 0 };
}
