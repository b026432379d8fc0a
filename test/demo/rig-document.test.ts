import { describe, expect, test } from 'vitest';
import { BUILTIN_MODELS } from '../../demo/builtin-models.js';
import { FIRST_RIG, INITIAL_RIG } from '../../demo/first-rig.js';
import { modelReference } from '../../demo/rig-addresses.js';
import { comparison, heardModel } from '../../demo/rig-selectors.js';
import {
  allBlocks,
  changeBlock,
  findBlock,
  freeId,
  insertBlock,
  moveBlock,
} from '../../demo/session/rig/edit-document.js';
import { RigHistory } from '../../demo/session/rig/history.js';
import { fitForPage, sameRig, withinKnob } from '../../demo/session/rig/page-document.js';
import { withComparison, withoutComparison } from '../../demo/session/rig/swap-files.js';
import { type Model, modelOfNetwork } from '../../src/index.js';
import { type RigDocument, readRig } from '../../src/rig/index.js';
import { brokenNetwork } from '../support/small-networks.js';

const model: Model = modelOfNetwork(brokenNetwork());
const OTHER = { reference: modelReference(BUILTIN_MODELS[4]), loaded: { model, fileName: '', builtinIndex: 4 } };
const COMPARED = withComparison(FIRST_RIG, 'amp', OTHER);

const ids = ({ blocks }: RigDocument) => allBlocks(blocks).map(({ id }) => id);
const stateOf = (document: RigDocument, selected = 'amp') => ({ rig: { ...INITIAL_RIG, document, selected } });

describe('blocks', () => {
  test('are moved, also into a path and out of it, but never into themselves', () => {
    expect(ids(moveBlock(FIRST_RIG, 'equalizer', { index: 0 }))).toEqual(['equalizer', 'gate', 'amp', 'cabinet']);
    const inside = moveBlock(COMPARED, 'gate', { index: 0, path: { split: 'compare', path: 1 } });
    expect(ids(inside)).toEqual(['compare', 'amp', 'gate', 'amp-b', 'cabinet', 'equalizer']);
    expect(ids(moveBlock(inside, 'gate', { index: 0 }))).toEqual(ids(COMPARED));
    expect(moveBlock(COMPARED, 'compare', { path: { split: 'compare', path: 0 } })).toBe(COMPARED);
    expect(moveBlock(FIRST_RIG, 'none', { index: 0 })).toBe(FIRST_RIG);
  });

  test('are added where they are asked for, with ids of their own', () => {
    const added = insertBlock(FIRST_RIG, { type: 'gate', id: freeId(FIRST_RIG, 'gate') }, { index: 2 });
    expect(ids(added)).toEqual(['gate', 'amp', 'gate-2', 'cabinet', 'equalizer']);
  });

  test('of the first rig are a rig that the library reads as it is', () => {
    expect(readRig(FIRST_RIG)).toEqual(FIRST_RIG);
    expect(fitForPage(FIRST_RIG)).toEqual(FIRST_RIG);
  });

  test('turn no further than the page lets them', () => {
    expect(withinKnob({ type: 'model' }, 'outputDb', 40)).toBe(12);
    expect(withinKnob({ type: 'model' }, 'outputDb', -90)).toBe(-60);
    expect(withinKnob({ type: 'gate' }, 'thresholdDb', 3)).toBe(0);
    const inSplit = changeBlock(COMPARED, 'amp-b', { outputDb: 40 });
    expect(findBlock(fitForPage(inSplit), 'amp-b')).toMatchObject({ outputDb: 12 });
  });
});

describe('two rigs', () => {
  test('are the same whatever is left out, and in whatever order it is written', () => {
    expect(sameRig(FIRST_RIG, changeBlock(FIRST_RIG, 'amp', { inputDb: 0, mix: 1, level: 'normalized' }))).toBe(true);
    expect(sameRig(FIRST_RIG, { ...FIRST_RIG, output: { gainDb: 0 } })).toBe(true);
    expect(sameRig(FIRST_RIG, changeBlock(FIRST_RIG, 'amp', { inputDb: 1 }))).toBe(false);
    expect(sameRig(FIRST_RIG, changeBlock(FIRST_RIG, 'cabinet', { bypass: true }))).toBe(false);
    expect(sameRig(COMPARED, changeBlock(COMPARED, 'amp-b', { mix: 0.5 }))).toBe(false);
  });
});

describe('undo', () => {
  const rigs = [0, 1, 2, 3].map((inputDb) => changeBlock(FIRST_RIG, 'amp', { inputDb }));

  test('takes turns of one knob within a second as one step, and others as steps of their own', () => {
    const history = new RigHistory();
    history.record(rigs[0], 'amp inputDb', 0);
    history.record(rigs[1], 'amp inputDb', 900);
    history.record(rigs[2], 'amp inputDb', 2000);
    expect(history.undo(rigs[3])).toBe(rigs[2]);
    expect(history.undo(rigs[2])).toBe(rigs[0]);
    expect(history.undo(rigs[0])).toBeNull();
    expect(history.redo(rigs[0])).toBe(rigs[2]);
    history.record(rigs[2], null, 2100);
    history.record(rigs[1], null, 2100);
    expect([history.canRedo, history.undo(rigs[0]), history.undo(rigs[1])]).toEqual([false, rigs[1], rigs[2]]);
  });

  test('forgets steps that came to nothing', () => {
    const history = new RigHistory();
    history.record(rigs[0], null, 0);
    history.record(rigs[1], null, 0);
    history.settle((document) => document === rigs[1]);
    expect(history.undo(rigs[1])).toBe(rigs[0]);
  });
});

describe('a comparison', () => {
  test('plays the second model beside the first, and what is heard stays when it ends, under the first one’s id', () => {
    expect(comparison(stateOf(COMPARED))).toMatchObject({ a: { id: 'amp' }, b: { id: 'amp-b' }, blend: 1 });
    const ended = withoutComparison(COMPARED);
    expect(ids(ended)).toEqual(ids(FIRST_RIG));
    expect(findBlock(ended, 'amp')).toMatchObject({ model: OTHER.reference, outputDb: BUILTIN_MODELS[4].levelDb });
    expect(withoutComparison(changeBlock(COMPARED, 'compare', { blend: 0.4 }))).toEqual(FIRST_RIG);
  });

  test('shows the model that is heard more, unless another block is selected', () => {
    expect(heardModel(stateOf(COMPARED))?.id).toBe('amp-b');
    expect(heardModel(stateOf(changeBlock(COMPARED, 'compare', { blend: 0.5 })))?.id).toBe('amp');
    const withPedal = insertBlock(COMPARED, { type: 'model', id: 'pedal', model: OTHER.reference }, { index: 0 });
    expect(heardModel(stateOf(withPedal, 'pedal'))?.id).toBe('pedal');
    expect(heardModel(stateOf(withPedal, 'gate'))?.id).toBe('pedal');
    expect(heardModel(stateOf(readRig([])))).toBeNull();
  });
});
