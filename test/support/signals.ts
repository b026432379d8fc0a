import { seededRandom } from './seeded-random.js';

/** Noise within ±peak. */
export function noise(frames: number, seed: number, peak = 0.5): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  return Float32Array.from({ length: frames }, () => (2 * random() - 1) * peak);
}

/** Largest |a − b|; NaN where a number is missing. */
export function maxDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Number.NaN;
  return a.reduce((most, sample, t) => Math.max(most, Math.abs(sample - b[t])), 0);
}

/** Largest |x[t] − x[t − 1]|. */
export function largestStep(signal: Float32Array): number {
  return signal.reduce((most, sample, t) => (t === 0 ? 0 : Math.max(most, Math.abs(sample - signal[t - 1]))), 0);
}

/** Random block lengths from 1 to `most` that sum up to `frames`. */
export function randomPartition(frames: number, most: number, seed: number): number[] {
  const random = seededRandom(seed);
  const blocks: number[] = [];
  for (let left = frames; left > 0; left -= blocks[blocks.length - 1]) {
    blocks.push(Math.min(left, 1 + Math.floor(random() * most)));
  }
  return blocks;
}
