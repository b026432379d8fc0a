import { DilatoneError } from '../src/index.js';
import { formatBytes } from './format.js';
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
      return wrong(`“${name}” could not be read.`, 'Check that the file is still there, and try again.', detail);
    case 'fault':
      return describeBrokenModel(name, detail);
    case 'worklet':
      // The engine of the model before plays: what failed is this model.
      if ((error as DilatoneError).where === 'setModel') return describeBrokenModel(name, detail);
      return wrong(
        'The browser did not let the audio engine start.',
        'Reload the page; if that does not help, try a current version of your browser.',
        detail,
      );
    default:
      return wrong(`“${name}” could not be used.`, 'Try another .nam file.', detail);
  }
}

/** A model was read, but computes no sound. */
export function describeBrokenModel(name: string, detail?: string): Notice {
  return wrong(`“${name}” broke down as it began to play.`, 'Try another capture of the same device.', detail);
}

/** A sound file cannot be decoded; the notice says where its samples are not finite. */
export function describeSoundFailure(name: string, error: unknown): Notice {
  const detail = error instanceof DilatoneError ? error.message : undefined;
  return wrong(`“${name}” is not a sound that this browser can read.`, 'Try a WAV, MP3 or FLAC file.', detail);
}

/** An impulse response has nothing but zeros. */
export function describeSilentResponse(name: string): Notice {
  return wrong(`“${name}” is silent, and so would be everything behind it.`, 'Try another impulse response.');
}

/** A sound file exceeds the limit. */
export function describeLargeSound(name: string, bytes: number): Notice {
  return wrong(
    `“${name}” is too large to play here: ${formatBytes(bytes)}, at most ${formatBytes(LARGEST_SOUND_BYTES)}.`,
    'Cut out the part you want to hear and drop that.',
  );
}

/** A dropped file is neither a model nor a sound. */
export function describeStrangeFile(name: string): Notice {
  return wrong(`“${name}” is neither a model nor a sound.`, 'Drop a .nam model, or a WAV, MP3 or FLAC file.');
}

/** More files were dropped than the page uses at once. */
export function describeIgnoredFiles(used: readonly string[], ignored: number): Notice {
  const rest = ignored === 1 ? 'the other file was left out' : `${ignored} other files were left out`;
  return info(
    `Using ${used.map((name) => `“${name}”`).join(' and ')}; ${rest}.`,
    'Drop one model and one sound at a time.',
  );
}

/** A microphone cannot be opened; the notice names the reason. */
export function describeMicrophoneFailure(error: unknown): Notice {
  const cause = error instanceof DilatoneError ? error.cause : error;
  const reason = cause instanceof Error ? cause.name : '';
  if (reason === 'NotAllowedError' || reason === 'SecurityError') {
    return wrong(
      'The browser was not allowed to use a microphone.',
      'Allow it beside the address bar, then choose Microphone again.',
    );
  }
  if (reason === 'NotFoundError' || reason === 'OverconstrainedError') {
    return wrong(
      'No microphone was found.',
      'Plug in a microphone or an audio interface, then choose Microphone again.',
    );
  }
  if (reason === 'NotReadableError' || reason === 'AbortError') {
    return wrong(
      'The microphone is in use or does not answer.',
      'Close other programs that use it, then choose Microphone again.',
    );
  }
  // Firefox connects no microphone to a context of another sample rate.
  if (reason === 'NotSupportedError') {
    return wrong(
      'This browser cannot use a microphone of that sample rate.',
      "Set it to 48 kHz in the system's sound settings.",
    );
  }
  return wrong('The microphone could not be opened.', 'Check that it is plugged in, then choose Microphone again.');
}

/** The microphone in use was disconnected. */
export function describeLostMicrophone(): Notice {
  return wrong('The microphone was disconnected, so nothing goes in.', 'Plug it in again, or choose another sound.');
}

/** The browser starts no sound. */
export function describeStartFailure(): Notice {
  return wrong(
    'The browser did not start its audio output.',
    'Check that a loudspeaker or headphones are connected, then press play again.',
  );
}

/** The node has a fault and tries again by itself. */
export function describeRestart(name: string, detail?: string): Notice {
  return wrong(
    `“${name}” failed while it was playing.`,
    'It starts again in a second; until then you hear the dry sound.',
    detail,
  );
}

/** The node has had fault after fault and passes the dry sound. */
export function describeFault(name: string, detail?: string): Notice {
  return wrong(
    `“${name}” failed again and again while it was playing, so you hear the dry sound.`,
    'Choose the model again, or another one.',
    detail,
  );
}

/** The output exceeded full scale, and the page turned it down. */
export function describeTurnedDown(level: string): Notice {
  return info(
    `This model was louder than full scale, so Level went down to ${level}.`,
    'Turn it with the Level knob as you like.',
  );
}

/** The model is too slow for this machine. */
export function describeLateModel(name: string): Notice {
  return wrong(
    `“${name}” is more than this computer can play in real time, so the sound has gaps.`,
    'Choose a smaller model, or end a comparison.',
  );
}

/** The model was too slow for this machine, and a smaller size of it runs now. */
export function describeSmallerSize(name: string): Notice {
  return info(
    `“${name}” was more than this computer can play in real time, so a smaller size of it plays.`,
    'The model menu has the others.',
  );
}

/** The microphone is live and may cause feedback. */
export function describeFeedbackRisk(): Notice {
  return info('The microphone is live.', 'Use headphones, or it will hear the loudspeaker and howl.');
}

/** WebAssembly is missing or forbidden, so the model is interpreted. */
export function describeInterpreter(): Notice {
  return info(
    'Without WebAssembly the model runs in plain JavaScript.',
    'It sounds the same; choose a smaller model if it stutters.',
  );
}

/** A recent model is no longer stored. */
export function describeForgottenModel(): Notice {
  return wrong('This browser no longer has that model.', 'Drop the file again.');
}

/** A worklet of the page does not start. */
export function describeWorkletFailure(part: 'noise gate' | 'recording'): Notice {
  return wrong(`The browser did not let the ${part} start.`, 'Try a current version of your browser.');
}

/** A rendering failed. */
export function describeRenderingFailure(name: string, detail: string): Notice {
  return wrong(`“${name}” could not be rendered.`, 'Try a shorter part of it, or another model.', detail);
}

/** A model failed in a rendering. */
export function describeFaultInFile(model: string, sound: string, detail: string): Notice {
  return wrong(
    `“${model}” broke down while it rendered “${sound}”.`,
    'Turn the drive down, or try another model.',
    detail,
  );
}

/** A file is too large for an impulse response. */
export function describeLargeResponse(name: string): Notice {
  return wrong(
    `“${name}” is too large for an impulse response.`,
    'Cabinet responses are WAV files of a second or less.',
  );
}

/** A link was copied. `ownFiles` tells whether it leaves out files of the visitor. */
export function describeCopiedLink(ownFiles: boolean): Notice {
  return info(
    'The link is on your clipboard.',
    ownFiles ? 'It leaves out your own files, which stay on this computer.' : 'It brings back these models and knobs.',
  );
}

/** Code was copied. `files` names the files that must be put beside it. */
export function describeCopiedCode(files: readonly string[]): Notice {
  return info(
    'The code is on your clipboard.',
    files.length === 0
      ? 'Install the package dilatone, and it sounds as here.'
      : `Install the package dilatone, and put ${files.map((name) => `“${name}”`).join(', ')} beside the page.`,
  );
}

/** An iframe was copied. */
export function describeCopiedEmbed(): Notice {
  return info('The frame is on your clipboard.', 'Paste it into any page.');
}

/** The page may not write to the clipboard; the notice shows the text instead. */
export function describeRefusedClipboard(text: string): Notice {
  return wrong('The browser did not let the page write to your clipboard.', 'Copy it from here.', text);
}
