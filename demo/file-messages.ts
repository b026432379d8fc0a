import { DilatoneError } from '../src/index.js';
import { type FoundKind, kindIn, soundEnding } from './file-kind.js';
import { formatBytes, formatInteger } from './format.js';
import { isOffline } from './is-offline.js';
import { info, wrong } from './notice.js';
import type { Notice } from './state.js';

/** Largest sound file that the page decodes: half an hour of stereo takes about a gigabyte when decoded. */
export const LARGEST_SOUND_BYTES = 200_000_000;

/** Largest file of an impulse response. Only its first second is used. */
export const LARGEST_RESPONSE_BYTES = 20_000_000;

/** A model cannot be used; the notice names the reason. */
export function describeModelFailure(error: unknown, name: string): Notice {
  const code = error instanceof DilatoneError ? error.code : undefined;
  const detail = error instanceof DilatoneError ? error.message : undefined;
  const kind = kindIn(error);
  if (kind !== null) return describeNoModel(name, kind, detail);
  switch (code) {
    case 'malformed':
      return wrong(`“${name}” is not a complete model file.`, 'Download it again, or try another .nam file.', detail);
    case 'unsupported':
      return wrong(
        `“${name}” is a kind of model that does not run here yet.`,
        'Try another capture, such as a .nam file of a WaveNet.',
        detail,
      );
    case 'limit':
      return wrong(
        `“${name}” is larger than a live model may be.`,
        'Try a smaller capture of the same device.',
        detail,
      );
    case 'load':
      return describeUnread(error, name, detail);
    case 'fault':
      return describeBrokenModel(name, detail);
    case 'worklet':
      // The engine of the model before plays: what failed is this model.
      if (/^set(Model|State)$/.test((error as DilatoneError).where)) return describeBrokenModel(name, detail);
      return wrong(
        'The browser did not let the audio engine start.',
        'Reload the page; if that does not help, try a current version of your browser.',
        detail,
      );
    default:
      return wrong(`“${name}” could not be used.`, 'Try another .nam file.', detail);
  }
}

/** A file was to be a model, and is of another kind. */
function describeNoModel(name: string, { what, hint, isModel }: FoundKind, detail?: string): Notice {
  if (isModel) return wrong(`“${name}” is ${what}, which does not run here.`, sentence(hint) || ANOTHER_MODEL, detail);
  if (/archive of/.test(what)) return wrong(`“${name}” is ${what}.`, UNPACK, detail);
  if (/archive/.test(what)) return wrong(`“${name}” is ${what}, not a model.`, UNPACK, detail);
  if (soundEnding(what)) {
    return wrong(`“${name}” is ${what}, though its name is that of a model.`, renameTo(what), detail);
  }
  if (/^(an empty|a blank) /.test(what)) return wrong(`“${name}” is ${what}.`, 'Download it again.', detail);
  return wrong(`“${name}” is ${what}, not a model.`, sentence(hint) || ANOTHER_MODEL, detail);
}

const ANOTHER_MODEL = 'Try a .nam file.';
const UNPACK = 'Unpack it first, then drop what is in it.';

function renameTo(what: string): string {
  return `Rename it to end in ${soundEnding(what)}, then drop it again.`;
}

function sentence(hint: string): string {
  return hint && `${hint[0].toUpperCase()}${hint.slice(1)}.`;
}

/** The bytes of a model did not come: there may be no network, or no file any more. */
function describeUnread(error: unknown, name: string, detail?: string): Notice {
  // What `fetch` throws; of files that are gone, browsers say so by a DOMException.
  if (isOffline() && (error as Error).cause instanceof TypeError) {
    return wrong(
      `“${name}” is not on this computer, and you are offline.`,
      'Connect to the network, then try again.',
      detail,
    );
  }
  return wrong(`“${name}” could not be read.`, 'Check that the file is still there, and try again.', detail);
}

/** A model was read, but computes no sound. */
export function describeBrokenModel(name: string, detail?: string): Notice {
  return wrong(`“${name}” broke down as it began to play.`, 'Try another capture of the same device.', detail);
}

/** A file cannot be played as a sound. `kind` is what it is, where that is known. */
export function describeSoundFailure(name: string, error: unknown, kind: FoundKind | null = null): Notice {
  const detail = error instanceof DilatoneError ? error.message : undefined;
  const what = kind?.what ?? '';
  if (what === MODEL_KIND.what) {
    return wrong(
      `“${name}” is a model, though its name is that of a sound.`,
      'Rename it to end in .nam, then drop it again.',
    );
  }
  if (/archive/.test(what)) return wrong(`“${name}” is ${what}, not a sound.`, UNPACK);
  if (/^an empty /.test(what)) return wrong(`“${name}” is ${what}.`, 'Export or download it again.');
  if (detail?.includes('at least one frame')) {
    return wrong(`“${name}” has no sound in it: it is 0 seconds long.`, 'Export it again.', detail);
  }
  if (what !== '' && !soundEnding(what) && !/binary data/.test(what)) {
    return wrong(`“${name}” is ${what}, not a sound.`, 'Try a WAV, MP3 or FLAC file.');
  }
  return wrong(`“${name}” is not a sound that this browser can read.`, 'Try a WAV, MP3 or FLAC file.', detail);
}

/** What a file is that could be read as a model. */
export const MODEL_KIND: FoundKind = { what: 'a model', hint: '', isModel: true };

/** Samples of a sound were no finite numbers, and silence plays in their place. */
export function describeSilencedSamples(name: string, samples: number): Notice {
  return info(
    samples === 1
      ? `One sample of “${name}” is no number and was silenced.`
      : `${formatInteger(samples)} samples of “${name}” are no numbers and were silenced.`,
    'You may hear clicks there: export it again.',
  );
}

/** An impulse response has samples that are no finite numbers. */
export function describeBrokenResponse(name: string, samples: number): Notice {
  const count =
    samples === 1 ? 'one sample that is no number' : `${formatInteger(samples)} samples that are no numbers`;
  return wrong(`“${name}” has ${count}, and would silence everything behind it.`, 'Try another impulse response.');
}

/** An impulse response has nothing but zeros. */
export function describeSilentResponse(name: string): Notice {
  return wrong(`“${name}” is silent, and so would be everything behind it.`, 'Try another impulse response.');
}

/** An impulse response is a song. */
export function describeSong(name: string): Notice {
  return wrong(`“${name}” looks like a song, not an impulse response.`, 'Drop it on the page to play it as a sound.');
}

/** A dropped sound became the cabinet. */
export function describeTakenAsCabinet(name: string): Notice {
  return info(
    `“${name}” is the cabinet now, as it looks like an impulse response.`,
    'To play it as a sound, drop it alone, under another name.',
  );
}

/** A sound file exceeds the limit. */
export function describeLargeSound(name: string, bytes: number): Notice {
  return wrong(
    `“${name}” is too large to play here: ${formatBytes(bytes)}, at most ${formatBytes(LARGEST_SOUND_BYTES)}.`,
    'Cut out the part you want to hear and drop that.',
  );
}

/** A file is too large for an impulse response. */
export function describeLargeResponse(name: string): Notice {
  return wrong(
    `“${name}” is too large for an impulse response.`,
    'Cabinet responses are WAV files of a second or less.',
  );
}

/** A dropped file is neither a model nor a sound. `kind` is what it is, where that is known. */
export function describeStrangeFile(name: string, kind: FoundKind | null = null): Notice {
  const known = kind !== null && !/binary data/.test(kind.what);
  return wrong(
    known ? `“${name}” is ${kind.what}, neither a model nor a sound.` : `“${name}” is neither a model nor a sound.`,
    'Drop a .nam model, or a WAV, MP3 or FLAC file.',
  );
}

/** More files were dropped than the page uses at once. */
export function describeIgnoredFiles(used: readonly string[], ignored: number): Notice {
  const rest = ignored === 1 ? 'the other file was left out' : `${ignored} other files were left out`;
  return info(
    `Using ${used.map((name) => `“${name}”`).join(' and ')}; ${rest}.`,
    'Drop one model, one cabinet and one sound at a time.',
  );
}
