import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FOCUS_KEYS, type KeyActions, keyFor, PAGE_KEYS, type Press } from '../../demo/widgets/shell/shortcuts.js';

/** What presses each listed key. */
const PRESSES: Readonly<Record<string, readonly string[]>> = {
  Space: [' '],
  B: ['b'],
  'Shift + B': ['Shift+B'],
  '1 … 9': ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
  ', .': [',', '.'],
  X: ['x'],
  T: ['t'],
  'Ctrl or ⌘ + Z': ['Ctrl+z', 'Meta+z'],
  'Shift + Ctrl or ⌘ + Z': ['Ctrl+Shift+Z', 'Meta+Shift+Z', 'Ctrl+y', 'Ctrl+Shift+Y'],
  Esc: ['Escape'],
  '?': ['?', 'Shift+?'],
};

const NAMED = ['Escape', 'Enter', 'Tab', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'Delete', 'F1', 'Shift', 'Control'];

function press(words: string): Press {
  const parts = words.split('+');
  const has = (name: string) => parts.slice(0, -1).includes(name);
  return {
    key: parts.at(-1) || '+',
    ctrlKey: has('Ctrl'),
    metaKey: has('Meta'),
    altKey: has('Alt'),
    shiftKey: has('Shift'),
  };
}

/** Every key of a keyboard with the modifiers that one holds with it. */
function everyPress(): string[] {
  const typed = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter((key) => !/[A-Z]/.test(key));
  const shifted = (key: string) => (/^[a-z]$/.test(key) ? key.toUpperCase() : key);
  return [...typed, ...NAMED].flatMap((key) => [
    key,
    `Shift+${shifted(key)}`,
    ...['Ctrl', 'Meta', 'Alt', 'Ctrl+Alt'].flatMap((held) => [`${held}+${key}`, `${held}+Shift+${shifted(key)}`]),
  ]);
}

describe('the list of keys', () => {
  test('each listed key does what its line says', () => {
    for (const { keys } of PAGE_KEYS) {
      expect(PRESSES[keys], keys).toBeDefined();
      for (const words of PRESSES[keys]) expect(keyFor(press(words))?.keys, words).toBe(keys);
    }
  });

  test('no key does anything that is not listed', () => {
    const listed = new Set(Object.values(PRESSES).flat());
    const does = everyPress().filter((words) => keyFor(press(words)) !== undefined);
    // Space, digits and signs are the same with Shift.
    const strangers = does.filter((words) => !listed.has(words) && !/^Shift\+([ 1-9,.]|Escape)$/.test(words));
    expect(strangers).toEqual([]);
  });

  test('each key calls one thing that the page can do, and together they call all of it', () => {
    const called = new Set<string>();
    const names = [
      'togglePlay',
      'toggleRig',
      'toggleBlock',
      'chooseBuiltin',
      'stepPreset',
      'swap',
      'toggleTuner',
      'undo',
      'redo',
      'hearAll',
      'toggleKeys',
    ];
    const actions = Object.fromEntries(names.map((name) => [name, () => called.add(name)])) as unknown as KeyActions;
    for (const words of Object.values(PRESSES).flat()) keyFor(press(words))?.act(actions, press(words));
    expect([...called].sort()).toEqual([...names].sort());
  });

  test('keys that parts of the page handle are listed, and those that are listed are handled', () => {
    const folder = new URL('../../demo/widgets/', import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /^(?!shell.shortcuts).*\.ts$/.test(name),
    );
    const code = files.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
    const lines = [...PAGE_KEYS, ...FOCUS_KEYS].map(({ keys }) => keys).join(' ');
    const signs: Readonly<Record<string, string>> = {
      ArrowUp: '↑',
      ArrowDown: '↓',
      ArrowLeft: '←',
      ArrowRight: '→',
      PageUp: 'Page ↑',
      PageDown: '↓',
      Escape: 'Esc',
      Home: 'Home',
      End: 'End',
      Enter: 'Enter',
      Delete: 'Delete',
      Backspace: 'Backspace',
    };
    const handled = Object.keys(signs).filter((name) => new RegExp(`['\\s]${name}['":]`).test(code));
    for (const name of handled) expect(lines, name).toContain(signs[name]);
    expect(handled).toEqual(Object.keys(signs));
    expect(code).toMatch(/'\['/);
    expect(code).toMatch(/altKey && key\.startsWith\('Arrow'\)/);
    expect(code).toMatch(/shiftKey/);
  });
});
