/** Bins on each side of a peak that a sine fills through the window of an AnalyserNode (Blackman). */
const SINE_BINS = 3;
/** Power of a sine of amplitude 1 in the bins that it fills: a quarter of the mean square of the window. */
const SINE_POWER = 0.3046 / 4;
/** Below lie drones and mains hum. In Hz. */
const LOWEST_HZ = 140;
/** A room rings at frequencies close to each other: neighbours up to this share of a howl's frequency are part of it. */
const NEIGHBOURS = 0.08;

/** A growing howl: share of its power in all power, largest change of frequency as a share, and fall from the maximum in dB. */
const GROWING = { purity: 0.98, drift: 0.02, fallDb: 3 };
/** The same when it has grown: at its limit it may become a square wave, whose first harmonic has 0.81 of the power. */
const GROWN = { ...GROWING, purity: 0.7, seconds: 0.4, db: -20 };
/** One that was not seen to grow has to be nearly a sine near full scale: all else is 23 dB below it. Drift in bins. */
const STEADY = { purity: 0.995, driftBins: 0.75, fallDb: 0.7, seconds: 0.6, db: -9, spectra: 6 };
/** How far a howl has to grow, where no step counts more than a part of it, so that the attack of a note is no growth. */
const GROWTH_DB = 10;
const MOST_STEP_DB = 3;
/** Spectra over which the maximum is taken: the level of a growing howl swings with each turn through the room. */
const RECENT_SPECTRA = 5;

/** A tone that stays where it is and does not decay. */
interface Track {
  readonly bin: number;
  seconds: number;
  steadySeconds: number;
  steadySpectra: number;
  /** The last levels in dB, and the largest maximum of so many. */
  readonly recentDb: number[];
  mostDb: number;
  grownDb: number;
}

/**
 * Tells a howl, acoustic feedback, from music: one tone at one frequency, without harmonics, that grows for longer than an attack
 * does, or is a sine near full scale, and does not decay as a note does. Notes of a guitar have harmonics or decay, also through
 * distortion. A sine near full scale that is played for 0.6 s, such as a test tone, is a howl to it. Howls below 140 Hz are not
 * heard, nor those that grow from nothing to a square wave within a tenth of a second.
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
    const db = 10 * Math.log10(power / SINE_POWER) - gainDb;
    const track = this.#track;
    const least = track !== null && track.grownDb >= GROWTH_DB ? GROWN.purity : GROWING.purity;
    if (track === null || purity < least || Math.abs(bin - track.bin) > 1 + GROWING.drift * track.bin) {
      this.#track = purity < GROWING.purity ? null : newTrack(bin, db);
      return null;
    }
    follow(track, seconds, { bin, db, purity });
    if (track.mostDb - Math.max(...track.recentDb) > GROWING.fallDb) this.#track = newTrack(bin, db);
    const hasGrown = track.grownDb >= GROWTH_DB && track.seconds >= GROWN.seconds && track.mostDb >= GROWN.db;
    const isSteady = track.steadySpectra >= STEADY.spectra && track.steadySeconds >= STEADY.seconds && db >= STEADY.db;
    return this.#track === track && (hasGrown || isSteady) ? bin * this.#binHz : null;
  }
}

function newTrack(bin: number, db: number): Track {
  return { bin, seconds: 0, steadySeconds: 0, steadySpectra: 0, recentDb: [db], mostDb: db, grownDb: 0 };
}

function follow(track: Track, seconds: number, tone: { bin: number; db: number; purity: number }): void {
  const { recentDb } = track;
  const isSteady =
    tone.purity >= STEADY.purity &&
    Math.abs(tone.bin - track.bin) <= STEADY.driftBins &&
    tone.db > track.mostDb - STEADY.fallDb;
  track.steadySeconds = isSteady ? track.steadySeconds + seconds : 0;
  track.steadySpectra = isSteady ? track.steadySpectra + 1 : 0;
  track.seconds += seconds;
  // What rises at first may be the attack of a note.
  const attacks = recentDb.length < RECENT_SPECTRA;
  const stepDb = Math.min(Math.max(tone.db - track.mostDb, 0), MOST_STEP_DB);
  if (!attacks) {
    track.grownDb += stepDb;
    recentDb.shift();
  }
  recentDb.push(tone.db);
  track.mostDb = Math.max(track.mostDb, tone.db);
}

/** The loudest tone of a spectrum: its place in bins, its power, and its share of all power. */
function strongestTone(spectrumDb: Float32Array, lowestBin: number): { bin: number; power: number; purity: number } {
  const powers = spectrumDb.map((db) => 10 ** (db / 10));
  // The first bins hold offsets.
  const total = sumOf(powers, 2, powers.length);
  let peak = lowestBin;
  for (let bin = lowestBin; bin < powers.length; bin++) if (powers[bin] > powers[peak]) peak = bin;
  const reach = SINE_BINS + Math.floor(NEIGHBOURS * peak);
  const power = sumOf(powers, peak - reach, peak + reach + 1);
  if (!(power > 0)) return { bin: peak, power: 1e-30, purity: 0 };
  let moment = 0;
  const last = Math.min(peak + reach, powers.length - 1);
  for (let bin = peak - reach; bin <= last; bin++) moment += bin * powers[bin];
  return { bin: moment / power, power, purity: power / total };
}

function sumOf(powers: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let bin = Math.max(from, 2); bin < Math.min(to, powers.length); bin++) sum += powers[bin];
  return sum;
}
