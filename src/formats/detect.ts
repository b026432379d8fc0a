import { DilatoneError, type ErrorCode } from '../errors.js';

/** What a file may turn out to be: models that Dilatone does not run are `unsupported`, all else is `malformed`. */
interface Kind {
  readonly name: string;
  readonly code: ErrorCode;
}

const model = (name: string): Kind => ({ name, code: 'unsupported' });
const other = (name: string): Kind => ({ name, code: 'malformed' });

/** What could have been in the place of a file that is refused. */
export const SUPPORTED = 'a .nam, .safetensors or .onnx model, or JSON of RTNeural, AIDA-X or PedalNetRT';

/** Bytes that begin (or stand at `offset` of) a file of some kind, as Latin-1 text. */
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

/** Throws what a file is that is not text; for text, or what has no known form, it returns. */
export function refuseBinary(bytes: Uint8Array): void {
  if (bytes.length === 0) refuse(other('an empty file'));
  for (const { bytes: signature, offset = 0, kind } of SIGNATURES) {
    if (latin1(bytes, offset, offset + signature.length) === signature) refuse(kind);
  }
  if (latin1(bytes, 0, 4) === 'PK\x03\x04') {
    const checkpoint = latin1(bytes, 0, 1024).includes('data.pkl');
    refuse(checkpoint ? model('a PyTorch checkpoint') : other('a zip archive'));
  }
}

/** Throws what a text is that is not JSON. */
export function refuseText(text: string): void {
  const start = text.slice(0, 200).trimStart().toLowerCase();
  if (start === '' && text.trim() === '') refuse(other('a blank file'));
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) refuse(other('a web page'));
  if (start.startsWith('<')) refuse(other('an XML document'));
  if (start.startsWith('version https://git-lfs')) refuse(other('a Git LFS pointer in place of the file'));
}

/** Throws what a JSON value is that is no model of a format read here. */
export function refuseJson(json: unknown): never {
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

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}

/** Whether there are eight bytes of little-endian length, of a header below 4 GB, and then the beginning of an object. */
export function looksLikeSafetensors(bytes: Uint8Array): boolean {
  return latin1(bytes, 4, 9) === '\0\0\0\0{';
}

/** Whether there is a protobuf message whose first fields are ONNX's `ir_version` and one that may follow it. */
export function looksLikeOnnx(bytes: Uint8Array): boolean {
  const nextFields = [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42];
  return bytes[0] === 0x08 && bytes[1] > 0 && bytes[1] < 0x40 && nextFields.includes(bytes[2]);
}
