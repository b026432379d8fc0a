import { Resampler } from '../../engine/resample/resampler.js';
import { designResampler, minimumDelayFrames } from '../../engine/resample/resampler-design.js';
import type { UnsharedFloat32Array } from '../../network/unshared.js';

/** Frames that are converted at once. */
const BLOCK_FRAMES = 4096;

/** A response at another rate. */
interface ResampledResponse {
  readonly channels: readonly UnsharedFloat32Array[];
  /** The frame in which the first frame of the original lies. The filter, of linear phase, rings before it. */
  readonly origin: number;
}

/**
 * Converts a response to another rate so that its frequency response stays what it was, in level and in phase, up to 20 kHz
 * or 0.907 of the lower rate's half. Throws a DilatoneError `unsupported` for rates too far apart.
 */
export function resampleResponse(
  response: readonly Float32Array[],
  fromRate: number,
  toRate: number,
): ResampledResponse {
  const frames = response[0].length;
  if (fromRate === toRate) return { channels: response.map((channel) => channel.slice()), origin: 0 };
  // The delay has to be a whole number of frames at the new rate.
  const origin = Math.ceil((minimumDelayFrames(fromRate, toRate) * toRate) / fromRate);
  const design = designResampler(
    fromRate,
    toRate,
    Math.max(minimumDelayFrames(fromRate, toRate), (origin * fromRate) / toRate),
  );
  const resampler = new Resampler(design, response.length, BLOCK_FRAMES);
  const outputFrames = origin + Math.ceil((frames * toRate) / fromRate) + origin;
  const channels = response.map(() => new Float32Array(outputFrames));
  const silence = response.map(() => new Float32Array(BLOCK_FRAMES));
  let written = 0;
  for (let start = 0; written < outputFrames; start += BLOCK_FRAMES) {
    const count = Math.min(BLOCK_FRAMES, Math.max(0, frames - start));
    resampler.push(response, start, count);
    if (count < BLOCK_FRAMES) resampler.push(silence, 0, BLOCK_FRAMES - count);
    const pulled = Math.min(resampler.available, outputFrames - written);
    resampler.pull(channels, written, pulled);
    written += pulled;
  }
  // Fewer frames a second of the same height would have less sum, and so less gain.
  const scale = fromRate / toRate;
  for (const channel of channels) for (let t = 0; t < outputFrames; t++) channel[t] *= scale;
  return { channels, origin };
}
