import { DilatoneError, loadModel } from '../src/index.js';

/** What a file turned out to be. */
export interface FoundKind {
  /** With its article: `a zip archive of .nam files`. */
  readonly what: string;
  /** What to do instead, as a part of a sentence; may be empty. */
  readonly hint: string;
  /** Whether it is a model, of another program. */
  readonly isModel: boolean;
}

/** How errors of the library end that say what a file is in place of a model. */
const KIND = /, or JSON of RTNeural, [\w\s,-]+, got ([^;]+?)(, which Dilatone does not support)?(?:; (.+))?$/;

/** What a file is that was refused as a model, by the error; null where it is one, if a broken one. */
export function kindIn(error: unknown): FoundKind | null {
  if (!(error instanceof DilatoneError)) return null;
  const [, what, isModel, hint = ''] = KIND.exec(error.message) ?? [];
  return what === undefined ? null : { what, hint, isModel: isModel !== undefined };
}

/** What a file is; null where nobody knows, and for a broken model. `model` stands for one that can be read. */
export async function kindOfFile(file: Blob, model: FoundKind): Promise<FoundKind | null> {
  try {
    await loadModel(file);
    return model;
  } catch (error) {
    return kindIn(error);
  }
}

/** The end that names of sound files of a kind have; undefined for other kinds. */
export function soundEnding(what: string): string | undefined {
  return SOUNDS[what];
}

const SOUNDS: Readonly<Record<string, string>> = {
  'a WAV file': '.wav',
  'an AIFF file': '.aiff',
  'a FLAC file': '.flac',
  'an Ogg file': '.ogg',
  'an MP3 file': '.mp3',
  'an MP4 file': '.m4a',
};
