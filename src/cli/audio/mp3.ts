import type { MPEGDecoder } from 'mpg123-decoder';
import { malformed, type Sound } from '../../wav/sound.js';

/** True if a file begins with a frame of MPEG layer III. */
export function isMp3(bytes: Uint8Array): boolean {
  return bytes.length > 1 && bytes[0] === 0xff && (bytes[1] & 0xe6) === 0xe2;
}

/** Reads an MP3 file, without the silence that encoders add if the file says how much it is. Frees the decoder. */
export async function decodeMp3(bytes: Uint8Array, decoder: MPEGDecoder, where: string): Promise<Sound> {
  await decoder.ready;
  try {
    const { channelData, sampleRate, samplesDecoded, errors } = decoder.decode(bytes);
    if (errors.length > 0) malformed(where, 'frames of MP3', errors[0].message);
    if (samplesDecoded === 0) malformed(where, 'frames of MP3', 'none');
    // The decoder duplicates the channel of a mono file.
    return { sampleRate, channels: isMono(bytes) ? channelData.slice(0, 1) : channelData };
  } finally {
    decoder.free();
  }
}

/** True if the header of the first frame says so. */
function isMono(bytes: Uint8Array): boolean {
  return bytes[3] >> 6 === 3;
}
