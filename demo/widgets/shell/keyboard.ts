import type { Session } from '../../session/session.js';

/** The page's list of keyboard shortcuts. */
export const SHORTCUTS: readonly { readonly keys: string; readonly does: string }[] = [
  { keys: 'Space', does: 'play or pause' },
  { keys: 'B', does: 'model on or off' },
  { keys: '1 … 9', does: 'choose a built-in model' },
  { keys: 'X', does: 'change between the models A and B' },
  { keys: 'T', does: 'tuner on or off' },
  { keys: '↑ ↓', does: 'turn the focused knob, walk through the layers' },
  { keys: 'Enter', does: 'hear the layer alone' },
  { keys: 'Esc', does: 'hear all of the model again' },
  { keys: 'Shift', does: 'turn finely' },
];

/** Handles the page's keys. Returns a function that stops it. */
export function listenToKeys(session: Session): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.composedPath()[0];
    if (target instanceof HTMLInputElement && !(target.type === 'range' && /^[a-z]$/i.test(event.key))) return;
    if (event.key === ' ' && !(target instanceof HTMLButtonElement)) {
      event.preventDefault();
      if (!event.repeat) void session.playback.toggle();
    } else if (event.key.toLowerCase() === 'b' && !event.repeat) {
      session.tone.toggleBypass();
    } else if (event.key.toLowerCase() === 'x' && !event.repeat) {
      session.models.swap();
    } else if (event.key.toLowerCase() === 't' && !event.repeat) {
      session.tone.toggleTuner();
    } else if (event.key === 'Escape') {
      void session.solo.choose(null);
    } else if (/^[1-9]$/.test(event.key)) {
      void session.models.chooseBuiltin(Number(event.key) - 1);
    }
  };
  // A button clicked with the pointer loses the focus, so that the space bar plays instead of clicking it again.
  const onClick = (event: MouseEvent) => {
    const clicked = event.composedPath().find((node) => node instanceof HTMLButtonElement);
    if (event.detail > 0) clicked?.blur();
  };
  addEventListener('keydown', onKeyDown);
  addEventListener('click', onClick);
  return () => {
    removeEventListener('keydown', onKeyDown);
    removeEventListener('click', onClick);
  };
}
