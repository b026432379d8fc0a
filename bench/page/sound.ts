import { noise } from '../../src/timing/contenders.js';

/** A source that loops a second of noise; it is already started. */
export function noiseSource(context: BaseAudioContext): AudioBufferSourceNode {
  const frames = context.sampleRate;
  const buffer = new AudioBuffer({ length: frames, sampleRate: context.sampleRate });
  buffer.copyToChannel(noise(frames) as Float32Array<ArrayBuffer>, 0);
  const source = new AudioBufferSourceNode(context, { buffer, loop: true });
  source.start();
  return source;
}
