import { decodeFlac, isFlac } from './flac.js';
import { decodeMp3, isMp3 } from './mp3.js';
import type { Sound } from './sound.js';
import { decodeWav } from './wav-file.js';

/**
 * Reads a file of sound: WAV always, FLAC and MP3 where the package that decodes them is installed. The content decides,
 * whatever the name is. `where` names the file in errors, which are DilatoneErrors.
 */
export async function decodeSound(bytes: Uint8Array, where: string): Promise<Sound> {
  if (isFlac(bytes)) return decodeFlac(bytes, where);
  if (isMp3(bytes)) return decodeMp3(bytes, where);
  return decodeWav(bytes, where);
}
