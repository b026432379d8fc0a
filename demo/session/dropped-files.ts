/** What a file seems to be by its name and type. */
type FileKind = 'model' | 'sound' | 'strange';

/** Dropped files: the first of each kind, and how many are left over. */
interface SortedFiles<F> {
  readonly model: F | undefined;
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

/** Picks one model and one sound, as many as the page can use at once. */
export function sortFiles<F extends { readonly name: string; readonly type: string }>(
  files: readonly F[],
): SortedFiles<F> {
  const model = files.find((file) => kindOf(file) === 'model');
  const sound = files.find((file) => kindOf(file) === 'sound');
  const strange = files.find((file) => kindOf(file) === 'strange');
  const used = (model ? 1 : 0) + (sound ? 1 : 0);
  return { model, sound, strange, ignored: files.length - used };
}
