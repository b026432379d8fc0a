import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DilatoneError } from '../../src/errors.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { encodeFile } from '../support/make-wavenet.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';

/** Two thousand files take some seconds on a busy machine. */
const TIMEOUT_MS = 60_000;

/** A value in the file and the object or list that holds it. */
interface Slot {
  readonly parent: Record<string | number, unknown>;
  readonly key: string | number;
}

/** All slots of a JSON value, weights but for a few left out, so that most changes hit the structure. */
function slotsOf(parent: object): Slot[] {
  return Object.entries(parent)
    .slice(0, 20)
    .flatMap(([name, value]) => {
      const key = Array.isArray(parent) ? Number(name) : name;
      const slot = { parent: parent as Slot['parent'], key };
      return typeof value === 'object' && value !== null ? [slot, ...slotsOf(value)] : [slot];
    });
}

const fileOfEveryOption = () => {
  const file = tinyWaveNet();
  Object.assign(file.config.layers[0], {
    kernel_size: undefined,
    kernel_sizes: [3, 3],
    activation: [
      { type: 'PReLU', negative_slopes: [0.1, 0.2, 0.3] },
      { type: 'LeakyReLU', negative_slope: 0.1 },
    ],
    layer1x1: { active: true, groups: 1 },
    head1x1: { active: false, out_channels: 1, groups: 1 },
    conv_pre_film: { active: false, shift: true, groups: 1 },
  });
  Object.assign(file.config.layers[1], {
    gating_mode: ['gated', 'none'],
    secondary_activation: ['ReLU', null],
    head: { out_channels: 1, kernel_size: 1, bias: true },
  });
  // One gate less: half of a convolution, of its bias and of its mixin.
  file.weights.splice(0, 2 * 2 * 3 + 2 + 2);
  return { ...file, metadata: { name: 'x', loudness: -20, date: { year: 2024, month: 1, day: 1 } } };
};

const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    undefined,
    null,
    true,
    '',
    'Tanh',
    'gated',
    -1,
    0,
    0.5,
    1,
    2,
    3,
    17,
    2 ** 31,
    1e9,
    1e300,
    -1e-300,
    [],
    {},
  ),
);

// Numbers are taken modulo what the file holds, so that shrinking works on small ones.
const mutation = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('replace', 'delete', 'repeat', 'swap'),
  other: fc.nat(),
  value: anyValue,
});

type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function mutate(file: object, { at, how, other, value }: Mutation): void {
  const slots = slotsOf(file);
  if (slots.length === 0) return;
  const { parent, key } = slots[at % slots.length];
  if (how === 'replace') parent[key] = value;
  else if (how === 'delete') delete parent[key];
  else if (how === 'repeat' && Array.isArray(parent)) parent.push(...parent);
  else parent[key] = structuredClone(slots[other % slots.length].parent);
}

/** Either a model or a DilatoneError that names a place in the file; anything else fails. */
function outcome(bytes: Uint8Array): 'parsed' | 'refused' {
  try {
    const { info } = parseModel(bytes);
    expect(info.macsPerFrame).toBeGreaterThan(0);
    return 'parsed';
  } catch (error) {
    if (!(error instanceof DilatoneError)) throw error;
    expect(['malformed', 'unsupported', 'limit']).toContain(error.code);
    expect(error.where).toMatch(/^(file|version|architecture|config|weights|sample_rate)/);
    expect(error.message).toMatch(/^[^\n]*: expected [^\n]+, got [^\n]+$/);
    expect(error.message.length).toBeLessThan(300);
    return 'refused';
  }
}

it('a file with changed values parses or is refused by place', { timeout: TIMEOUT_MS }, () => {
  const seen = { parsed: 0, refused: 0 };
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      const file = fileOfEveryOption();
      for (const change of mutations) mutate(file, change);
      seen[outcome(encodeFile(file))]++;
    }),
    { seed: 20_241_009, numRuns: 2000 },
  );
  expect(seen.parsed).toBeGreaterThan(50);
  expect(seen.refused).toBeGreaterThan(1000);
});

it('a file with changed bytes, or that breaks off, parses or is refused by place', { timeout: TIMEOUT_MS }, () => {
  const original = encodeFile(fileOfEveryOption());
  expect(outcome(original)).toBe('parsed');
  const patch = fc.record({ at: fc.nat(original.length - 1), byte: fc.nat(255) });
  fc.assert(
    fc.property(fc.array(patch, { maxLength: 3 }), fc.nat(original.length - 1), (patches, length) => {
      const bytes = original.slice();
      for (const { at, byte } of patches) bytes[at] = byte;
      outcome(bytes);
      expect(outcome(original.subarray(0, length))).toBe('refused');
    }),
    { seed: 20_241_010, numRuns: 2000 },
  );
});
