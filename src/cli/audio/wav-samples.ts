/** How one sample is stored: unsigned or signed integer, or float, and its bits. */
export type SampleFormat = 'u8' | 's16' | 's24' | 's32' | 'f32' | 'f64';

/** The formats that can be written. */
export type WrittenFormat = 's16' | 's24' | 'f32';

interface Codec {
  readonly bytes: number;
  /** The sample at a byte offset; integers become −1 … 1. */
  read(view: DataView, at: number, littleEndian: boolean): number;
}

const CODECS: Record<SampleFormat, Codec> = {
  u8: { bytes: 1, read: (view, at) => (view.getUint8(at) - 2 ** 7) / 2 ** 7 },
  s16: { bytes: 2, read: (view, at, littleEndian) => view.getInt16(at, littleEndian) / 2 ** 15 },
  s24: { bytes: 3, read: (view, at, littleEndian) => readInt24(view, at, littleEndian) / 2 ** 23 },
  s32: { bytes: 4, read: (view, at, littleEndian) => view.getInt32(at, littleEndian) / 2 ** 31 },
  f32: { bytes: 4, read: (view, at, littleEndian) => view.getFloat32(at, littleEndian) },
  f64: { bytes: 8, read: (view, at, littleEndian) => view.getFloat64(at, littleEndian) },
};

/** Bytes that a sample takes. */
export function sampleBytes(format: SampleFormat): number {
  return CODECS[format].bytes;
}

/** Takes interleaved frames apart into channels; what does not make a whole frame at the end is left out. */
export function decodeSamples(
  data: Uint8Array,
  format: SampleFormat,
  channels: number,
  littleEndian: boolean,
): Float32Array[] {
  const { bytes, read } = CODECS[format];
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const frameBytes = bytes * channels;
  const frames = Math.floor(data.byteLength / frameBytes);
  return Array.from({ length: channels }, (_, c) => {
    const channel = new Float32Array(frames);
    for (let t = 0; t < frames; t++) channel[t] = read(view, t * frameBytes + c * bytes, littleEndian);
    return channel;
  });
}

/** Interleaves channels of equal length, little-endian. Integers are rounded, and clipped where they overflow. */
export function encodeSamples(
  channels: readonly Float32Array[],
  format: WrittenFormat,
): { data: Uint8Array; clippedSamples: number } {
  const { bytes } = CODECS[format];
  const frameBytes = bytes * channels.length;
  const data = new Uint8Array(frameBytes * channels[0].length);
  const view = new DataView(data.buffer);
  const scale = format === 's16' ? 2 ** 15 : 2 ** 23;
  let clippedSamples = 0;
  channels.forEach((channel, c) => {
    for (let t = 0; t < channel.length; t++) {
      const at = t * frameBytes + c * bytes;
      if (format === 'f32') {
        view.setFloat32(at, channel[t], true);
        continue;
      }
      const rounded = Math.round(channel[t] * scale);
      const value = Math.min(Math.max(rounded, -scale), scale - 1);
      if (value !== rounded) clippedSamples++;
      view.setInt16(at + bytes - 2, format === 's16' ? value : value >> 8, true);
      if (format === 's24') view.setUint8(at, value & 0xff);
    }
  });
  return { data, clippedSamples };
}

function readInt24(view: DataView, at: number, littleEndian: boolean): number {
  return littleEndian
    ? view.getInt16(at + 1, true) * 256 + view.getUint8(at)
    : view.getInt16(at, false) * 256 + view.getUint8(at + 2);
}
