/** A tensor to write; its shape may contradict its numbers. */
export interface NativeTensor {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** A description to write: ops as in docs/native-format.md, of which the last is the output. */
export interface NativeSpec {
  readonly ops: readonly Readonly<Record<string, unknown>>[];
  readonly start?: 'silence' | 'zero';
  readonly controls?: readonly object[];
  readonly tensors?: Readonly<Record<string, NativeTensor>>;
}

/** The bytes of a safetensors file with a description, right or wrong as the specification says. */
export function nativeFile({ ops, start = 'silence', controls, tensors = {} }: NativeSpec): Uint8Array {
  const description = { version: 1, sampleRate: 48_000, start, controls, ops, output: ops.at(-1)?.name };
  const header: Record<string, unknown> = { __metadata__: { dilatone: JSON.stringify(description) } };
  const numbers: Float32Array[] = [];
  let end = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    const values = Float32Array.from(data);
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + values.byteLength] };
    numbers.push(values);
    end += values.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  let at = 8 + text.length;
  for (const values of numbers) {
    bytes.set(new Uint8Array(values.buffer), at);
    at += values.byteLength;
  }
  return bytes;
}
