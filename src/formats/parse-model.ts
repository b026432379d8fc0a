import { DilatoneError, type ErrorCode } from '../errors.js';
import { expectAtMost, type ModelLimits, resolveLimits } from '../model/limits.js';
import type { Model } from '../model/model.js';
import { isKeras, parseKeras } from './keras/parse-keras.js';
import { isNam, parseNam } from './nam/parse-nam.js';
import { parseNative } from './native/parse-native.js';
import { parseOnnx } from './onnx/parse-onnx.js';
import { isPedalNet, parsePedalNet } from './pedalnet/parse-pedalnet.js';
import { decodeUtf8, parseJson } from './reading/json.js';

/** How to parse a model file. */
export interface ParseOptions {
  /** Limits that replace the default ones; `Infinity` lifts a limit. */
  readonly limits?: Partial<Record<keyof ModelLimits, number | undefined>> | undefined;
}

/**
 * Parses a model file. The format is recognized by content, not by name. Pure and synchronous; works in every thread that
 * has a TextDecoder (an AudioWorklet has none). The bytes are not modified and not kept: they may be reused afterwards.
 *
 * Throws a DilatoneError: `malformed` if the file is broken or no model, `unsupported` for a model that Dilatone does not
 * run, `limit` for one that exceeds a limit. Its `where` is the place in the file, such as `config.layers[0].channels`, or
 * `file` for the file as a whole.
 */
export function parseModel(bytes: Uint8Array, options: ParseOptions = {}): Model {
  if (!(bytes instanceof Uint8Array)) throw new TypeError('bytes: expected a Uint8Array');
  const limits = resolveLimits(options.limits);
  expectAtMost(limits.fileBytes, 'bytes', bytes.length, 'file');
  refuseBinary(bytes);
  if (looksLikeSafetensors(bytes)) return parseNative(bytes, limits);
  if (looksLikeOnnx(bytes)) return parseOnnx(bytes, limits);
  const text = decodeUtf8(bytes, 'file', `${SUPPORTED}, got binary data of an unknown kind`);
  refuseText(text);
  const json = parseJson(text, limits, 'file');
  if (isNam(json)) return parseNam(json, limits);
  if (typeof json === 'object' && json !== null) {
    if (isKeras(json)) return parseKeras(json, limits);
    if (isPedalNet(json)) return parsePedalNet(json, limits);
  }
  return refuseJson(json);
}

/** The formats that Dilatone reads, as error messages list them. */
export const SUPPORTED = 'a .nam, .safetensors or .onnx model, or JSON of RTNeural, AIDA-X or PedalNetRT';

/** A kind of file that is refused: `unsupported` if it is a model, `malformed` if not. */
interface Kind {
  readonly name: string;
  readonly code: ErrorCode;
}

const model = (name: string): Kind => ({ name, code: 'unsupported' });
const other = (name: string): Kind => ({ name, code: 'malformed' });

/** Bytes, as Latin-1 text, that a kind of file has at its start or at `offset`. */
const SIGNATURES: readonly { bytes: string; offset?: number; kind: Kind }[] = [
  { bytes: '\x89HDF\r\n', kind: model('an HDF5 (Keras) model') },
  { bytes: 'TFL3', offset: 4, kind: model('a TensorFlow Lite model') },
  { bytes: 'RIFF', kind: other('a WAV file') },
  { bytes: 'RF64', kind: other('a WAV file') },
  { bytes: 'FORM', kind: other('an AIFF file') },
  { bytes: 'fLaC', kind: other('a FLAC file') },
  { bytes: 'OggS', kind: other('an Ogg file') },
  { bytes: 'ID3', kind: other('an MP3 file') },
  { bytes: 'ftyp', offset: 4, kind: other('an MP4 file') },
  { bytes: '\x89PNG', kind: other('a PNG picture') },
  { bytes: '\xff\xd8\xff', kind: other('a JPEG picture') },
  { bytes: 'GIF8', kind: other('a GIF picture') },
  { bytes: '%PDF', kind: other('a PDF document') },
  { bytes: '\x1f\x8b', kind: other('a gzip archive') },
  { bytes: '\0asm', kind: other('a WebAssembly module') },
];

/** Throws if the file is empty or of a known binary kind. */
function refuseBinary(bytes: Uint8Array): void {
  if (bytes.length === 0) refuse(other('an empty file'));
  for (const { bytes: signature, offset = 0, kind } of SIGNATURES) {
    if (latin1(bytes, offset, offset + signature.length) === signature) refuse(kind);
  }
  if (latin1(bytes, 0, 4) === 'PK\x03\x04') {
    const isCheckpoint = latin1(bytes, 0, 1024).includes('data.pkl');
    refuse(isCheckpoint ? model('a PyTorch checkpoint') : other('a zip archive'));
  }
}

/** Throws if the text is of a known kind other than JSON. */
function refuseText(text: string): void {
  const start = text.slice(0, 200).trimStart().toLowerCase();
  if (start === '' && text.trim() === '') refuse(other('a blank file'));
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) refuse(other('a web page'));
  if (start.startsWith('<')) refuse(other('an XML document'));
  if (start.startsWith('version https://git-lfs')) refuse(other('a Git LFS pointer in place of the file'));
}

/** Throws for JSON of no format that is read here, and says what it is. */
function refuseJson(json: unknown): never {
  if (typeof json !== 'object' || json === null) return refuse(other('JSON without an object'));
  if (Array.isArray(json)) return refuse(other('a JSON list'));
  if ('model_data' in json && 'state_dict' in json) return refuse(model('a GuitarML (Proteus) model'));
  if ('modelTopology' in json) return refuse(model('a TensorFlow.js model'));
  return refuse(other('JSON of another kind'));
}

function refuse({ name, code }: Kind): never {
  const reason = code === 'unsupported' ? ', which Dilatone does not support' : '';
  throw new DilatoneError(code, 'file', `expected ${SUPPORTED}, got ${name}${reason}`);
}

/** A safetensors file: eight bytes of little-endian length, of a header below 4 GB, and the start of a JSON object. */
function looksLikeSafetensors(bytes: Uint8Array): boolean {
  return latin1(bytes, 4, 9) === '\0\0\0\0{';
}

/** A protobuf message whose first fields are ONNX's `ir_version` and one that may follow it. */
function looksLikeOnnx(bytes: Uint8Array): boolean {
  const nextFields = [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42];
  return bytes[0] === 0x08 && bytes[1] > 0 && bytes[1] < 0x40 && nextFields.includes(bytes[2]);
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
