import { describe, expect, it } from 'vitest';
import { parseModel } from '../../src/formats/parse-model.js';
import { FolderCases } from '../support/folder-cases.js';
import { expectRefusal } from './expect-refusal.js';

/** Largest error of a match, relative to max(1, peak). */
const TOLERANCE = 1e-5;

/** The interpreter is slow, and gets the beginning of a case. */
const INTERPRETED_FRAMES = 3000;

const TIMEOUT_MS = 60_000;

const guitarml = new FolderCases('../fixtures/guitarml', '.json');
const onnx = new FolderCases('../fixtures/onnx', '.onnx');

const folders: readonly (readonly [string, FolderCases])[] = [
  ['RTNeural and PedalNetRT', new FolderCases('../fixtures/golden-pytorch', '.json')],
  ['RTNeural and AIDA-X, every option', new FolderCases('../fixtures/rtneural', '.json')],
  ['GuitarML: Proteus, NeuralPi and SmartAmpPro', guitarml],
  ['ONNX', onnx],
];

describe.each(folders)('%s: networks play as in PyTorch', (_, folder) => {
  it.each(folder.names)('%s', { timeout: TIMEOUT_MS }, async (name) => {
    expect(await folder.errorOf(name, 'wasm')).toBeLessThanOrEqual(TOLERANCE);
    expect(await folder.errorOf(name, 'interpreter', INTERPRETED_FRAMES)).toBeLessThanOrEqual(TOLERANCE);
  });
});

const shared = new FolderCases('../../../shared/golden-pytorch', '.json');
if (!shared.present)
  console.warn('SKIPPED: ../shared/golden-pytorch is absent, so only the cases of this repository run.');

describe.skipIf(!shared.present)('all cases of ../shared/golden-pytorch play as in PyTorch', () => {
  it.each(shared.names)('%s', { timeout: TIMEOUT_MS }, async (name) => {
    expect(await shared.errorOf(name, 'wasm')).toBeLessThanOrEqual(TOLERANCE);
    expect(await shared.errorOf(name, 'interpreter', INTERPRETED_FRAMES)).toBeLessThanOrEqual(TOLERANCE);
  });
});

describe('what the files say beside the network', () => {
  const rtneural = folders[1][1];
  const infoOf = (folder: FolderCases, name: string) => parseModel(folder.model(name)).info;

  it('the rate of AIDA-X models, in its places', () => {
    expect(infoOf(rtneural, 'lstm')).toMatchObject({ sampleRate: 44_100, sampleRateKnown: true, warnings: [] });
    expect(infoOf(rtneural, 'knobs')).toMatchObject({ sampleRate: 48_000, sampleRateKnown: true, warnings: [] });
    expect(infoOf(rtneural, 'stack')).toMatchObject({
      sampleRateKnown: false,
      warnings: [expect.stringContaining('48000')],
    });
  });

  it('inputs beside the sound of AIDA-X models are controls', () => {
    const { inputs, controls, format, architecture } = infoOf(rtneural, 'knobs');
    expect({ inputs, format, architecture }).toEqual({ inputs: 1, format: 'aidax', architecture: 'GRU' });
    expect(controls.map(({ name }) => name)).toEqual(['param1', 'param2']);
  });

  it('all but a silent start stands in the network', () => {
    expect(parseModel(onnx.model('padded-once')).network().start).toBe('silence');
    expect(parseModel(onnx.model('wavenet')).network().start).toBe('zero');
    expect(parseModel(rtneural.model('stack')).network().start).toBe('zero');
  });
});

describe('ONNX graphs are refused by node', () => {
  it('that look into the future', () => {
    const detail = 'expected causal padding, before the signal only, got 1 frames of padding behind it';
    expectRefusal(onnx.model('refused-same-padding'), 'unsupported', 'output y', detail);
    expectRefusal(onnx.model('refused-chomped-too-late'), 'unsupported', 'output y', detail);
  });

  it('that hold an operator of another kind', () => {
    expectRefusal(onnx.model('refused-unknown-operator'), 'unsupported', 'node /CumSum (CumSum)', 'got CumSum, which');
  });

  it('that are cut off, at any byte', () => {
    const bytes = onnx.model('dense');
    for (let length = 3; length < bytes.length; length += 7) {
      expect(() => parseModel(bytes.subarray(0, length)), `${length} bytes`).toThrow(/expected/);
    }
  });
});
