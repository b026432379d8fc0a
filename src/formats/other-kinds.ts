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
const PLAY = 'play it as a sound, or as a cabinet';

const UNKNOWN = 'binary data of an unknown kind';
const CHECKPOINT = model('a PyTorch checkpoint', EXPORT_FROM_PYTORCH);
const NAMB = model('a .namb model', 'load the .nam file that it was made from');
const TONEX = model('a file of ToneX', 'only ToneX plays its captures; load a .nam capture');

const WAV = other('a WAV file', PLAY);
const MP3 = other('an MP3 file', PLAY);

/** Bytes, as Latin-1 text, that a kind of file has at its start or at an offset. */
const SIGNATURES: readonly (readonly [bytes: string, kind: Kind, offset?: number])[] = [
  // A little-endian number, “NAMB”.
  ['BMAN', NAMB],
  ['NAMB', NAMB],
  ['\x89HDF\r\n', model('an HDF5 (Keras) model', EXPORT_FROM_KERAS)],
  ['TFL3', model('a TensorFlow Lite model', 'export the original model as ONNX'), 4],
  // Pickles of protocol 2 to 5.
  ['\x80\x02', CHECKPOINT],
  ['\x80\x03', CHECKPOINT],
  ['\x80\x04', CHECKPOINT],
  ['\x80\x05', CHECKPOINT],
  ['WEBP', other('a WebP picture'), 8],
  ['RIFF', WAV],
  ['RIFX', WAV],
  ['RF64', WAV],
  ['BW64', WAV],
  ['FORM', other('an AIFF file', PLAY)],
  ['fLaC', other('a FLAC file', PLAY)],
  ['OggS', other('an Ogg file', PLAY)],
  ['ID3', MP3],
  // Frames of layer III, without a tag before them.
  ['\xff\xfb', MP3],
  ['\xff\xf3', MP3],
  ['ftyp', other('an MP4 file', PLAY), 4],
  ['MThd', other('a MIDI file')],
  ['\x89PNG', other('a PNG picture')],
  ['\xff\xd8\xff', other('a JPEG picture')],
  ['GIF8', other('a GIF picture')],
  ['%PDF', other('a PDF document')],
  ['\x1f\x8b', other('a gzip archive', UNPACK)],
  ['Rar!', other('a RAR archive', UNPACK)],
  ["7z\xbc\xaf'\x1c", other('a 7-Zip archive', UNPACK)],
  ['PK\x05\x06', other('an empty zip archive')],
];

/** Bytes at either end of a file in which names are looked for. */
const NAMES_BYTES = 4096;

/** Throws if the file is empty or of a known binary kind that is not read. */
export function refuseBinary(bytes: Uint8Array): void {
  if (bytes.length === 0) refuse(other('an empty file'));
  for (const [signature, kind, offset = 0] of SIGNATURES) {
    if (latin1(bytes, offset, offset + signature.length) === signature) refuse(kind);
  }
  if (latin1(bytes, 0, 15) === 'SQLite format 3') refuse(isOfTonex(bytes) ? TONEX : other('an SQLite database'));
  if (latin1(bytes, 0, 4) !== 'PK\x03\x04') return;
  const names = latin1(bytes, 0, NAMES_BYTES) + latin1(bytes, -NAMES_BYTES);
  if (names.includes('data.pkl')) refuse(CHECKPOINT);
  if (/model\.weights\.h5|config\.json.*metadata\.json/s.test(names)) refuse(model('a Keras model', EXPORT_FROM_KERAS));
  const inside = ['.nam', '.wav'].filter((ending) => names.toLowerCase().includes(ending)).join(' and ');
  refuse(other(`a zip archive${inside && ` of ${inside} files`}`, UNPACK));
}

/** Throws if the text is of a known kind other than JSON. */
export function refuseText(text: string): void {
  const start = text.slice(0, 200).trimStart().toLowerCase();
  if (start === '' && text.trim() === '') refuse(other('a blank file'));
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) {
    refuse(other('a web page', 'download the model itself'));
  }
  if (start.startsWith('<')) refuse(/tonex/i.test(text.slice(0, NAMES_BYTES)) ? TONEX : other('an XML document'));
  if (start.startsWith('version https://git-lfs')) refuse(other('a Git LFS pointer in place of the file'));
  if (!/^[{["]/.test(start)) refuse(other(start < ' ' ? UNKNOWN : 'plain text'));
}

/** What bytes are that are neither text nor of a known kind, to complete an error's message. */
export function describeBinary(bytes: Uint8Array): string {
  if (isOfTonex(bytes)) return expectation(TONEX);
  // Byte order marks.
  const isUtf16 = /^(\xff\xfe|\xfe\xff)/.test(latin1(bytes, 0, 2));
  return expectation(other(isUtf16 ? 'plain text (UTF-16)' : UNKNOWN));
}

function isOfTonex(bytes: Uint8Array): boolean {
  return /tonex/i.test(latin1(bytes, 0, NAMES_BYTES).replaceAll('\0', ''));
}

/** Throws for JSON of no format that is read here, and says what it is. */
export function refuseJson(json: unknown): never {
  if (typeof json !== 'object' || json === null) return refuse(other('JSON without an object'));
  if (Array.isArray(json)) return refuse(json.some(isListing) ? TONE3000 : other('a JSON list'));
  const { schema, data, models, net } = fieldsOf(json);
  if ('modelTopology' in json) return refuse(model('a TensorFlow.js model', 'export the original model as ONNX'));
  if ('state_dict' in json || [json, ...Object.values(json)].some(hasTensors)) {
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
  const kind = /^\w{1,32}$/.test(name) ? ` ("${name}")` : '';
  return refuse(model(`a GuitarML (Proteus) model that is no LSTM or GRU${kind}`, EXPORT_FROM_PYTORCH));
}

/** Whether an object has tensors under the names that PyTorch gives them. */
function hasTensors(value: unknown): boolean {
  return !Array.isArray(value) && Object.keys(fieldsOf(value)).some((key) => /\.(weight|bias)$/.test(key));
}

const TONE3000 = other('JSON of a TONE3000 page', 'download the model itself from its model_url');

/** Whether JSON is an entry of TONE3000 for a model. */
function isListing(json: unknown): boolean {
  return 'model_url' in fieldsOf(json);
}

function refuse(kind: Kind): never {
  throw new DilatoneError(kind.code, 'file', `expected ${expectation(kind)}`);
}

function expectation({ name, code, hint }: Kind): string {
  const reason = code === 'unsupported' ? ', which Dilatone does not support' : '';
  return `${SUPPORTED}, got ${name}${reason}${hint && `; ${hint}`}`;
}

function latin1(bytes: Uint8Array, start: number, end?: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
