/** The part of the platform's TextEncoder that is used here. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/** A tensor of float32 to be written. */
export interface WrittenTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** The bytes of a safetensors file. */
export function writeSafetensors(
  tensors: ReadonlyMap<string, WrittenTensor>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { shape, data }] of tensors) {
    const start = end;
    end += data.byteLength;
    header[name] = { dtype: 'F32', shape, data_offsets: [start, end] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Spaces behind the header let the data begin at a multiple of 8.
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerBytes + end).fill(0x20, 8, 8 + headerBytes);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerBytes), true);
  bytes.set(json, 8);
  let at = 8 + headerBytes;
  for (const { data } of tensors.values()) {
    for (const number of data) {
      view.setFloat32(at, number, true);
      at += 4;
    }
  }
  return bytes;
}
