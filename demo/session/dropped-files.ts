import { decodeWav } from '../../src/wav/decode-wav.js';
import { stemOf } from '../format.js';

/** What a file seems to be by its name and type. */
type FileKind = 'model' | 'sound' | 'strange';

/** Dropped files: the first of each kind, and how many are left over. */
interface SortedFiles<F> {
  readonly model: F | undefined;
  /** An impulse response, for the cabinet. */
  readonly response: F | undefined;
  readonly sound: F | undefined;
  readonly strange: F | undefined;
  readonly ignored: number;
}

/** Models, and files that people take for one: what is read of those says what they are. */
const MODEL_NAME =
  /\.(nam|aidax|json|safetensors|onnx|namb|h5|hdf5|keras|pt|pth|ckpt|tflite|zip|rar|7z|gz|hlx|pgp|kipr|txp)$/i;
const SOUND_NAME = /\.(wav|wave|mp3|flac|ogg|oga|opus|m4a|aac|aif|aiff|webm|mp4)$/i;

/** Decides by the name, then by the type that the system reports; files with neither count as models. */
export function kindOf(file: { readonly name: string; readonly type: string }): FileKind {
  if (MODEL_NAME.test(file.name)) return 'model';
  if (SOUND_NAME.test(file.name) || file.type.startsWith('audio/') || file.type.startsWith('video/')) return 'sound';
  if (file.type === '' || file.type === 'application/json') return 'model';
  return 'strange';
}

/** Names that say “impulse response” or “cabinet”. */
const RESPONSE_NAME = /(^|[^a-z])(irs?|impulses?|impulse.?responses?|cabs?|cabinets?|[1248]x(8|10|12|15))([^a-z]|$)/i;
/** Larger files are no responses, whatever they are called: nine seconds of mono floats at 48 kHz. */
const MOST_RESPONSE_BYTES = 2_000_000;
/** A sound that is dropped beside a model, and is shorter, is its cabinet. */
const RESPONSE_SECONDS = 1;

/** The parts of a File that are read here. */
interface DroppedFile {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** Picks one model, one impulse response and one sound, as many as the page can use at once. */
export async function sortFiles<F extends DroppedFile>(files: readonly F[]): Promise<SortedFiles<F>> {
  const model = files.find((file) => kindOf(file) === 'model');
  const sounds = files.filter((file) => kindOf(file) === 'sound');
  const strange = files.find((file) => kindOf(file) === 'strange');
  const responses = await Promise.all(sounds.map((file) => isResponse(file, model !== undefined)));
  const response = sounds[responses.indexOf(true)];
  const sound = sounds[responses.indexOf(false)];
  const used = [model, response, sound].filter((file) => file !== undefined).length;
  return { model, response, sound, strange, ignored: files.length - used };
}

/** Whether a sound seems to be an impulse response: by its name, or beside a model by its length. */
async function isResponse(file: DroppedFile, isBesideModel: boolean): Promise<boolean> {
  if (file.size > MOST_RESPONSE_BYTES) return false;
  if (RESPONSE_NAME.test(stemOf(file.name))) return true;
  if (!isBesideModel) return false;
  try {
    const { channels, sampleRate } = decodeWav(new Uint8Array(await file.arrayBuffer()), file.name);
    return channels[0].length <= RESPONSE_SECONDS * sampleRate;
  } catch {
    // No WAV file: other formats are hardly used for responses.
    return false;
  }
}
