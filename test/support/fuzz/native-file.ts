const HEADER_START = 8;

/** A native file as JSON, so that its header and its description can be changed like any other, and its weights. */
export interface NativeFile {
  readonly json: { readonly header: Record<string, unknown>; readonly description: Record<string, unknown> };
  readonly data: Uint8Array;
}

/** Takes a native file apart. */
export function takeApart(bytes: Uint8Array): NativeFile {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const text = new TextDecoder().decode(bytes.subarray(HEADER_START, HEADER_START + length));
  const { __metadata__: metadata, ...header } = JSON.parse(text) as Record<string, unknown>;
  const { dilatone } = metadata as { dilatone: string };
  return { json: { header, description: JSON.parse(dilatone) }, data: bytes.slice(HEADER_START + length) };
}

/** The bytes of a native file. */
export function putTogether({ json, data }: NativeFile): Uint8Array {
  const header = { ...json.header, __metadata__: { dilatone: JSON.stringify(json.description) } };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(HEADER_START + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, HEADER_START);
  bytes.set(data, HEADER_START + text.length);
  return bytes;
}
