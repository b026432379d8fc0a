/** The first channel that is not silent, as some files have sound only on the right; null if all are. */
export function audibleChannel(channels: readonly Float32Array[]): Float32Array | null {
  return channels.find((channel) => channel.some((sample) => sample !== 0)) ?? null;
}

/** Whether a sound lasts for more than ten seconds and is as loud after half of them, to −20 dB, as before. */
export function looksLikeSong([channel]: readonly Float32Array[], sampleRate: number): boolean {
  const power = (part: Float32Array) => part.reduce((sum, x) => sum + x * x, 0);
  return channel.length > 10 * sampleRate && power(channel.subarray(channel.length >> 1)) > 0.01 * power(channel);
}
