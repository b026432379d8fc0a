import { PitchDetector } from 'pitchy';

/** A tone as a tuner displays it. */
export interface Tone {
  readonly frequencyHz: number;
  /** Nearest note of equal temperament, A4 = 440 Hz: `E2`, `A♯3`. */
  readonly note: string;
  /** Distance above that note, −50 … 50. */
  readonly cents: number;
}

/** Length of the analysis: more than two periods of a bass's low B. */
export const PITCH_FRAMES = 4096;

/** Below this clarity, the detected period is only a guess. */
const LEAST_CLARITY = 0.9;
const LEAST_PEAK = 0.003;
const LOWEST_HZ = 28;
const HIGHEST_HZ = 1400;
const NOTES = ['C', 'C♯', 'D', 'D♯', 'E', 'F', 'F♯', 'G', 'G♯', 'A', 'A♯', 'B'];

let detector: PitchDetector<Float32Array> | null = null;

/** The tone at the end of a signal, or null for silence and for sounds without a single pitch. */
export function findTone(signal: Float32Array, sampleRate: number): Tone | null {
  detector ??= PitchDetector.forFloat32Array(PITCH_FRAMES);
  const newest = signal.subarray(signal.length - PITCH_FRAMES);
  if (newest.every((x) => Math.abs(x) < LEAST_PEAK)) return null;
  const [hz, clarity] = detector.findPitch(newest, sampleRate);
  if (clarity < LEAST_CLARITY || hz < LOWEST_HZ || hz > HIGHEST_HZ) return null;
  return nearestNote(hz);
}

/** The nearest note to a frequency. */
export function nearestNote(frequencyHz: number): Tone {
  const semitones = 69 + 12 * Math.log2(frequencyHz / 440);
  const nearest = Math.round(semitones);
  return {
    frequencyHz,
    note: `${NOTES[((nearest % 12) + 12) % 12]}${Math.floor(nearest / 12) - 1}`,
    cents: 100 * (semitones - nearest),
  };
}
