import { DilatoneError } from '../src/index.js';
import { isOffline } from './is-offline.js';
import { info, wrong } from './notice.js';
import type { Notice } from './state.js';

export * from './file-messages.js';

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

const CONNECT = 'Connect to the network, then try again.';

/** A worklet of the page does not start. */
export function describeWorkletFailure(part: 'noise gate' | 'recording'): Notice {
  if (isOffline()) return wrong(`The ${part} is not on this computer yet, and you are offline.`, CONNECT);
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

/** The page may not write to the clipboard; the notice has the text instead. */
export function describeRefusedClipboard(text: string): Notice {
  const notice = wrong('The browser did not let the page write to your clipboard.', 'Copy it from here.');
  return { ...notice, text };
}
