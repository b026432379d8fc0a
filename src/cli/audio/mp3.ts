import { id3Bytes } from './id3.js';
import { optionalPackage } from './optional-package.js';
import { checkSampleRate, malformed, type Sound } from './sound.js';

/** Whether a file begins like an MP3: with a frame of MPEG layer III, or with a tag before it. */
export function isMp3(bytes: Uint8Array): boolean {
  const at = id3Bytes(bytes);
  return bytes.length > at + 1 && bytes[at] === 0xff && (bytes[at + 1] & 0xe6) === 0xe2;
}

/** Reads an MP3 file by the package mpg123-decoder, without the silence that encoders add where the file tells of it. */
export async function decodeMp3(bytes: Uint8Array, where: string): Promise<Sound> {
  const { MPEGDecoder } = await optionalPackage(() => import('mpg123-decoder'), 'mpg123-decoder', where);
  const frames = bytes.subarray(id3Bytes(bytes));
  const decoder = new MPEGDecoder();
  await decoder.ready;
  try {
    const { channelData, sampleRate, samplesDecoded, errors } = decoder.decode(frames);
    if (errors.length > 0) malformed(where, 'frames of MP3', errors[0].message);
    if (samplesDecoded === 0) malformed(where, 'frames of MP3', 'none');
    checkSampleRate(sampleRate, where);
    // The decoder makes two channels of one.
    return { sampleRate, channels: isMono(frames) ? channelData.slice(0, 1) : channelData };
  } finally {
    decoder.free();
  }
}

/** Whether the header of the first frame says so. */
function isMono(frames: Uint8Array): boolean {
  return frames[3] >> 6 === 3;
}
