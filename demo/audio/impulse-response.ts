import { type IAudioBuffer, OfflineAudioContext } from 'standardized-audio-context';
import { normalizeResponse } from '../sound/response-level.js';

/** Longer responses are cut: a cabinet rings for much less, only rooms ring longer. */
const LONGEST_SECONDS = 1;
/** Relative to the peak; below this, the end of a recording counts as noise. */
const NOISE_LEVEL = 1e-4;

/** Trims the end of a recorded response and normalizes it, so that it does not change the loudness. */
export function normalizedResponse(recorded: Float32Array, sampleRate: number): Float32Array<ArrayBuffer> {
  const longest = recorded.slice(0, Math.round(LONGEST_SECONDS * sampleRate));
  const peak = longest.reduce((highest, x) => Math.max(highest, Math.abs(x)), 0);
  let frames = longest.length;
  while (frames > 1 && Math.abs(longest[frames - 1]) <= peak * NOISE_LEVEL) frames--;
  return normalizeResponse(longest.slice(0, frames), sampleRate);
}

/** The first channel that is not silent, as some files have sound only on the right; null if all are. */
export function audibleChannel(channels: readonly Float32Array[]): Float32Array | null {
  return channels.find((channel) => channel.some((sample) => sample !== 0)) ?? null;
}

/** Whether a sound lasts for more than ten seconds and is as loud after half of them, to −20 dB, as before. */
export function looksLikeSong([channel]: readonly Float32Array[], sampleRate: number): boolean {
  const power = (part: Float32Array) => part.reduce((sum, x) => sum + x * x, 0);
  return channel.length > 10 * sampleRate && power(channel.subarray(channel.length >> 1)) > 0.01 * power(channel);
}

/** A response as a buffer for a ConvolverNode. */
export function responseBuffer(response: Float32Array<ArrayBuffer>, sampleRate: number): IAudioBuffer {
  const buffer = new OfflineAudioContext(1, 1, sampleRate).createBuffer(1, response.length, sampleRate);
  buffer.copyToChannel(response, 0);
  return buffer;
}
