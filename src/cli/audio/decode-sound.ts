import { DilatoneError } from '../../errors.js';
import { decodeWav } from '../../wav/decode-wav.js';
import { checkSampleRate, type Sound } from '../../wav/sound.js';
import { decodeFlac, isFlac } from './flac.js';
import { decodeMp3, isMp3 } from './mp3.js';

/**
 * Reads a sound file: WAV always, FLAC and MP3 if the package that decodes them is installed. The content decides, not the
 * name. `where` names the file in errors, which are DilatoneErrors.
 */
export async function decodeSound(bytes: Uint8Array, where: string): Promise<Sound> {
  const content = bytes.subarray(id3Bytes(bytes));
  if (isFlac(content)) {
    const { default: libflac } = await optionalPackage(() => import('libflacjs'), 'libflacjs', where);
    return checked(await decodeFlac(content, libflac('release'), where), where);
  }
  if (isMp3(content)) {
    const { MPEGDecoder } = await optionalPackage(() => import('mpg123-decoder'), 'mpg123-decoder', where);
    return checked(await decodeMp3(content, new MPEGDecoder(), where), where);
  }
  return decodeWav(bytes, where);
}

/**
 * Loads a package that users install if they need it. If it is missing, throws a DilatoneError `unsupported` that says how
 * to install it; `where` names the file that needs it.
 */
export async function optionalPackage<T>(load: () => Promise<T>, name: string, where: string): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    const detail = `expected the package ${name} to read it with, got none; npm install ${name} brings it`;
    throw new DilatoneError('unsupported', where, detail, { cause });
  }
}

function checked(sound: Sound, where: string): Sound {
  checkSampleRate(sound.sampleRate, where);
  return sound;
}

const ID3_HEADER_BYTES = 10;

/** Length of the ID3v2 tag at the beginning of a file; most MP3 files have one, and some FLAC files. */
function id3Bytes(bytes: Uint8Array): number {
  if (bytes.length < ID3_HEADER_BYTES || String.fromCharCode(...bytes.subarray(0, 3)) !== 'ID3') return 0;
  const footer = (bytes[5] & 0x10) !== 0 ? ID3_HEADER_BYTES : 0;
  // Four times seven bits.
  const content = (bytes[6] << 21) | (bytes[7] << 14) | (bytes[8] << 7) | bytes[9];
  return ID3_HEADER_BYTES + content + footer;
}
