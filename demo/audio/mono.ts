/** A channel is silent if it is this far below the loudest one: −80 dB. */
const SILENT = 1e-4;

/**
 * What the page plays of a sound, draws and renders: one channel, as an amp has one input. It is the mean of the channels, of those
 * that sound: a guitar on the left of a stereo file is as loud as one in a mono file. The channels are of equal length.
 */
export function monoOf(channels: readonly Float32Array<ArrayBuffer>[]): Float32Array<ArrayBuffer> {
  if (channels.length === 1) return channels[0];
  const peaks = channels.map((channel) => channel.reduce((peak, x) => Math.max(peak, Math.abs(x)), 0));
  const least = SILENT * Math.max(...peaks);
  const sounding = channels.filter((_, c) => peaks[c] >= least);
  const mono = new Float32Array(channels[0].length);
  for (const channel of sounding) for (let t = 0; t < mono.length; t++) mono[t] += channel[t] / sounding.length;
  return mono;
}
