/** Rate in Hz of every soak: that of the models. */
export const RATE_HZ = 48_000;

/**
 * Two seconds of a slow chord, whose end leads over to its beginning: what jumps in it, jumps out of it. It begins without a
 * jump and without a bend.
 */
export function chord(): Float32Array<ArrayBuffer> {
  const tone = (hz: number, t: number) => Math.sin((2 * Math.PI * hz * t) / RATE_HZ);
  const sum = (t: number) => tone(82, t) + tone(123, t) - ((82 + 123) / 165) * tone(165, t);
  return Float32Array.from({ length: 2 * RATE_HZ }, (_, t) => 0.1 * sum(t));
}

/** A source that plays a sound over and over. */
export function playLoop(context: BaseAudioContext, sound: Float32Array<ArrayBuffer>): AudioBufferSourceNode {
  const buffer = context.createBuffer(1, sound.length, RATE_HZ);
  buffer.copyToChannel(sound, 0);
  const source = new AudioBufferSourceNode(context, { buffer, loop: true });
  source.start();
  return source;
}
