import { removeMean, scaleToPeak } from './loop.js';
import { noise } from './random.js';
import { frequencyOf } from './score.js';

/** Peak of the voice: −6 dBFS. */
export const VOICE_PEAK = 0.5;

/** A vowel's resonances: centre and bandwidth in Hz, and gain. The values are usual ones for a tenor. */
interface Vowel {
  readonly formants: readonly (readonly [centreHz: number, bandwidthHz: number, gain: number])[];
}

const VOWELS: Readonly<Record<'a' | 'e' | 'i' | 'o' | 'u', Vowel>> = {
  a: { formants: formants([650, 80, 0], [1080, 90, -6], [2650, 120, -7], [2900, 130, -8], [3250, 140, -22]) },
  e: { formants: formants([400, 70, 0], [1700, 80, -14], [2600, 100, -12], [3200, 120, -14], [3580, 120, -20]) },
  i: { formants: formants([290, 40, 0], [1870, 90, -15], [2800, 100, -18], [3250, 120, -20], [3540, 120, -30]) },
  o: { formants: formants([400, 40, 0], [800, 80, -10], [2600, 100, -12], [2800, 120, -12], [3000, 120, -26]) },
  u: { formants: formants([350, 40, 0], [600, 60, -20], [2700, 100, -17], [2900, 120, -14], [3300, 120, -26]) },
};

/** One sung syllable: length, pitch and vowel. */
type Syllable = readonly [seconds: number, pitch: string, vowel: keyof typeof VOWELS];

const MELODY: readonly Syllable[] = [
  [0.9, 'A2', 'a'],
  [0.6, 'C3', 'o'],
  [0.6, 'D3', 'e'],
  [1.2, 'E3', 'i'],
  [0.6, 'D3', 'a'],
  [0.6, 'C3', 'u'],
  [1.5, 'A2', 'o'],
];

const GLIDE_SECONDS = 0.06;
const BREATH_SECONDS = 0.05;
const VIBRATO_HZ = 5.3;
const VIBRATO_SEMITONES = 0.35;
/** Samples between updates of the resonances. */
const CONTROL_FRAMES = 32;

/** The built-in voice: glottal pulses with some breath, filtered by five resonances that follow the vowels. */
export function renderVoice(sampleRate: number): Float32Array<ArrayBuffer> {
  const seconds = MELODY.reduce((sum, [length]) => sum + length, 0);
  const loop = new Float32Array(Math.round(seconds * sampleRate));
  const breath = noise(23);
  const resonators = VOWELS.a.formants.map(() => new Resonator(sampleRate));
  let phase = 0;
  let place = placeAt(0);
  for (let t = 0; t < loop.length; t++) {
    const now = t / sampleRate;
    if (t % CONTROL_FRAMES === 0) {
      place = placeAt(now);
      for (const [i, resonator] of resonators.entries()) resonator.tune(...mixedFormant(place, i));
    }
    const vibrato = VIBRATO_SEMITONES * Math.sin(2 * Math.PI * VIBRATO_HZ * now) * Math.min(1, place.seconds / 0.4);
    phase = (phase + (place.frequencyHz * 2 ** (vibrato / 12)) / sampleRate) % 1;
    const source = glottalFlow(phase) + 0.015 * breath();
    let sum = 0;
    for (const resonator of resonators) sum += resonator.process(source);
    loop[t] = sum * place.loudness;
  }
  removeMean(loop);
  scaleToPeak(loop, VOICE_PEAK);
  return loop;
}

/** State of the melody at a time. */
interface Place {
  readonly from: Vowel;
  readonly to: Vowel;
  /** Transition from one vowel and pitch to the next, 0 … 1. */
  readonly share: number;
  readonly frequencyHz: number;
  /** Time since the start of the syllable. */
  readonly seconds: number;
  readonly loudness: number;
}

function placeAt(seconds: number): Place {
  let start = 0;
  let index = 0;
  while (index < MELODY.length - 1 && seconds >= start + MELODY[index][0]) start += MELODY[index++][0];
  const [length, pitch, vowel] = MELODY[index];
  const [, lastPitch, lastVowel] = MELODY[(index + MELODY.length - 1) % MELODY.length];
  const since = seconds - start;
  const share = smooth(since / GLIDE_SECONDS);
  const frequencyHz = frequencyOf(lastPitch) ** (1 - share) * frequencyOf(pitch) ** share;
  // A short silence before each syllable also hides the loop's seam.
  const loudness = smooth(since / BREATH_SECONDS) * smooth((length - since) / BREATH_SECONDS);
  return { from: VOWELS[lastVowel], to: VOWELS[vowel], share, frequencyHz, seconds: since, loudness };
}

function mixedFormant({ from, to, share }: Place, index: number): [number, number, number] {
  const [a, b] = [from.formants[index], to.formants[index]];
  const mix = (i: 0 | 1 | 2) => a[i] + (b[i] - a[i]) * share;
  return [mix(0), mix(1), mix(2)];
}

/** Derivative of the flow through the glottis (Rosenberg's pulse): it opens slowly, closes fast, then pauses. */
function glottalFlow(phase: number): number {
  const opening = 0.4;
  const closing = 0.16;
  if (phase < opening) return (Math.PI / 2 / opening) * Math.sin((Math.PI * phase) / opening) * 0.25;
  if (phase < opening + closing) {
    return -(Math.PI / 2 / closing) * Math.sin((Math.PI / 2) * ((phase - opening) / closing)) * 0.25;
  }
  return 0;
}

/** A resonance of unit gain at its centre, which may move while it sounds. */
class Resonator {
  readonly #sampleRate: number;
  #a1 = 0;
  #a2 = 0;
  #gain = 0;
  #y1 = 0;
  #y2 = 0;

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
  }

  tune(centreHz: number, bandwidthHz: number, gain: number): void {
    const radius = Math.exp((-Math.PI * bandwidthHz) / this.#sampleRate);
    const angle = (2 * Math.PI * centreHz) / this.#sampleRate;
    this.#a1 = 2 * radius * Math.cos(angle);
    this.#a2 = -radius * radius;
    this.#gain = gain * (1 - radius) * Math.sqrt(1 - 2 * radius * Math.cos(2 * angle) + radius * radius);
  }

  process(x: number): number {
    const y = this.#gain * x + this.#a1 * this.#y1 + this.#a2 * this.#y2;
    this.#y2 = this.#y1;
    this.#y1 = y;
    return y;
  }
}

function formants(...list: readonly (readonly [number, number, gainDb: number])[]): Vowel['formants'] {
  return list.map(([centreHz, bandwidthHz, gainDb]) => [centreHz, bandwidthHz, 10 ** (gainDb / 20)]);
}

function smooth(x: number): number {
  const clamped = Math.min(1, Math.max(0, x));
  return clamped * clamped * (3 - 2 * clamped);
}
