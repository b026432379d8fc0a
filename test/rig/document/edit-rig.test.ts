import { describe, expect, it } from 'vitest';
import { BLOCK_PARAMETERS, type BlockType } from '../../../src/live/rig/block-parameters.js';
import { compareRigs } from '../../../src/rig/document/compare-rigs.js';
import {
  findBlock,
  insertBlock,
  moveBlock,
  removeBlock,
  replaceBlock,
  setValues,
} from '../../../src/rig/document/edit-rig.js';
import { parameterValues } from '../../../src/rig/document/parameter-values.js';
import { readRig } from '../../../src/rig/document/read-rig.js';
import type { RigBlock, RigDocument } from '../../../src/rig/document/rig-document.js';

const gain = (id: string, more: object = {}): RigBlock => ({ type: 'gain', id, ...more });
const split = (id: string, first: readonly RigBlock[], second: readonly RigBlock[]): RigBlock => ({
  type: 'split',
  id,
  paths: [first, second],
});

/** The ids of a rig's blocks, each split with those in its paths. */
const ids = (blocks: readonly RigBlock[]): unknown[] =>
  blocks.map((block) => (block.type === 'split' ? [block.id, ...block.paths.map(ids)] : block.id));
const idsOf = (document: RigDocument) => ids(document.blocks);

const RIG = readRig([gain('a'), split('s', [gain('b'), split('t', [], [gain('c')])], []), gain('d')]);

describe('editing a rig', () => {
  it('finds blocks wherever they are', () => {
    for (const id of ['a', 's', 'b', 't', 'c', 'd']) expect(findBlock(RIG, id)?.id).toBe(id);
    expect(findBlock(RIG, 'e')).toBeUndefined();
  });

  it('inserts a block at the end, at an index, and in a path', () => {
    expect(idsOf(insertBlock(RIG, gain('n')))).toEqual(['a', ['s', ['b', ['t', [], ['c']]], []], 'd', 'n']);
    expect(idsOf(insertBlock(RIG, gain('n'), { index: 0 }))).toEqual(['n', ...idsOf(RIG)]);
    const inPath = (path: { split: string; path: 0 | 1 }, index?: number) =>
      idsOf(insertBlock(RIG, gain('n'), { path, index }));
    expect(inPath({ split: 's', path: 1 })).toEqual(['a', ['s', ['b', ['t', [], ['c']]], ['n']], 'd']);
    expect(inPath({ split: 't', path: 1 }, 0)).toEqual(['a', ['s', ['b', ['t', [], ['n', 'c']]], []], 'd']);
  });

  it('gives an inserted block an id, and refuses one that is taken', () => {
    const inserted = insertBlock(RIG, { type: 'gain' }, { path: { split: 't', path: 0 } });
    expect(idsOf(inserted)).toEqual(['a', ['s', ['b', ['t', ['gain'], ['c']]], []], 'd']);
    expect(() => insertBlock(RIG, gain('c'))).toThrow(expect.objectContaining({ code: 'malformed' }));
  });

  it.each([
    [{ index: 4 }, 'index: expected 0 to 3, got 4'],
    [{ index: -1 }, 'index: expected 0 to 3, got -1'],
    [{ index: 0.5 }, 'index: expected 0 to 3, got 0.5'],
    [{ path: { split: 's', path: 1 }, index: 1 }, 'index: expected 0 to 0, got 1'],
    [{ path: { split: 'a', path: 0 } }, 'path.split: expected a split, got gain'],
    [{ path: { split: 'x', path: 0 } }, 'id: expected that of a block in the rig, got x'],
    [{ path: { split: 's', path: 2 } }, 'path.path: expected 0 or 1, got 2'],
  ])('refuses the place %j', (place, message) => {
    expect(() => insertBlock(RIG, gain('n'), place as never)).toThrow(new RangeError(message));
  });

  it('removes a block with all that is in it', () => {
    expect(idsOf(removeBlock(RIG, 'c'))).toEqual(['a', ['s', ['b', ['t', [], []]], []], 'd']);
    expect(idsOf(removeBlock(RIG, 's'))).toEqual(['a', 'd']);
    expect(() => removeBlock(RIG, 'x')).toThrow(RangeError);
  });

  it('moves a block; indices count without it', () => {
    expect(idsOf(moveBlock(RIG, 'a', { index: 2 }))).toEqual([...idsOf(RIG).slice(1), 'a']);
    expect(idsOf(moveBlock(RIG, 'a', { index: 0 }))).toEqual(idsOf(RIG));
    expect(idsOf(moveBlock(RIG, 'c', { path: { split: 's', path: 1 } }))).toEqual([
      'a',
      ['s', ['b', ['t', [], []]], ['c']],
      'd',
    ]);
    expect(idsOf(moveBlock(RIG, 't', {}))).toEqual(['a', ['s', ['b'], []], 'd', ['t', [], ['c']]]);
    expect(() => moveBlock(RIG, 'a', { index: 3 })).toThrow('index: expected 0 to 2, got 3');
    expect(() => moveBlock(RIG, 's', { path: { split: 't', path: 0 } }), 'into itself').toThrow(RangeError);
  });

  it('sets values within their range, and leaves the document that it was given as it is', () => {
    const before = structuredClone(RIG);
    expect(findBlock(setValues(RIG, 'c', { gainDb: 3 }), 'c')).toEqual(gain('c', { gainDb: 3 }));
    expect(() => setValues(RIG, 'c', { gainDb: 41 })).toThrow(new RangeError('c.gainDb: expected -60 to 40, got 41'));
    expect(() => setValues(RIG, 'c', { gainDb: Number.NaN })).toThrow(RangeError);
    expect(() => setValues(RIG, 'c', { mix: 1 })).toThrow(new RangeError('c: expected gainDb, got mix'));
    expect(() => setValues(RIG, 'x', { gainDb: 1 })).toThrow(RangeError);
    insertBlock(RIG, gain('n'), { path: { split: 't', path: 0 } });
    removeBlock(RIG, 'c');
    replaceBlock(RIG, 'b', gain('b', { gainDb: 1 }));
    expect(RIG).toEqual(before);
  });
});

describe('comparing rigs', () => {
  const BASE = {
    name: 'one',
    input: { gainDb: 1 },
    output: { gainDb: 2, limitDb: -1 },
    blocks: [
      { type: 'model', id: 'amp', model: { url: 'a.nam' }, inputDb: 3 },
      { type: 'split', id: 's', paths: [[gain('g')], [{ type: 'cabinet', id: 'cab', response: 'a.wav' }]] },
    ],
  };
  const [AMP, SPLIT] = BASE.blocks;
  const base = readRig(BASE);
  const compare = (other: object) => compareRigs(base, readRig({ ...BASE, ...other }));

  it('tells the same ones, whatever files come along', () => {
    expect(compare({})).toEqual({ kind: 'same', changed: [] });
    expect(compare({ files: { ['0'.repeat(64)]: { base64: '' } } })).toEqual({ kind: 'same', changed: [] });
  });

  it('takes a value that is left out for its default', () => {
    const spelled = [
      { ...AMP, outputDb: 0, mix: 1, bypass: false },
      { ...SPLIT, blend: 0.5 },
    ];
    expect(compare({ blocks: spelled })).toEqual({ kind: 'same', changed: [] });
    expect(compareRigs(readRig([]), readRig({ blocks: [], input: {}, output: { gainDb: 0 } })).kind).toBe('same');
  });

  it('takes what blocks are, where it is left out, for its default', () => {
    const spelled = [
      { ...AMP, level: 'normalized', oversampling: 1, controls: {} },
      { ...SPLIT, align: true },
    ];
    expect(compare({ blocks: spelled, interfaceLevelDbu: 12 })).toEqual({ kind: 'same', changed: [] });
    expect(compare({ blocks: [{ ...AMP, level: 'raw' }, SPLIT] }).kind).toBe('structure');
  });

  it('takes a file that is named in another way for the same one, if its hash is known', () => {
    const [known, other] = ['1'.repeat(64), '2'.repeat(64)];
    const named = (model: object) => readRig({ ...BASE, blocks: [{ ...AMP, model }, SPLIT] });
    const saved = named({ url: 'a.nam', sha256: known, name: 'Amp' });
    expect(compareRigs(base, saved, () => known).kind).toBe('same');
    expect(compareRigs(base, saved, () => other).kind).toBe('structure');
    expect(compareRigs(base, saved).kind).toBe('structure');
    expect(compareRigs(saved, base).kind).toBe('same');
    expect(compareRigs(saved, named({ sha256: known })).kind).toBe('same');
    expect(compareRigs(saved, named({ url: 'b.nam' })).kind).toBe('structure');
    expect(compareRigs(named({ sha256: known }), named({ url: 'a.nam' })).kind).toBe('structure');
  });

  it.each([
    ['a name', { name: 'two' }, []],
    ['the gain before it', { input: { gainDb: 0 } }, []],
    ['the gain after it', { output: { gainDb: 0, limitDb: -1 } }, []],
    ['the limiter', { output: { gainDb: 2, limitDb: null } }, []],
    ['the limiter, left out', { output: { gainDb: 2 } }, []],
    ['a number', { blocks: [{ ...AMP, inputDb: 4 }, SPLIT] }, ['amp']],
    ['a bypass', { blocks: [{ ...AMP, bypass: true }, SPLIT] }, ['amp']],
    ['a block’s name', { blocks: [{ ...AMP, name: 'Amp' }, SPLIT] }, ['amp']],
    ['a blend', { blocks: [AMP, { ...SPLIT, blend: 1 }] }, ['s']],
    [
      'a number in a path',
      { blocks: [AMP, { ...SPLIT, paths: [[gain('g', { gainDb: 1 })], SPLIT.paths?.[1]] }] },
      ['g'],
    ],
  ])('%s can be set while it plays', (_, other, changed) => {
    expect(compare(other)).toEqual({ kind: 'values', changed });
  });

  it.each([
    ['a file', { blocks: [{ ...AMP, model: 'b.nam' }, SPLIT] }],
    ['a choice', { blocks: [{ ...AMP, oversampling: 2 }, SPLIT] }],
    ['an id', { blocks: [{ ...AMP, id: 'other' }, SPLIT] }],
    ['the order', { blocks: [SPLIT, AMP] }],
    ['a block less', { blocks: [AMP] }],
    ['the order of the paths', { blocks: [AMP, { ...SPLIT, paths: [...(SPLIT.paths ?? [])].reverse() }] }],
    ['the alignment', { blocks: [AMP, { ...SPLIT, align: false }] }],
    ['the interface’s level', { interfaceLevelDbu: 3 }],
  ])('%s is another structure', (_, other) => {
    expect(compare(other)).toEqual({ kind: 'structure', changed: [] });
  });
});

it('the values of a block are all of its parameters, in their order', () => {
  for (const type of Object.keys(BLOCK_PARAMETERS) as BlockType[]) {
    const defaults = BLOCK_PARAMETERS[type].map(({ defaultValue }) => defaultValue);
    expect(parameterValues({ type } as RigBlock)).toEqual(defaults);
  }
  expect(parameterValues({ type: 'cabinet', response: { url: 'a' }, mix: 0.25 })).toEqual([0, 0.25]);
});
