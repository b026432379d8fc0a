import { spectrumDb } from './spectrum.js';

/** Frames of the sound whose spectrum is looked at. */
const FRAMES = 16_384;
/** Lines on each side that belong to a tone under the window. */
const WIDTH = 5;
/** Aliases above are not heard. */
const AUDIBLE_HZ = 20_000;

/** A sine close to a frequency that has an odd number of periods in the frames that are looked at, long enough to settle. */
export function probeSine(frequencyHz: number, sampleRate: number, peak: number, leadFrames: number): Float32Array {
  const line = lineOf(frequencyHz, sampleRate);
  return Float32Array.from(
    { length: leadFrames + FRAMES },
    (_, t) => peak * Math.sin((2 * Math.PI * line * t) / FRAMES),
  );
}

/**
 * How loud the aliases in a distorted sine are: all that is audible and no harmonic, in dB relative to the loudest line. Looks at
 * the last frames.
 */
export function aliasesDb(sound: Float32Array, frequencyHz: number, sampleRate: number): number {
  const spectrum = spectrumDb(sound.slice(-FRAMES));
  const line = lineOf(frequencyHz, sampleRate);
  const last = Math.min(FRAMES / 2, Math.floor((AUDIBLE_HZ * FRAMES) / sampleRate));
  let loudest = Number.NEGATIVE_INFINITY;
  let power = 0;
  for (let n = WIDTH; n < last; n++) {
    const toHarmonic = Math.abs(n - Math.round(n / line) * line);
    if (toHarmonic > WIDTH) power += 10 ** (spectrum[n] / 10);
    else loudest = Math.max(loudest, spectrum[n]);
  }
  return 10 * Math.log10(power) - loudest;
}

/** An odd line, so that no alias falls on a harmonic. */
function lineOf(frequencyHz: number, sampleRate: number): number {
  return 2 * Math.floor((frequencyHz * FRAMES) / sampleRate / 2) + 1;
}
