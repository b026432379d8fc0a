import fc from 'fast-check';
import { DilatoneError } from '../../src/errors.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { encodeFile } from './make-wavenet.js';
import { numbers } from './small-files.js';

/** One change of a JSON value. Numbers are taken modulo what the file holds, so that shrinking works on small ones. */
interface Mutation {
  readonly at: number;
  readonly how: 'nudge' | 'replace' | 'delete' | 'repeat' | 'swap';
  readonly other: number;
  readonly value: unknown;
}

/** A value in the file and the object or list that holds it. */
interface Slot {
  readonly parent: Record<string | number, unknown>;
  readonly key: string | number;
}

/** Values that stand in files, and some that should not. */
const tellingValue = fc.constantFrom<unknown>(
  ...[undefined, null, true, false, '', [], {}],
  ...[-1, 0, 0.5, 1, 2, 3, 4, 6, 17, 512, 2 ** 16, 2 ** 31, 1e9, 1e300, 3e38, -3e38, -1e-300],
  ...['Tanh', 'ReLU', 'Softsign', 'none', 'gated', 'blended'],
  ...[{ active: true, shift: true, groups: 1 }, { active: true, shift: false, groups: 2 }, { type: 'PReLU' }],
  ...[{ method: 'slice_channels_uniform' }, { channels: 2, out_channels: 1, kernel_sizes: [3], activation: 'SiLU' }],
  ...['WaveNet', 'ConvNet', 'Linear', 'LSTM', 'SlimmableContainer', '0.7.5', 44_100],
);

/** Changes of all kinds. */
export const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('nudge', 'nudge', 'nudge', 'replace', 'replace', 'delete', 'repeat', 'swap'),
  other: fc.nat(),
  value: fc.oneof({ weight: 4, arbitrary: tellingValue }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) }),
});

/** Changes a JSON value in place. */
export function mutate(file: object, { at, how, other, value }: Mutation): void {
  const slots = slotsOf(file);
  if (slots.length === 0) return;
  const { parent, key } = slots[at % slots.length];
  if (how === 'nudge') parent[key] = nudged(parent[key], other);
  else if (how === 'replace') parent[key] = structuredClone(value);
  else if (how === 'delete') delete parent[key];
  else if (how === 'repeat' && Array.isArray(parent)) parent.push(...parent);
  else parent[key] = structuredClone(slots[other % slots.length].parent);
}

/** Another value that may stand in the same place. */
function nudged(value: unknown, choice: number): unknown {
  const pick = <T>(...choices: T[]) => choices[choice % choices.length];
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return pick(1, 2, 3, 4, 6, 8, 31, 0.3, value + 1);
  if (typeof value === 'string')
    return pick('Tanh', 'ReLU', 'SiLU', 'Hardswish', 'Softsign', 'none', 'gated', 'blended');
  if (Array.isArray(value)) return choice % 2 === 0 ? value.slice(1) : value[0];
  return pick<unknown>({ active: true }, { active: true, shift: false, groups: 1 }, 'PReLU', null);
}

/** All slots of a JSON value, weights but for a few left out, so that most changes hit the structure. */
function slotsOf(parent: object): Slot[] {
  return Object.entries(parent)
    .slice(0, 40)
    .flatMap(([name, value]) => {
      const key = Array.isArray(parent) ? Number(name) : name;
      const slot = { parent: parent as Slot['parent'], key };
      if (key === 'weights' && Array.isArray(value)) return [slot, ...slotsOf(value).slice(0, 3)];
      return typeof value === 'object' && value !== null ? [slot, ...slotsOf(value)] : [slot];
    });
}

/** Weights are made up to this many. */
const MOST_WEIGHTS = 20_000;

/**
 * Gives every model in a file as many weights as its config asks for, which its refusal tells: so more than the one count
 * is tried of a changed structure.
 */
export function fitWeights(file: object, seed: number): void {
  for (let tries = 0; tries < 4; tries++) {
    try {
      parseModel(encodeFile(file));
      return;
    } catch (error) {
      const count = Number(/weights: expected (\d+) numbers/.exec(String(error))?.[1]);
      if (!(error instanceof DilatoneError && count <= MOST_WEIGHTS)) return;
      const path = error.where.split(/[.[\]]+/).filter((key) => key !== '');
      const parent = path
        .slice(0, -1)
        .reduce<Record<string, unknown>>((value, key) => value[key] as never, file as never);
      parent.weights = numbers(count, seed);
    }
  }
}
