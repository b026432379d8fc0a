import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DilatoneError } from '../../../src/errors.js';
import { BLOCK_PARAMETERS, type BlockParameter, type BlockType } from '../../../src/live/rig/block-parameters.js';
import { readRig } from '../../../src/rig/document/read-rig.js';

const HASH = 'a'.repeat(64);
const MODEL = { type: 'model', model: 'amp.nam' };
const models = (count: number) => Array.from({ length: count }, () => MODEL);
const nested = (depth: number): object =>
  depth === 0 ? { type: 'dc' } : { type: 'split', paths: [[nested(depth - 1)], []] };

describe('a wrong rig is refused by code and place', () => {
  it.each([
    ['malformed', 'rig', null],
    ['malformed', 'rig', 7],
    ['malformed', 'rig', '{"blocks": ['],
    ['malformed', 'rig', '"[]"'],
    ['malformed', 'rig', 'null'],
    ['malformed', 'rig.blocks', {}],
    ['malformed', 'rig.blocks', { blocks: 'none' }],
    ['malformed', 'rig.format', { format: 'other', version: 1, blocks: [] }],
    ['malformed', 'rig.version', { format: 'dilatone-rig', blocks: [] }],
    ['malformed', 'rig.version', { format: 'dilatone-rig', version: '1', blocks: [] }],
    ['malformed', 'rig.version', { version: -1, blocks: [] }],
    ['malformed', 'rig.version', { version: 0.5, blocks: [] }],
    ['unsupported', 'rig.version', { format: 'dilatone-rig', version: 2, blocks: [] }],
    ['malformed', 'rig.name', { name: 7, blocks: [] }],
    ['limit', 'rig.name', { name: 'x'.repeat(201), blocks: [] }],
    ['malformed', 'rig.interfaceLevelDbu', { interfaceLevelDbu: 41, blocks: [] }],
    ['malformed', 'rig.input', { input: 3, blocks: [] }],
    ['malformed', 'rig.input.gainDb', { input: { gainDb: 41 }, blocks: [] }],
    ['malformed', 'rig.output.gainDb', { output: { gainDb: -61 }, blocks: [] }],
    ['malformed', 'rig.output.limitDb', { output: { limitDb: 'off' }, blocks: [] }],
    ['malformed', 'rig.files', { files: [], blocks: [] }],
    ['malformed', 'rig.files', { files: { ABC: { base64: '' } }, blocks: [] }],
    ['malformed', `rig.files.${HASH}`, { files: { [HASH]: 'AA==' }, blocks: [] }],
    ['malformed', `rig.files.${HASH}.base64`, { files: { [HASH]: {} }, blocks: [] }],
    ['malformed', `rig.files.${HASH}.name`, { files: { [HASH]: { name: 1, base64: '' } }, blocks: [] }],
    ['malformed', 'rig.blocks[1]', [MODEL, null]],
    // biome-ignore lint/suspicious/noSparseArray: what a hole is read as
    ['malformed', 'rig.blocks[0]', [, MODEL]],
    ['malformed', 'rig.blocks[0].type', [{}]],
    ['unsupported', 'rig.blocks[0].type', [{ type: 'delay' }]],
    ['unsupported', 'rig.blocks[0].type', [{ type: 'toString' }]],
    ['unsupported', 'rig.blocks[0].type', [{ type: '__proto__' }]],
    ['malformed', 'rig.blocks[0].id', [{ ...MODEL, id: 7 }]],
    ['malformed', 'rig.blocks[0].id', [{ ...MODEL, id: '' }]],
    ['malformed', 'rig.blocks[0].id', [{ ...MODEL, id: 'input' }]],
    ['malformed', 'rig.blocks[0].id', [{ ...MODEL, id: 'output' }]],
    [
      'malformed',
      'rig.blocks[1].paths[1][0].id',
      [
        { type: 'dc', id: 'a' },
        { type: 'split', paths: [[], [{ type: 'dc', id: 'a' }]] },
      ],
    ],
    ['malformed', 'rig.blocks[0].bypass', [{ ...MODEL, bypass: 1 }]],
    ['malformed', 'rig.blocks[0].name', [{ ...MODEL, name: {} }]],
    ['malformed', 'rig.blocks[0].model', [{ type: 'model' }]],
    ['malformed', 'rig.blocks[0].model', [{ type: 'model', model: '' }]],
    ['malformed', 'rig.blocks[0].model', [{ type: 'model', model: {} }]],
    ['limit', 'rig.blocks[0].model', [{ type: 'model', model: 'x'.repeat(70_000) }]],
    ['malformed', 'rig.blocks[0].model.url', [{ type: 'model', model: { url: 7 } }]],
    ['malformed', 'rig.blocks[0].model.sha256', [{ type: 'model', model: { sha256: HASH.toUpperCase() } }]],
    ['malformed', 'rig.blocks[0].model.name', [{ type: 'model', model: { url: 'a', name: [] } }]],
    ['malformed', 'rig.blocks[0].inputDb', [{ ...MODEL, inputDb: 41 }]],
    ['malformed', 'rig.blocks[0].mix', [{ ...MODEL, mix: Number.NaN }]],
    ['malformed', 'rig.blocks[0].mix', [{ ...MODEL, mix: '1' }]],
    ['malformed', 'rig.blocks[0].level', [{ ...MODEL, level: 'loud' }]],
    ['malformed', 'rig.blocks[0].oversampling', [{ ...MODEL, oversampling: 3 }]],
    ['malformed', 'rig.blocks[0].size', [{ ...MODEL, size: 2 }]],
    ['malformed', 'rig.blocks[0].tanh', [{ ...MODEL, tanh: 'slow' }]],
    ['malformed', 'rig.blocks[0].controls.drive', [{ ...MODEL, controls: { drive: null } }]],
    [
      'limit',
      'rig.blocks[0].controls',
      [{ ...MODEL, controls: Object.fromEntries(Array.from({ length: 257 }, (_, i) => [i, 0])) }],
    ],
    ['malformed', 'rig.blocks[0].response', [{ type: 'cabinet' }]],
    ['malformed', 'rig.blocks[0].lengthSeconds', [{ type: 'cabinet', response: 'a.wav', lengthSeconds: 11 }]],
    ['malformed', 'rig.blocks[0].normalize', [{ type: 'cabinet', response: 'a.wav', normalize: 'yes' }]],
    ['malformed', 'rig.blocks[0].paths', [{ type: 'split' }]],
    ['malformed', 'rig.blocks[0].paths', [{ type: 'split', paths: [[]] }]],
    ['malformed', 'rig.blocks[0].paths[1]', [{ type: 'split', paths: [[], {}] }]],
    ['malformed', 'rig.blocks[0].align', [{ type: 'split', paths: [[], []], align: 0 }]],
    ['limit', 'rig.blocks', models(65)],
    ['limit', 'rig.blocks[0].paths[1][23]', [{ type: 'split', paths: [models(40), models(40)] }]],
    ['limit', 'rig.blocks[0].paths[0][0].paths[0][0].paths[0][0].paths[0][0].paths', [nested(5)]],
  ])('%s at %s', (code, where, rig) => {
    expect(() => readRig(rig)).toThrow(expect.objectContaining({ name: 'DilatoneError', code, where }));
  });
});

it('the message says what was expected, and what came', () => {
  expect(() => readRig([{ type: 'gate', thresholdDb: 7 }])).toThrow(
    'rig.blocks[0].thresholdDb: expected -100 to 0, got 7',
  );
  expect(() => readRig({ format: 'dilatone-rig', version: 9, blocks: [] })).toThrow(
    'rig.version: expected at most version 1, got 9; a newer Dilatone can open it',
  );
});

it('a list, an object, and their texts are the same rig; version 0 and none is brought up to date', () => {
  const rig = readRig([MODEL]);
  expect(rig).toEqual({
    format: 'dilatone-rig',
    version: 1,
    blocks: [{ type: 'model', id: 'model', model: { url: 'amp.nam' } }],
  });
  const others = [
    JSON.stringify([MODEL]),
    { blocks: [MODEL] },
    JSON.stringify({ blocks: [MODEL] }),
    { version: 0, blocks: [MODEL] },
    { format: 'dilatone-rig', version: 0, blocks: [MODEL] },
    { version: 1, blocks: [MODEL] },
    rig,
  ];
  for (const other of others) expect(readRig(other)).toEqual(rig);
});

it('blocks without an id get one that no other has, in splits too', () => {
  const split = { type: 'split', paths: [[{ type: 'gain' }], [{ type: 'gain', id: 'gain-2' }]] };
  const { blocks } = readRig([{ type: 'gain', id: 'gain' }, split, { type: 'gain' }]);
  expect(blocks).toMatchObject([
    { id: 'gain' },
    { id: 'split', paths: [[{ id: 'gain-3' }], [{ id: 'gain-2' }]] },
    { id: 'gain-4' },
  ]);
});

it('what is not known is dropped, and no prototype is touched', () => {
  const text = `{
    "__proto__": { "name": "stolen" }, "more": 1, "output": { "gainDb": 1, "__proto__": { "limitDb": 3 } },
    "blocks": [{ "type": "gain", "mix": 3, "paths": 7, "__proto__": { "bypass": true }, "constructor": 1 },
      { "type": "model", "model": { "url": "a", "more": 1 }, "controls": { "__proto__": 2, "drive": 1 } }]
  }`;
  const rig = readRig(text);
  expect(Object.keys(rig)).toEqual(['format', 'version', 'blocks', 'output']);
  expect(rig.output).toEqual({ gainDb: 1 });
  expect(rig.blocks[0]).toEqual({ type: 'gain', id: 'gain' });
  expect(rig.blocks[1]).toMatchObject({ model: { url: 'a' } });
  expect(({} as { bypass?: unknown }).bypass).toBeUndefined();
  expect(readRig(JSON.stringify(rig))).toEqual(rig);
});

it('huge and deep input is refused before any work is done with it', () => {
  expect(() => readRig(new Array(2 ** 32 - 1))).toThrow(expect.objectContaining({ code: 'limit' }));
  const deep = `${'{"blocks":['.repeat(100_000)}`;
  expect(() => readRig(deep)).toThrow(expect.objectContaining({ code: 'malformed' }));
  expect(() => readRig(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toThrow(DilatoneError);
  expect(() => readRig([nested(2000)])).toThrow(expect.objectContaining({ code: 'limit' }));
  const files = Object.fromEntries(
    Array.from({ length: 257 }, (_, i) => [i.toString(16).padStart(64, '0'), { base64: '' }]),
  );
  expect(() => readRig({ blocks: [], files })).toThrow(expect.objectContaining({ code: 'limit', where: 'rig.files' }));
  // One text of 2 MB, named again and again.
  const base64 = 'A'.repeat(2 ** 21);
  const heavy = Object.fromEntries(
    Object.keys(files)
      .slice(1)
      .map((hash) => [hash, { base64 }]),
  );
  expect(() => readRig({ blocks: [], files: heavy })).toThrow(
    expect.objectContaining({ code: 'limit', where: 'rig.files' }),
  );
});

/** Rigs as a player may make them. */
const { rig: soundRig } = fc.letrec<{ rig: unknown; blocks: unknown[]; block: unknown; leaf: unknown; split: unknown }>(
  (tie) => {
    const base = { name: fc.string({ maxLength: 20 }), bypass: fc.boolean() };
    const numbers = (type: BlockType) =>
      Object.fromEntries(
        (BLOCK_PARAMETERS[type] as readonly BlockParameter[]).map(({ name, minimum, maximum }) => [
          name,
          fc.double({ min: minimum, max: maximum, noNaN: true }).map((value) => value + 0),
        ]),
      );
    const reference = fc.oneof(
      fc.webUrl(),
      fc.record({ sha256: fc.constant(HASH), name: fc.string({ maxLength: 9 }) }, { requiredKeys: ['sha256'] }),
    );
    const optional = (type: BlockType, more: Record<string, fc.Arbitrary<unknown>>, required: string[]) =>
      fc.record(
        { ...base, ...numbers(type), ...more, type: fc.constant(type) },
        { requiredKeys: ['type', ...required] as 'type'[] },
      );
    const effects = (['gate', 'tone', 'equalizer', 'highpass', 'dc', 'compressor', 'gain'] as const).map((type) =>
      optional(type, {}, []),
    );
    const model = optional(
      'model',
      {
        model: reference,
        oversampling: fc.constantFrom(1, 2, 4),
        level: fc.constantFrom('raw', 'normalized', 'calibrated'),
        controls: fc.dictionary(
          fc.string({ maxLength: 9 }),
          fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
        ),
      },
      ['model'],
    );
    const cabinet = optional('cabinet', { response: reference, normalize: fc.boolean() }, ['response']);
    return {
      leaf: fc.oneof(model, cabinet, ...effects),
      split: optional('split', { paths: fc.tuple(tie('blocks'), tie('blocks')), align: fc.boolean() }, ['paths']),
      block: fc.oneof({ maxDepth: 1 }, tie('leaf'), tie('split')),
      blocks: fc.array(tie('block'), { maxLength: 2 }),
      rig: fc.record(
        {
          name: fc.string({ maxLength: 20 }),
          blocks: tie('blocks'),
          input: fc.record({ gainDb: fc.integer({ min: -60, max: 40 }) }, { requiredKeys: [] }),
          output: fc.record(
            { gainDb: fc.integer({ min: -60, max: 40 }), limitDb: fc.constantFrom(null, -1) },
            { requiredKeys: [] },
          ),
          files: fc.constant({ [HASH]: { name: 'a', base64: 'AA==' } }),
        },
        { requiredKeys: ['blocks'] },
      ),
    };
  },
);

it('what was read is read again as it is, also from its text', () => {
  fc.assert(
    fc.property(soundRig, (given) => {
      const rig = readRig(given);
      expect(readRig(rig)).toEqual(rig);
      expect(readRig(JSON.stringify(rig))).toEqual(rig);
      expect(readRig(structuredClone(rig))).toEqual(rig);
    }),
  );
});

it('anything else gives a rig or a DilatoneError', () => {
  const broken = fc.tuple(soundRig, fc.nat(), fc.anything()).map(([rig, at, value]) => {
    let count = 0;
    return JSON.parse(JSON.stringify(rig), (_, one) => (count++ === at % 20 ? value : one));
  });
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.json(), broken), (given) => {
      try {
        const rig = readRig(given);
        expect(readRig(rig)).toEqual(rig);
      } catch (error) {
        expect(error).toBeInstanceOf(DilatoneError);
        expect((error as DilatoneError).message.length).toBeLessThanOrEqual(290);
      }
    }),
  );
});
