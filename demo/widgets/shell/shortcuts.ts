/** What the page does for its keys. */
export interface KeyActions {
  togglePlay(): void;
  /** The whole rig on or off. */
  toggleRig(): void;
  /** The selected block on or off. */
  toggleBlock(): void;
  /** Plays a built-in model, by its index, in the selected block. */
  chooseBuiltin(index: number): void;
  /** Goes to the preset before or after. */
  stepPreset(direction: -1 | 1): void;
  /** Changes between the models A and B. */
  swap(): void;
  toggleTuner(): void;
  undo(): void;
  redo(): void;
  /** Ends a layer's solo. */
  hearAll(): void;
  /** Shows or hides the list of keys. */
  toggleKeys(): void;
}

/** The part of a key's event that says which one it is. */
export type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** A key of the page. */
export interface PageKey {
  /** As the list shows it. */
  readonly keys: string;
  readonly does: string;
  /** Whether a held key acts again and again. */
  readonly repeats?: boolean;
  /** Whether it acts in all places; others act where the rig is seen. */
  readonly everywhere?: boolean;
  matches(press: Press): boolean;
  act(actions: KeyActions, press: Press): void;
}

const plain = ({ ctrlKey, metaKey, altKey }: Press) => !ctrlKey && !metaKey && !altKey;
const command = ({ ctrlKey, metaKey, altKey }: Press) => ctrlKey !== metaKey && !altKey;
const letter = (wanted: string, shift: boolean) => (press: Press) =>
  plain(press) && press.shiftKey === shift && press.key.toLowerCase() === wanted;

/** The keys that the page handles, wherever the focus is. */
export const PAGE_KEYS: readonly PageKey[] = [
  {
    keys: 'Space',
    does: 'play or pause',
    everywhere: true,
    matches: (press) => plain(press) && press.key === ' ',
    act: (actions) => actions.togglePlay(),
  },
  { keys: 'B', does: 'the whole rig on or off', matches: letter('b', false), act: (actions) => actions.toggleRig() },
  {
    keys: 'Shift + B',
    does: 'the selected block on or off',
    matches: letter('b', true),
    act: (actions) => actions.toggleBlock(),
  },
  {
    keys: '1 … 9',
    does: 'a built-in model for the selected block',
    matches: (press) => plain(press) && /^[1-9]$/.test(press.key),
    act: (actions, { key }) => actions.chooseBuiltin(Number(key) - 1),
  },
  {
    keys: ', .',
    does: 'preset before, preset after',
    matches: (press) => plain(press) && /^[,.]$/.test(press.key),
    act: (actions, { key }) => actions.stepPreset(key === ',' ? -1 : 1),
  },
  {
    keys: 'X',
    does: 'change between the models A and B',
    matches: letter('x', false),
    act: (actions) => actions.swap(),
  },
  { keys: 'T', does: 'tuner on or off', matches: letter('t', false), act: (actions) => actions.toggleTuner() },
  {
    keys: 'Ctrl or ⌘ + Z',
    does: 'undo',
    repeats: true,
    matches: (press) => command(press) && !press.shiftKey && press.key.toLowerCase() === 'z',
    act: (actions) => actions.undo(),
  },
  {
    keys: 'Shift + Ctrl or ⌘ + Z',
    does: 'redo; Ctrl + Y, too',
    repeats: true,
    matches: (press) =>
      command(press) &&
      (press.key.toLowerCase() === 'z' ? press.shiftKey : press.ctrlKey && press.key.toLowerCase() === 'y'),
    act: (actions) => actions.redo(),
  },
  {
    keys: 'Esc',
    does: 'hear all of the model again; leave what is open',
    matches: (press) => plain(press) && press.key === 'Escape',
    act: (actions) => actions.hearAll(),
  },
  {
    keys: '?',
    does: 'these keys',
    everywhere: true,
    matches: (press) => plain(press) && press.key === '?',
    act: (actions) => actions.toggleKeys(),
  },
];

/** Keys that parts of the page handle while they have the focus. */
export const FOCUS_KEYS: readonly { readonly keys: string; readonly does: string }[] = [
  { keys: '↑ ↓ ← →', does: 'turn the knob, walk through layers, tabs and menus' },
  { keys: 'Page ↑ ↓', does: 'turn five steps; an equalizer’s band narrower, wider' },
  { keys: 'Home, End', does: 'the knob’s ends; the first and last of a menu' },
  { keys: 'Shift', does: 'turn finely' },
  { keys: 'Enter', does: 'type a number for the knob; hear the layer alone' },
  { keys: 'Delete, Backspace', does: 'reset the knob; Delete removes the block' },
  { keys: 'Alt + ← → ↑ ↓', does: 'move the block along the signal, between paths' },
  { keys: '[ ]', does: 'in the waveform of a file: start and end of the loop' },
];

/** The key of the page that was pressed; undefined for others. */
export function keyFor(press: Press): PageKey | undefined {
  return PAGE_KEYS.find((key) => key.matches(press));
}
