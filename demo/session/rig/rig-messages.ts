import { info, wrong } from '../../notice.js';
import type { Notice } from '../../state.js';

/** A capture has a loudspeaker in it. */
export function describeOwnCabinet(): Notice {
  return info(
    'This capture has its own cabinet, so that of the rig is off.',
    'Undo, or turn the cabinet on again, if you want both.',
  );
}

/** The rig could not be changed. */
export function describeRigFailure(error: unknown): Notice {
  const detail = error instanceof Error ? error.message : String(error);
  return wrong('The rig could not be changed.', 'It plays on as before; try another change.', detail);
}

/** A link has no rig that can be read. */
export function describeBrokenLink(error: unknown): Notice {
  const detail = error instanceof Error ? error.message : String(error);
  return wrong('The rig in this link cannot be read.', 'Copy the whole link again.', detail);
}

/** The browser keeps no more. */
export function describeFullStorage(): Notice {
  return wrong('The browser has no room for this preset.', 'Remove one that you no longer need, then keep it again.');
}

/** The browser has or gives no MIDI, or a device went wrong. */
export function describeMidiFailure(error: unknown): Notice {
  const detail = error instanceof Error ? error.message.replace(/^[\w .]+: /, '') : String(error);
  return wrong('MIDI does not work here.', detail.charAt(0).toUpperCase() + detail.slice(1));
}
