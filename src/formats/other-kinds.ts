import { DilatoneError, type ErrorCode } from '../errors.js';
import { fieldsOf } from './reading/json.js';

/** The formats that Dilatone reads, as error messages list them. */
export const SUPPORTED = 'a .nam, .safetensors or .onnx model, or JSON of RTNeural, AIDA-X, GuitarML or PedalNetRT';

/** A kind of file that is refused: `unsupported` if it is a model, `malformed` if not. */
interface Kind {
  readonly name: string;
  readonly code: ErrorCode;
  /** What to do instead; empty if there is nothing to say. */
  readonly hint: string;
}

const model = (name: string, hint = ''): Kind => ({ name, code: 'unsupported', hint });
const other = (name: string, hint = ''): Kind => ({ name, code: 'malformed', hint });

const EXPORT_FROM_PYTORCH = 'export it from PyTorch as ONNX, or with tools/pytorch';
const EXPORT_FROM_KERAS = 'export it as ONNX (tf2onnx), or as RTNeural JSON';
const UNPACK = 'unpack it and load the model that is in it';
const PLAY = 'load it as a sound, or an impulse response as a cabinet';

const CHECKPOINT = model('a PyTorch checkpoint', EXPORT_FROM_PYTORCH);

/** Bytes, as Latin-1 text, that a kind of file has at its start or at `offset`. */
const SIGNATURES: readonly { bytes: string; offset?: number; kind: Kind }[] = [
  // A little-endian number, “NAMB”.
  { bytes: 'BMAN', kind: model('a .namb model', 'load the .nam file that it was made from') },
  { bytes: '\x89HDF\r\n', kind: model('an HDF5 (Keras) model', EXPORT_FROM_KERAS) },
  { bytes: 'TFL3', offset: 4, kind: model('a TensorFlow Lite model', 'export the original model as ONNX') },
  { bytes: '\x80\x02\x8a\nl\xfc\x9cF\xf9', kind: CHECKPOINT },
  { bytes: 'RIFF', kind: other('a WAV file', PLAY) },
  { bytes: 'RIFX', kind: other('a WAV file', PLAY) },
  { bytes: 'RF64', kind: other('a WAV file', PLAY) },
  { bytes: 'BW64', kind: other('a WAV file', PLAY) },
  { bytes: 'FORM', kind: other('an AIFF file', PLAY) },
  { bytes: 'fLaC', kind: other('a FLAC file', PLAY) },
  { bytes: 'OggS', kind: other('an Ogg file', PLAY) },
  { bytes: 'ID3', kind: other('an MP3 file', PLAY) },
  { bytes: 'ftyp', offset: 4, kind: other('an MP4 file', PLAY) },
  { bytes: 'MThd', kind: other('a MIDI file') },
  { bytes: '\x89PNG', kind: other('a PNG picture') },
  { bytes: '\xff\xd8\xff', kind: other('a JPEG picture') },
  { bytes: 'GIF8', kind: other('a GIF picture') },
  { bytes: '%PDF', kind: other('a PDF document') },
  { bytes: '\x1f\x8b', kind: other('a gzip archive', UNPACK) },
  { bytes: 'Rar!', kind: other('a RAR archive', UNPACK) },
  { bytes: "7z\xbc\xaf'\x1c", kind: other('a 7-Zip archive', UNPACK) },
  { bytes: 'SQLite format 3\0', kind: other('an SQLite database') },
  { bytes: '\0asm', kind: other('a WebAssembly module') },
];

/** Throws if the file is empty or of a known binary kind that is not read. */
export function refuseBinary(bytes: Uint8Array): void {
  if (bytes.length === 0) refuse(other('an empty file'));
  for (const { bytes: signature, offset = 0, kind } of SIGNATURES) {
    if (latin1(bytes, offset, offset + signature.length) === signature) refuse(kind);
  }
  if (latin1(bytes, 0, 4) !== 'PK\x03\x04') return;
  const names = latin1(bytes, 0, 1024);
  if (names.includes('data.pkl')) refuse(CHECKPOINT);
  if (/model\.weights\.h5|config\.json.*metadata\.json/s.test(names)) refuse(model('a Keras model', EXPORT_FROM_KERAS));
  refuse(other('a zip archive', UNPACK));
}

/** Throws if the text is of a known kind other than JSON. */
export function refuseText(text: string): void {
  const start = text.slice(0, 200).trimStart().toLowerCase();
  if (start === '' && text.trim() === '') refuse(other('a blank file'));
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) {
    refuse(other('a web page', 'download the model itself'));
  }
  if (start.startsWith('<')) refuse(other('an XML document'));
  if (start.startsWith('version https://git-lfs')) refuse(other('a Git LFS pointer in place of the file'));
}

/** Throws for JSON of no format that is read here, and says what it is. */
export function refuseJson(json: unknown): never {
  if (typeof json !== 'object' || json === null) return refuse(other('JSON without an object'));
  if (Array.isArray(json)) return refuse(json.some(isListing) ? TONE3000 : other('a JSON list'));
  const { schema, data, models, net } = fieldsOf(json);
  if ('modelTopology' in json) return refuse(model('a TensorFlow.js model', 'export the original model as ONNX'));
  if ('state_dict' in json || Object.keys(json).some((key) => /\.(weight|bias)$/.test(key))) {
    return refuse(model('a PyTorch state_dict of a TCN, WaveNet or other network', EXPORT_FROM_PYTORCH));
  }
  if (schema === 'L6Preset') return refuse(other('a Line 6 preset (Helix, POD Go)', 'it has settings, and no capture'));
  if (isListing(json) || [data, models].some((list) => Array.isArray(list) && list.some(isListing))) refuse(TONE3000);
  if (typeof net === 'object' && 'optimizer' in json) {
    refuse(other('settings of the NAM trainer', 'load the .nam file that it wrote'));
  }
  return refuse(other('JSON of another kind'));
}

/** Refuses a file of GuitarML's trainer with another network than an LSTM or a GRU. `name` is what the file calls it. */
export function refuseGuitarMl(name: string): never {
  return refuse(model(`a GuitarML (Proteus) model that is no LSTM or GRU${name && ` (${name})`}`, EXPORT_FROM_PYTORCH));
}

const TONE3000 = other('JSON of a TONE3000 page', 'download the model itself from its model_url');

/** Whether JSON is an entry of TONE3000 for a model. */
function isListing(json: unknown): boolean {
  return 'model_url' in fieldsOf(json);
}

function refuse({ name, code, hint }: Kind): never {
  const reason = code === 'unsupported' ? ', which Dilatone does not support' : '';
  throw new DilatoneError(code, 'file', `expected ${SUPPORTED}, got ${name}${reason}${hint && `; ${hint}`}`);
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
