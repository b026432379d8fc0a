/** A response begins where it first comes this close to its peak: −60 dB; what resampling adds before an onset is below. */
const ONSET = 1e-3;
/** Frames that are kept before. */
const ONSET_FRAMES = 4;

/** Levels are compared over windows of this length. */
const WINDOW_SECONDS = 0.01;
/** A response has ended where no window is this close to the loudest one: −90 dB in power. */
const TAIL_POWER = 1e-9;
/** The last tenth of a file is a floor of noise if it is this far below the loudest window: −70 dB. */
const FLOOR_POWER = 1e-7;
const FLOOR_SHARE = 0.1;
/** A response has ended where it is not this far above the floor: 6 dB. */
const ABOVE_FLOOR = 4;

/** Length of the fade at the end of a response that is cut, or a quarter of the response if that is less. */
const FADE_SECONDS = 0.01;

/** The largest absolute sample of all channels. */
export function peakOf(channels: readonly Float32Array[]): number {
  let peak = 0;
  for (const channel of channels) for (const sample of channel) peak = Math.max(peak, Math.abs(sample));
  return peak;
}

/** Where the sound of a response begins: the first frame to keep, of all channels alike. */
export function onsetOf(channels: readonly Float32Array[]): number {
  const least = ONSET * peakOf(channels);
  const onsets = channels.map((channel) => channel.findIndex((sample) => Math.abs(sample) >= least));
  const onset = Math.min(...onsets.filter((frame) => frame >= 0));
  return Math.max(0, onset - ONSET_FRAMES);
}

/**
 * Where the sound of a response ends, before silence or a floor of noise, and where a fade after it would: frames to keep, of
 * all channels alike.
 */
export function endOf(channels: readonly Float32Array[], sampleRate: number): number {
  const frames = channels[0].length;
  const windowFrames = Math.max(1, Math.round(WINDOW_SECONDS * sampleRate));
  const powers = windowPowers(channels, windowFrames);
  const loudest = powers.reduce((most, power) => Math.max(most, power), 0);
  const last = powers.slice(-Math.max(2, Math.round(FLOOR_SHARE * powers.length)));
  const floor = last.reduce((sum, power) => sum + power, 0) / last.length;
  const least = Math.max(TAIL_POWER * loudest, floor < FLOOR_POWER * loudest ? ABOVE_FLOOR * floor : 0);
  let windows = powers.length;
  while (windows > 1 && powers[windows - 1] < least) windows--;
  return Math.min(frames, windows * windowFrames + Math.round(FADE_SECONDS * sampleRate));
}

/** Mean power of each window, of all channels. */
function windowPowers(channels: readonly Float32Array[], windowFrames: number): number[] {
  const frames = channels[0].length;
  return Array.from({ length: Math.ceil(frames / windowFrames) }, (_, n) => {
    const start = n * windowFrames;
    const end = Math.min(frames, start + windowFrames);
    let sum = 0;
    for (const channel of channels) for (let t = start; t < end; t++) sum += channel[t] ** 2;
    return sum / (end - start);
  });
}

/** Fades the end of a response that was cut to nothing, in place, by a raised cosine. */
export function fadeOut(channels: readonly Float32Array[], sampleRate: number): void {
  const frames = channels[0].length;
  const fadeFrames = Math.min(Math.round(FADE_SECONDS * sampleRate), frames >> 2);
  for (const channel of channels) {
    for (let t = 0; t < fadeFrames; t++) {
      channel[frames - fadeFrames + t] *= 0.5 + 0.5 * Math.cos((Math.PI * (t + 1)) / fadeFrames);
    }
  }
}
