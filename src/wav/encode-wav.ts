import { DilatoneError } from '../errors.js';
import type { Sound } from './sound.js';

/** Sample formats to write: integers of 16 or 24 bits, and floats of 32. */
export const WAV_BITS = ['16', '24', '32f'] as const;

/** One of them. */
export type WavBits = (typeof WAV_BITS)[number];

/** A WAV file in memory. */
export interface EncodedWav {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Samples that an integer format had to clip. */
  readonly clippedSamples: number;
}

const SAMPLE_BYTES: Readonly<Record<WavBits, number>> = { '16': 2, '24': 3, '32f': 4 };

/** Format tags of the WAV specification, and the rest of the id that an extensible header makes of them. */
const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
const SUBFORMAT = [0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71];

/** Speaker positions of four, six and eight channels; other channels have none. */
const SPEAKERS: Readonly<Record<number, number>> = { 4: 0x33, 6: 0x3f, 8: 0x63f };

/** Writes a WAV file. The channels must have equal length. Integers are rounded, and clipped if they overflow. */
export function encodeWav({ sampleRate, channels }: Sound, bits: WavBits): EncodedWav {
  const isFloat = bits === '32f';
  const frameBytes = SAMPLE_BYTES[bits] * channels.length;
  const dataBytes = frameBytes * channels[0].length;
  // Formats other than PCM have a field for the length of their extension, and count their frames in a `fact` chunk.
  const formatBytes = channels.length > 2 ? 40 : isFloat ? 18 : 16;
  const headerBytes = 12 + (8 + formatBytes) + (isFloat ? 12 : 0) + 8;
  const fileBytes = headerBytes + dataBytes + (dataBytes % 2);
  if (fileBytes > 2 ** 32) {
    throw new DilatoneError('limit', 'WAV file', `expected at most ${2 ** 32} bytes, got ${fileBytes}`);
  }
  const header = new HeaderWriter(fileBytes);
  header.text('RIFF').uint32(fileBytes - 8);
  header.text('WAVE');
  header.text('fmt ').uint32(formatBytes);
  const tag = isFloat ? FLOAT : PCM;
  header.uint16(formatBytes === 40 ? EXTENSIBLE : tag).uint16(channels.length);
  header.uint32(sampleRate).uint32(sampleRate * frameBytes);
  header.uint16(frameBytes).uint16(8 * SAMPLE_BYTES[bits]);
  if (formatBytes > 16) header.uint16(formatBytes - 18);
  if (formatBytes === 40) {
    header.uint16(8 * SAMPLE_BYTES[bits]).uint32(SPEAKERS[channels.length] ?? 0);
    header.uint32(tag);
    for (const byte of SUBFORMAT) header.uint8(byte);
  }
  if (isFloat) header.text('fact').uint32(4).uint32(channels[0].length);
  header.text('data').uint32(dataBytes);
  const { bytes } = header;
  return { bytes, clippedSamples: writeSamples(new DataView(bytes.buffer, headerBytes), channels, bits) };
}

/** Writes fields one after the other, little-endian, into a file of the given size. */
class HeaderWriter {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  #at = 0;

  constructor(fileBytes: number) {
    this.bytes = new Uint8Array(fileBytes);
    this.#view = new DataView(this.bytes.buffer);
  }

  text(letters: string): this {
    for (const letter of letters) this.uint8(letter.charCodeAt(0));
    return this;
  }

  uint8(value: number): this {
    this.#view.setUint8(this.#at, value);
    this.#at += 1;
    return this;
  }

  uint16(value: number): this {
    this.#view.setUint16(this.#at, value, true);
    this.#at += 2;
    return this;
  }

  uint32(value: number): this {
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
    return this;
  }
}

/** Interleaves the channels, and returns the number of samples that had to be clipped. */
function writeSamples(view: DataView, channels: readonly Float32Array[], bits: WavBits): number {
  const bytes = SAMPLE_BYTES[bits];
  const frameBytes = bytes * channels.length;
  const scale = 2 ** (8 * bytes - 1);
  let clippedSamples = 0;
  channels.forEach((channel, c) => {
    for (let t = 0, at = c * bytes; t < channel.length; t++, at += frameBytes) {
      if (bits === '32f') {
        view.setFloat32(at, channel[t], true);
        continue;
      }
      const rounded = Math.round(channel[t] * scale);
      const value = Math.min(Math.max(rounded, -scale), scale - 1);
      if (value !== rounded) clippedSamples++;
      view.setInt16(at + bytes - 2, bits === '16' ? value : value >> 8, true);
      if (bits === '24') view.setUint8(at, value & 0xff);
    }
  });
  return clippedSamples;
}
