import * as v from 'valibot';
import { DilatoneError } from '../../errors.js';
import type { ModelLimits } from '../../model/limits.js';
import { countKeys, decodeUtf8, parseJsonText } from '../reading/json.js';
import { malformed } from '../reading/refuse.js';
import { describe, object, placeIn, validate } from '../reading/schema.js';

/** Bytes of one number by its type in the file. */
const ELEMENT_BYTES: Readonly<Record<string, number>> = {
  ...{ BOOL: 1, U8: 1, I8: 1, F8_E4M3: 1, F8_E5M2: 1, F16: 2, BF16: 2, I16: 2, U16: 2 },
  ...{ F32: 4, I32: 4, U32: 4, F64: 8, I64: 8, U64: 8 },
};

/** Bytes before the header: its length. */
const LENGTH_BYTES = 8;

/** A tensor of a file: where its data lie among those of all. */
export interface Tensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** What a file holds. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Texts by key. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

const size = v.pipe(v.number('a size'), v.safeInteger('a size'), v.minValue(0, 'a size'));

const tensorSchema = object({
  dtype: v.string('a type of numbers'),
  shape: v.array(size, 'a list of sizes'),
  data_offsets: v.tuple([size, size], 'two offsets'),
});

/** Reads the header of a file, and where its tensors lie; nothing is copied. */
export function readSafetensors(bytes: Uint8Array, limits: ModelLimits): Safetensors {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > bytes.length - LENGTH_BYTES) {
    malformed('header', `${length} bytes`, bytes.length - LENGTH_BYTES);
  }
  const header = decodeUtf8(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length), 'header', 'text, got other bytes');
  const entries = parseJsonText(header, limits, 'header') as Record<string, unknown>;
  const keys = Object.keys(entries).length;
  if (countKeys(header) !== keys) malformed('header', `${keys} names, each once`, `${countKeys(header)} names`);
  const { __metadata__: metadata = {}, ...named } = entries;
  if (typeof metadata !== 'object' || metadata === null) {
    malformed('header.__metadata__', 'an object', describe(metadata));
  }
  const data = bytes.subarray(LENGTH_BYTES + length);
  return { tensors: readTensors(named, data), metadata: metadata as Record<string, unknown> };
}

function readTensors(entries: Record<string, unknown>, data: Uint8Array): Map<string, Tensor> {
  const placed = Object.entries(entries).map(([name, entry]) => {
    const where = placeIn('header', name);
    const { dtype, shape, data_offsets } = validate(tensorSchema, entry, where);
    const [start, end] = data_offsets;
    const elementBytes = Object.hasOwn(ELEMENT_BYTES, dtype) ? ELEMENT_BYTES[dtype] : undefined;
    if (elementBytes === undefined) {
      throw new DilatoneError('unsupported', `${where}.dtype`, `expected a known type, got ${describe(dtype)}`);
    }
    const byteLength = shape.reduce((product, length) => product * length, elementBytes);
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
