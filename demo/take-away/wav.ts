import { encodeWav } from '../../src/wav/encode-wav.js';

/** A WAV file of 32-bit floats, which no level can clip. The channels must have equal length. */
export function wavFile(channels: readonly Float32Array[], sampleRate: number): Blob {
  return new Blob([encodeWav({ sampleRate, channels }, '32f').bytes], { type: 'audio/wav' });
}
