/** A chunk of a WAV file: its name, its content, and the length that its header announces if it is not the true one. */
export type ChunkSpec = readonly [name: string, content: Uint8Array, announced?: number];

/** A WAV file chunk by chunk, right or wrong. */
export function wavBytes(chunks: readonly ChunkSpec[], container = 'RIFF', form = 'WAVE'): Uint8Array {
  const littleEndian = container !== 'RIFX';
  const body = chunks.flatMap(([name, content, announced = content.length]) => [
    latin1(name),
    uint32(announced, littleEndian),
    content,
    new Uint8Array(content.length % 2),
  ]);
  const bodyBytes = Buffer.concat(body);
  const head = [latin1(container), uint32(bodyBytes.length + 4, littleEndian), latin1(form)];
  return new Uint8Array(Buffer.concat([...head, bodyBytes]));
}

/** What a format chunk says; what is left out is as in a mono file of 16 bits. */
export interface FormatSpec {
  readonly tag?: number;
  readonly channels?: number;
  readonly sampleRate?: number;
  readonly bits?: number;
  readonly frameBytes?: number;
  /** Makes the chunk an extensible one. */
  readonly subformat?: number;
}

/** Content of a little-endian format chunk. */
export function formatChunk(spec: FormatSpec = {}): Uint8Array {
  const { tag = 1, channels = 1, sampleRate = 48_000, bits = 16, subformat } = spec;
  const frameBytes = spec.frameBytes ?? (channels * bits) / 8;
  const bytes = new Uint8Array(subformat === undefined ? 16 : 40);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, tag, true);
  view.setUint16(2, channels, true);
  view.setUint32(4, sampleRate, true);
  view.setUint32(8, sampleRate * frameBytes, true);
  view.setUint16(12, frameBytes, true);
  view.setUint16(14, bits, true);
  if (subformat === undefined) return bytes;
  view.setUint16(16, 22, true);
  view.setUint16(18, bits, true);
  view.setUint16(24, subformat, true);
  bytes.set([0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71], 26);
  return bytes;
}

export function latin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

function uint32(value: number, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, littleEndian);
  return bytes;
}
