import type { Control } from '../../network/controls.js';
import { type Fields, fieldsOf, text } from './json.js';

/** Inputs of a conditioned model in addition to the sound, at most; each is the position of a knob. */
export const MOST_KNOBS = 2;

/** Metadata that may list the knobs, as texts or as objects with a name. No trainer prescribes one. */
const LISTS = ['knobs', 'controls', 'params', 'parameters', 'param_names'];

/** Characters of a name, at most, as in native files. */
const NAME_LENGTH = 64;

/**
 * The knobs of a conditioned model whose file states neither range nor default: 0 to 1, from the middle, as plugins set
 * them. They have the names that the metadata give to all of them, or else the usual ones.
 */
export function knobs(count: number, metadata: Fields, usual: readonly string[]): Control[] {
  const lists = LISTS.map((key) => metadata[key]).filter((list) => Array.isArray(list));
  const numbers = Array.from({ length: count }, (_, n) => n);
  const labels = numbers.map((n) => {
    const entries = lists.map((list) => list[n] as unknown);
    const single = [metadata[`param${n + 1}_name`], metadata[`param${n + 1}`]];
    const [label] = [...entries, ...entries.map((entry) => fieldsOf(entry).name), ...single].flatMap(
      (v) => text(v) ?? [],
    );
    return label?.slice(0, NAME_LENGTH) ?? '';
  });
  const names = labels.map((label) => label.toLowerCase().replace(/\W+/g, '_').replace(/^_|_$/g, ''));
  const areNames = names.every((name, n) => /^[a-z]/.test(name) && names.indexOf(name) === n);
  return numbers.map((n) => ({
    name: areNames ? names[n] : usual[n],
    label: areNames ? labels[n] : labelOf(usual[n]),
    minimum: 0,
    maximum: 1,
    default: 0.5,
  }));
}

/** `param1` as “Parameter 1”, `gain` as “Gain”. */
function labelOf(name: string): string {
  return `${name[0].toUpperCase()}${name.slice(1)}`.replace(/^Param(?=\d)/, 'Parameter ');
}
