import * as v from 'valibot';
import { DilatoneError } from '../../errors.js';
import type { ModelLimits } from '../../model/limits.js';
import { describe, malformed, object, placeIn, text, unsupported, validate } from '../reading/json.js';
import { countKeys, decodeUtf8, parseJson } from '../reading/json-text.js';
import { countOf, fromBfloat16, fromFloat16, type WeightBudget } from '../reading/numbers.js';

// The safetensors container: 8 bytes with the length of the header, the header in JSON, then the data of all tensors.

/** Bytes of one number, by the name of its type in the file. */
const ELEMENT_BYTES: Readonly<Record<string, number>> = {
  ...{ BOOL: 1, U8: 1, I8: 1, F8_E4M3: 1, F8_E5M2: 1, F16: 2, BF16: 2, I16: 2, U16: 2 },
  ...{ F32: 4, I32: 4, U32: 4, F64: 8, I64: 8, U64: 8 },
};

/** Bytes before the header, which hold its length. */
const LENGTH_BYTES = 8;

/** A tensor of a file. */
export interface Tensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** A view of the file's bytes. */
  readonly data: Uint8Array;
}

/** The content of a file. */
interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** `__metadata__` of the header: texts by key, unchecked. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Axes of a tensor, at most. */
const MOST_AXES = 16;

const size = v.pipe(v.number('a size'), v.safeInteger('a size'), v.minValue(0, 'a size'));

const tensorSchema = object({
  dtype: v.string('a type of numbers'),
  shape: v.pipe(v.array(v.unknown(), 'a list of sizes'), v.maxLength(MOST_AXES, 'a short list'), v.array(size)),
  data_offsets: v.tuple([size, size], 'two offsets'),
});

/** Reads the header of a file and locates its tensors; copies no data. */
export function readSafetensors(bytes: Uint8Array, limits: ModelLimits): Safetensors {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > bytes.length - LENGTH_BYTES) {
    malformed('header', `${length} bytes`, bytes.length - LENGTH_BYTES);
  }
  const header = decodeUtf8(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length), 'header', 'text, got other bytes');
  const entries = parseJson(header, limits, 'header') as Record<string, unknown>;
  const keys = Object.keys(entries).length;
  if (countKeys(header) !== keys) malformed('header', `${keys} names, each once`, `${countKeys(header)} names`);
  const { __metadata__: metadata = {}, ...named } = entries;
  if (typeof metadata !== 'object' || metadata === null) {
    malformed('header.__metadata__', 'an object', describe(metadata));
  }
  const data = bytes.subarray(LENGTH_BYTES + length);
  return { tensors: readTensors(named, data), metadata: metadata as Record<string, unknown> };
}

/** The tensors must cover the data without gaps and overlaps. */
function readTensors(entries: Record<string, unknown>, data: Uint8Array): Map<string, Tensor> {
  const placed = Object.entries(entries).map(([name, entry]) => {
    // A name may have megabytes.
    const where = placeIn('header', text(name, 60) ?? '');
    const { dtype, shape, data_offsets } = validate(tensorSchema, entry, where);
    const [start, end] = data_offsets;
    const elementBytes = Object.hasOwn(ELEMENT_BYTES, dtype) ? ELEMENT_BYTES[dtype] : undefined;
    if (elementBytes === undefined) {
      throw new DilatoneError('unsupported', `${where}.dtype`, `expected a known type, got ${describe(dtype)}`);
    }
    const byteLength = elementBytes * countOf(shape);
    if (end - start !== byteLength) malformed(`${where}.data_offsets`, `${byteLength} bytes`, end - start);
    return { name, where, dtype, shape, start, end };
  });
  placed.sort((a, b) => a.start - b.start || a.end - b.end);
  let covered = 0;
  for (const { where, start, end } of placed) {
    if (start !== covered) malformed(`${where}.data_offsets[0]`, `${covered}, where the tensor before ends`, start);
    covered = end;
  }
  if (covered !== data.length) malformed('file', `${covered} bytes of data`, data.length);
  return new Map(
    placed.map(({ name, dtype, shape, start, end }) => [name, { dtype, shape, data: data.subarray(start, end) }]),
  );
}

/** Reads the number at an index of a tensor's data, by the name of its type. */
const READERS = new Map<string, (data: DataView, index: number) => number>([
  ['F32', (data, index) => data.getFloat32(4 * index, true)],
  ['F16', (data, index) => fromFloat16(data.getUint16(2 * index, true))],
  ['BF16', (data, index) => fromBfloat16(data.getUint16(2 * index, true))],
]);

/** Copies the numbers of a tensor to float32. Throws a DilatoneError unless all of them are finite. */
export function readTensorNumbers({ dtype, shape, data }: Tensor, budget: WeightBudget, where: string): Float32Array {
  const read = READERS.get(dtype);
  if (!read) return unsupported(where, `a tensor of ${[...READERS.keys()].join(', ')}`, describe(dtype));
  const count = countOf(shape);
  budget.take(count, where);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Float32Array.from({ length: count }, (_, index) => {
    const number = read(view, index);
    return Number.isFinite(number) ? number : malformed(`${where}[${index}]`, 'a finite number', number);
  });
}

/** The platform's TextEncoder, as far as it is used here. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/** A tensor to write as float32. */
export interface WrittenTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Returns the bytes of a file with these tensors and metadata. */
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
  // Spaces after the header align the data to 8 bytes.
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const dataStart = LENGTH_BYTES + headerBytes;
  const bytes = new Uint8Array(dataStart + end).fill(0x20, LENGTH_BYTES, dataStart);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerBytes), true);
  bytes.set(json, LENGTH_BYTES);
  let at = dataStart;
  for (const { data } of tensors.values()) {
    for (const number of data) {
      view.setFloat32(at, number, true);
      at += 4;
    }
  }
  return bytes;
}
