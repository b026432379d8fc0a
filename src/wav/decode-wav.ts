import { DilatoneError } from '../errors.js';
import { checkSampleRate, malformed, type Sound } from './sound.js';

/** Format tags of the WAV specification. */
const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/** The smallest format chunk, and an extensible one up to the tag in its subformat. */
const FORMAT_BYTES = 16;
const EXTENSIBLE_BYTES = 28;

/** A 32-bit size that an RF64 file replaces by a 64-bit one from its `ds64` chunk. */
const SIZE_IN_DS64 = 0xffff_ffff;

/**
 * The smallest data size that stands for “until the end”. Programs that write to a pipe put it, or a larger one, into a
 * header that they cannot correct later: ffmpeg 0xffffffff, sox this one rounded down to whole frames.
 */
const UNKNOWN_BYTES = 0x7fff_f000;

/** Chunks that programs append to a data chunk. */
const TRAILING_CHUNKS = new Set(
  ['LIST', 'bext', 'cue ', 'fact', 'id3 ', 'ID3 ', 'iXML', 'JUNK', 'PEAK', 'smpl'].map(codeOf),
);

/** More channels than any file has; a header that names more is broken. */
const MOST_CHANNELS = 256;

/** More chunks than any program appends. Without a limit, a file full of such chunks takes hours to read. */
const MOST_TRAILING_CHUNKS = 32;

interface Chunk {
  /** Byte offset of the content. */
  readonly start: number;
  /** Bytes of content that the header announces. */
  readonly announced: number;
  /** Bytes of content that the file holds, at most as many as announced. */
  readonly present: number;
}

interface Format {
  readonly sampleRate: number;
  readonly channels: number;
  readonly frameBytes: number;
  /** Reads the sample at a byte offset and scales it to −1 … 1. */
  readonly read: (view: DataView, at: number, littleEndian: boolean) => number;
}

/** How to read a sample, by its format tag and bits. */
const READERS: Readonly<Record<number, Readonly<Record<number, Format['read']>>>> = {
  [PCM]: {
    8: (view, at) => view.getUint8(at) / 2 ** 7 - 1,
    16: (view, at, littleEndian) => view.getInt16(at, littleEndian) / 2 ** 15,
    24: (view, at, littleEndian) => {
      const [high, low] = littleEndian ? [at + 1, at] : [at, at + 2];
      return (view.getInt16(high, littleEndian) * 2 ** 8 + view.getUint8(low)) / 2 ** 23;
    },
    32: (view, at, littleEndian) => view.getInt32(at, littleEndian) / 2 ** 31,
  },
  [FLOAT]: {
    32: (view, at, littleEndian) => view.getFloat32(at, littleEndian),
    64: (view, at, littleEndian) => view.getFloat64(at, littleEndian),
  },
};

/**
 * Reads a WAV file (RIFF, RIFX, RF64 or BW64): integers of 8, 16, 24 and 32 bits, floats of 32 and 64 bits, up to 256
 * channels. A file whose writer never knew the length, because it wrote to a pipe or was killed, is read to its end, with a
 * warning. `where` names the file in errors, which are DilatoneErrors.
 */
export function decodeWav(bytes: Uint8Array, where: string): Sound {
  return new WavReader(bytes, where).read();
}

class WavReader {
  readonly #where: string;
  readonly #view: DataView;
  readonly #container: string;
  readonly #littleEndian: boolean;

  constructor(bytes: Uint8Array, where: string) {
    if (bytes.length === 0) malformed(where, 'a WAV file', 'an empty file');
    const text = (start: number, end: number) => String.fromCharCode(...bytes.subarray(start, end));
    this.#where = where;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#container = text(0, 4);
    this.#littleEndian = this.#container !== 'RIFX';
    if (!['RIFF', 'RIFX', 'RF64', 'BW64'].includes(this.#container) || text(8, 12) !== 'WAVE') {
      malformed(where, 'a WAV file', `a file that begins with ${JSON.stringify(text(0, 12))}`);
    }
  }

  read(): Sound {
    const formatChunk = this.#chunk('fmt ') ?? malformed(this.#where, 'a format chunk', 'none');
    const data = this.#chunk('data') ?? malformed(this.#where, 'a data chunk', 'none');
    const { sampleRate, channels: count, frameBytes, read } = this.#format(formatChunk);
    const bytes = this.#announcedBytes(data, frameBytes);
    const frames = Math.floor((bytes ?? this.#trailingChunks(data.start) - data.start) / frameBytes);
    const channels = Array.from({ length: count }, (_, c) => {
      const channel = new Float32Array(frames);
      let at = data.start + (c * frameBytes) / count;
      for (let t = 0; t < frames; t++, at += frameBytes) channel[t] = read(this.#view, at, this.#littleEndian);
      this.#checkSamples(channel, c);
      return channel;
    });
    return { sampleRate, channels, ...(bytes === null && { warning: unknownLength(frames) }) };
  }

  /** The first chunk of a name; null if there is none. */
  #chunk(name: string): Chunk | null {
    const code = codeOf(name);
    for (let at = 12; at + 8 <= this.#view.byteLength; at = this.#nextChunk(at)) {
      if (this.#view.getUint32(at) !== code) continue;
      const announced = this.#uint32(at + 4);
      return { start: at + 8, announced, present: Math.min(announced, this.#view.byteLength - at - 8) };
    }
    return null;
  }

  #format({ start, announced, present }: Chunk): Format {
    const where = this.#where;
    if (announced < FORMAT_BYTES || present < announced) {
      malformed(`${where}: format chunk`, `${Math.max(FORMAT_BYTES, announced)} bytes`, present);
    }
    const uint16 = (at: number) => this.#view.getUint16(start + at, this.#littleEndian);
    const isExtensible = uint16(0) === EXTENSIBLE && announced >= EXTENSIBLE_BYTES;
    const tag = isExtensible ? this.#uint32(start + 24) : uint16(0);
    const [channels, sampleRate, blockAlign, bits] = [uint16(2), this.#uint32(start + 4), uint16(12), uint16(14)];
    // Some programs store 24 bits in the upper bytes of four without saying so in an extensible header.
    const storedBits = tag === PCM && bits === 24 && blockAlign === 4 * channels ? 32 : bits;
    const read = READERS[tag]?.[storedBits];
    if (!read) {
      throw new DilatoneError(
        'unsupported',
        `${where}: sample format`,
        `expected integers of 8, 16, 24 or 32 bits or floats of 32 or 64, got ${bits} bits of kind ${tag}`,
      );
    }
    checkSampleRate(sampleRate, where);
    if (channels === 0) malformed(`${where}: channels`, 'at least one', 0);
    if (channels > MOST_CHANNELS) {
      throw new DilatoneError('limit', `${where}: channels`, `expected at most ${MOST_CHANNELS}, got ${channels}`);
    }
    const frameBytes = (channels * storedBits) / 8;
    if (blockAlign !== frameBytes) malformed(`${where}: frames`, `${frameBytes} bytes each`, blockAlign);
    return { sampleRate, channels, frameBytes, read };
  }

  /** Bytes of sound according to the header, in whole frames; null if the writer did not know. */
  #announcedBytes({ start, announced: announced32, present }: Chunk, frameBytes: number): number | null {
    const where = `${this.#where}: data chunk`;
    const announced = announced32 === SIZE_IN_DS64 ? (this.#dataBytes64() ?? announced32) : announced32;
    const isTooLong = announced > present;
    if (isTooLong && announced > UNKNOWN_BYTES - frameBytes) return null;
    // Recorders write a size of 0 first, and correct it at the end if nothing kills them before.
    if (announced === 0 && !this.#leadsToEnd(start, Number.POSITIVE_INFINITY)) return null;
    if (isTooLong) malformed(where, `${announced} bytes`, present);
    if (announced % frameBytes !== 0) malformed(where, `whole frames of ${frameBytes} bytes`, `${announced} bytes`);
    return announced;
  }

  /** The size of the data chunk from the `ds64` chunk of an RF64 file; null if there is none. */
  #dataBytes64(): number | null {
    const chunk = this.#container === 'RIFF' || this.#container === 'RIFX' ? null : this.#chunk('ds64');
    return chunk && chunk.present >= 16 ? Number(this.#view.getBigUint64(chunk.start + 8, true)) : null;
  }

  /**
   * Byte offset of the chunks behind sound of unknown length, or of the file's end. To tell them from sound, a chunk must
   * have a known name, and the sizes from there on must lead to the file's end in a few steps.
   */
  #trailingChunks(start: number): number {
    const end = this.#view.byteLength;
    for (let at = start; at + 8 <= end; at += 2) {
      if (TRAILING_CHUNKS.has(this.#view.getUint32(at)) && this.#leadsToEnd(at, MOST_TRAILING_CHUNKS)) return at;
    }
    return end;
  }

  /** Whether the sizes of up to so many chunks lead from a byte offset to the file's end. */
  #leadsToEnd(at: number, chunks: number): boolean {
    const end = this.#view.byteLength;
    for (let n = 0; n < chunks && at + 8 <= end; n++) {
      // Silence would be chunks without names.
      if (this.#view.getUint8(at) === 0) return false;
      at = this.#nextChunk(at);
    }
    // The last chunk may lack its padding.
    return at === end || at === end + 1;
  }

  /** Where the next chunk begins: at an even offset. */
  #nextChunk(at: number): number {
    const bytes = this.#uint32(at + 4);
    return at + 8 + bytes + (bytes % 2);
  }

  #uint32(at: number): number {
    return this.#view.getUint32(at, this.#littleEndian);
  }

  /** Throws at the first sample that is not a finite number. */
  #checkSamples(channel: Float32Array, c: number): void {
    const frame = channel.findIndex((sample) => !Number.isFinite(sample));
    if (frame < 0) return;
    malformed(`${this.#where}: channel ${c + 1}, frame ${frame}`, 'a finite number', channel[frame]);
  }
}

function unknownLength(frames: number): string {
  return `The header does not say how long the sound is; all ${frames} frames up to the end of the file are read.`;
}

/** A chunk's name as it stands in the file, read as a big-endian integer. */
function codeOf(name: string): number {
  return [...name].reduce((code, letter) => code * 256 + letter.charCodeAt(0), 0);
}
