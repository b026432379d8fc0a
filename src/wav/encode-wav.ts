import { DilatoneError } from '../errors.js';
import type { Sound } from './sound.js';

/** Sample formats to write: integers of 16 or 24 bits, and floats of 32. */
export const WAV_BITS = ['16', '24', '32f'] as const;

/** One of them. */
export type WavBits = (typeof WAV_BITS)[number];

/** A WAV file in memory. */
interface EncodedWav {
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
  const frames = channels[0].length;
  const frameBytes = SAMPLE_BYTES[bits] * channels.length;
  const dataBytes = frameBytes * frames;
  const header = [
    ...chunk('fmt ', formatContent(sampleRate, channels.length, bits)),
    // Formats other than PCM count their frames here.
    ...(bits === '32f' ? chunk('fact', uint32(frames)) : []),
    ...[...ascii('data'), ...uint32(dataBytes)],
  ];
  const fileBytes = 12 + header.length + dataBytes + (dataBytes % 2);
  if (fileBytes > 2 ** 32) {
    throw new DilatoneError('limit', 'WAV file', `expected at most ${2 ** 32} bytes, got ${fileBytes}`);
  }
  const bytes = new Uint8Array(fileBytes);
  bytes.set([...ascii('RIFF'), ...uint32(fileBytes - 8), ...ascii('WAVE'), ...header]);
  const clippedSamples = writeSamples(new DataView(bytes.buffer, 12 + header.length), channels, bits);
  return { bytes, clippedSamples };
}

/** More than two channels need an extensible format; formats other than PCM have a field for the extension's length. */
function formatContent(sampleRate: number, channels: number, bits: WavBits): number[] {
  const tag = bits === '32f' ? FLOAT : PCM;
  const isExtensible = channels > 2;
  const [frameBytes, sampleBits] = [SAMPLE_BYTES[bits] * channels, 8 * SAMPLE_BYTES[bits]];
  const extension = [...uint16(sampleBits), ...uint32(SPEAKERS[channels] ?? 0), ...uint32(tag), ...SUBFORMAT];
  return [
    ...[...uint16(isExtensible ? EXTENSIBLE : tag), ...uint16(channels)],
    ...[...uint32(sampleRate), ...uint32(sampleRate * frameBytes)],
    ...[...uint16(frameBytes), ...uint16(sampleBits)],
    ...(isExtensible ? [...uint16(extension.length), ...extension] : tag === FLOAT ? uint16(0) : []),
  ];
}

function chunk(name: string, content: readonly number[]): number[] {
  return [...ascii(name), ...uint32(content.length), ...content];
}

function ascii(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}

function uint16(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff];
}

function uint32(value: number): number[] {
  return [...uint16(value), ...uint16(value >>> 16)];
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
