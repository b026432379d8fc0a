import { malformed } from './sound.js';

/** Lengths from here on stand for “until the end” in headers of programs that wrote to a pipe (ffmpeg, sox). */
const UNKNOWN_LENGTH_BYTES = 0x7fff_f000;

/** The least that a format chunk holds. */
const FORMAT_BYTES = 16;

interface Chunk {
  /** Where the content begins. */
  readonly start: number;
  /** Bytes of content that the header announces. */
  readonly announced: number;
  /** Bytes of content that the file holds. */
  readonly present: number;
}

/**
 * The same WAV file with its format and data chunks only, lengths put right, RF64 turned into RIFF.
 *
 * For wavefile, which reads those well, but takes truncated data for whole, cannot read some files with two LIST chunks,
 * and believes any count of cue points. Throws a DilatoneError `malformed` for what is no WAV file, or a truncated one.
 */
export function essentialChunks(bytes: Uint8Array, where: string): Uint8Array {
  const container = text(bytes, 0, 4);
  if (bytes.length === 0) malformed(where, 'a WAV file', 'an empty file');
  if (!['RIFF', 'RIFX', 'RF64'].includes(container) || text(bytes, 8, 12) !== 'WAVE') {
    malformed(where, 'a WAV file', `a file that begins with ${JSON.stringify(text(bytes, 0, 12))}`);
  }
  const littleEndian = container !== 'RIFX';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const format = findChunk(view, 'fmt ', littleEndian) ?? malformed(where, 'a format chunk', 'none');
  const data = findChunk(view, 'data', littleEndian) ?? malformed(where, 'a data chunk', 'none');
  const sizes = container === 'RF64' ? findChunk(view, 'ds64', littleEndian) : null;
  const announced = sizes && sizes.present >= 16 ? Number(view.getBigUint64(sizes.start + 8, true)) : data.announced;
  if (format.announced < FORMAT_BYTES || format.present < format.announced) {
    malformed(`${where}: format chunk`, `${Math.max(FORMAT_BYTES, format.announced)} bytes`, format.present);
  }
  if (announced > data.present && announced < UNKNOWN_LENGTH_BYTES) {
    malformed(`${where}: data chunk`, `${announced} bytes`, data.present);
  }
  const dataBytes = Math.min(announced, data.present);

  const essentials = new Uint8Array(12 + 8 + format.announced + 8 + dataBytes);
  const header = new DataView(essentials.buffer);
  essentials.set(bytes.subarray(0, 12));
  if (sizes) essentials.set([0x52, 0x49, 0x46, 0x46]); // RIFF
  header.setUint32(4, essentials.length - 8, littleEndian);
  essentials.set(bytes.subarray(format.start - 8, format.start + format.announced), 12);
  const dataStart = 12 + 8 + format.announced;
  essentials.set(bytes.subarray(data.start - 8, data.start + dataBytes), dataStart);
  header.setUint32(dataStart + 4, dataBytes, littleEndian);
  return essentials;
}

/** The first chunk of a name; chunks begin at even places. */
function findChunk(view: DataView, name: string, littleEndian: boolean): Chunk | null {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  for (let at = 12; at + 8 <= bytes.length; ) {
    const announced = view.getUint32(at + 4, littleEndian);
    const start = at + 8;
    if (text(bytes, at, at + 4) === name) {
      return { start, announced, present: Math.min(announced, bytes.length - start) };
    }
    at = start + announced + (announced % 2);
  }
  return null;
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
