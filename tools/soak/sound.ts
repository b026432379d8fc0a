/** Rate in Hz of every soak, which is that of the models. */
export const RATE_HZ = 48_000;

/**
 * Two seconds of a slow chord that loops without a jump, so that any jump in the output is an error. It starts without a
 * jump or a bend, too.
 */
export function chord(): Float32Array<ArrayBuffer> {
  const tone = (hz: number, t: number) => Math.sin((2 * Math.PI * hz * t) / RATE_HZ);
  const sum = (t: number) => tone(82, t) + tone(123, t) - ((82 + 123) / 165) * tone(165, t);
  return Float32Array.from({ length: 2 * RATE_HZ }, (_, t) => 0.1 * sum(t));
}

/** A source that loops a sound. */
export function playLoop(context: BaseAudioContext, sound: Float32Array<ArrayBuffer>): AudioBufferSourceNode {
  const buffer = context.createBuffer(1, sound.length, RATE_HZ);
  buffer.copyToChannel(sound, 0);
  const source = new AudioBufferSourceNode(context, { buffer, loop: true });
  source.start();
  return source;
}
