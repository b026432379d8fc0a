import { DilatoneError } from '../src/index.js';
import { formatClock, formatHz } from './format.js';
import { info, wrong } from './notice.js';
import type { Notice } from './state.js';

/** The microphone that was disconnected is plugged in again. */
export function describeMicrophoneBack(label: string): Notice {
  return info(`“${label}” is plugged in again.`, 'Choose “Use it again” in Input to play it.');
}

/** The microphone was released during a pause, and cannot be opened again. */
export function describeMicrophoneGone(): Notice {
  return wrong(
    'The microphone could not be opened again after the pause, so nothing goes in.',
    'Check that it is plugged in, then choose Microphone again.',
  );
}

/** A microphone hears its own loudspeaker. */
export function describeHowl(hz: number): Notice {
  return wrong(
    `The microphone hears the loudspeaker and howls at ${formatHz(hz)}, so the sound is turned down for a moment.`,
    'Use headphones, or turn the drive or the volume down.',
  );
}

/** An output cannot be used. */
export function describeOutputFailure(error: unknown): Notice {
  const detail = error instanceof DilatoneError ? error.message : undefined;
  return wrong(
    'That output could not be used, so the one before plays on.',
    'Check that it is plugged in, or open the microphone first: some browsers then allow it.',
    detail,
  );
}

/** The output in use was unplugged. */
export function describeOutputGone(label: string): Notice {
  return info(
    `The output was unplugged, so ${label ? `“${label}”` : "the system's output"} plays.`,
    'It plays there again when it is back.',
  );
}

/** The browser stands still. */
export function describeStandstill(): Notice {
  return wrong('The browser stopped the sound.', 'Touch the page or press a key to go on.');
}

/** A recording has become as long as this page keeps. */
export function describeFullRecording(seconds: number): Notice {
  return info(
    `After ${formatClock(seconds)} the recording was saved, since this page keeps no longer ones.`,
    'Start another one to go on.',
  );
}

/** A recording was cut off, and is kept. */
export function describeKeptRecording(seconds: number): Notice {
  return info(
    `A recording of ${formatClock(seconds)} was cut off when the page was left.`,
    'Choose “Save the last recording” beside Record.',
  );
}
