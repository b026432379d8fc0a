import { noise } from '../../test/support/signals.js';

/** Rate in Hz of every soak: that of the models. */
export const RATE_HZ = 48_000;

/** Two seconds of a slow chord with a little noise: what jumps in it, jumps out of it. */
export function chord(): Float32Array<ArrayBuffer> {
  const hiss = noise(2 * RATE_HZ, 1, 0.002);
  const tone = (hz: number, t: number) => Math.sin((2 * Math.PI * hz * t) / RATE_HZ);
  return hiss.map((sample, t) => sample + 0.1 * (tone(82, t) + tone(123, t) + tone(165, t)));
}

/** A source that plays a sound over and over. */
export function playLoop(context: BaseAudioContext, sound: Float32Array<ArrayBuffer>): AudioBufferSourceNode {
  const buffer = context.createBuffer(1, sound.length, RATE_HZ);
  buffer.copyToChannel(sound, 0);
  const source = new AudioBufferSourceNode(context, { buffer, loop: true });
  source.start();
  return source;
}
