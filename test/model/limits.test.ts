import { describe, expect, it } from 'vitest';
import { DilatoneError } from '../../src/errors.js';
import { writeNative } from '../../src/formats/native/write-native.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { DEFAULT_LIMITS, type ModelLimits } from '../../src/model/limits.js';
import { encodeFile } from '../support/make-wavenet.js';
import { numbers, tinyContainer, tinyLinear, tinyLstm } from '../support/small-files.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';

const bytes = encodeFile(tinyWaveNet());
const lstm = encodeFile(tinyLstm());
const container = encodeFile(tinyContainer());

const native = writeNative(
  {
    ops: [
      { kind: 'input', channels: 1 },
      { kind: 'concat', inputs: [0, 0] },
      { kind: 'slice', input: 1, start: 0, channels: 1 },
    ],
    channels: [1, 2, 1],
    output: 2,
    sampleRate: 48_000,
    start: 'zero',
  },
  { architecture: 'None', controls: [], metadata: {} },
);

/** Layers of the files that have not four. */
const LAYERS = new Map([
  [lstm, 2],
  [native, 0],
]);

/** Each limit with what a small model needs of it, and the place that is named. */
const NEEDS: readonly (readonly [limit: keyof ModelLimits, need: number, where: string, file: Uint8Array])[] = [
  ['fileBytes', bytes.length, 'file', bytes],
  ['objects', 8, 'file', bytes],
  ['nesting', 5, 'file', bytes],
  ['models', 3, 'config.submodels[1].model', container],
  ['modelNesting', 2, 'config.submodels[0].model', container],
  ['sizes', 2, 'config.submodels', container],
  ['weights', 185, 'config', bytes],
  ['layers', 4, 'config.layers', bytes],
  ['ops', 3, 'ops', native],
  ['signalChannels', 4, 'ops', native],
  ['channels', 3, 'config.layers[0].channels', bytes],
  ['kernelSize', 3, 'config.layers[0].kernel_size', bytes],
  ['receptiveField', 31, 'config', bytes],
  ['stateBytes', 264, 'config', bytes],
  ['macsPerFrame', 159, 'config', bytes],
  ['operationsPerFrame', 1681, 'config', bytes],
  ['memoryBytes', 76_800, 'config', bytes],
  ['restMacs', 24_000 * (24 + 32 + 2), 'config', lstm],
  ['restOperations', 24_000 * (2 * (33 + 40 * 2) + 34), 'config', lstm],
  ['work', 955, 'file', bytes],
];

describe('limits', () => {
  it('are all tried here', () => {
    expect(NEEDS.map(([name]) => name).sort()).toEqual(Object.keys(DEFAULT_LIMITS).sort());
  });

  it.each(NEEDS)(
    '%s lets a model through that needs %i, and refuses one that needs more',
    (name, need, where, file) => {
      expect(parseModel(file, { limits: { [name]: need } }).info.layers).toBe(LAYERS.get(file) ?? 4);
      const error = refusal(file, { [name]: need - 1 });
      expect(error).toMatchObject({ code: 'limit', where });
      expect(error.message).toMatch(new RegExp(`at most ${need - 1}\\b.*, got (${need}|a list of ${need})$`));
    },
  );

  it('hold for every model of a container', () => {
    const file = tinyContainer();
    const [{ model }] = file.config.submodels as { model: { config: object } }[];
    Object.assign(model, { ...tinyLinear(), config: { receptive_field: 100, bias: false }, weights: numbers(100, 1) });
    const error = refusal(encodeFile(file), { receptiveField: 99 });
    expect(error).toMatchObject({ code: 'limit', where: 'config.submodels[0].model.config' });
  });

  it('let the longest models of the world through: 65 536 taps', () => {
    const file = {
      ...tinyLinear(),
      config: { receptive_field: 2 ** 16, bias: true },
      weights: numbers(2 ** 16 + 1, 1),
    };
    expect(parseModel(encodeFile(file)).info).toMatchObject({ receptiveField: 2 ** 16, macsPerFrame: 2 ** 16 });
  });

  it('can be lifted', () => {
    const file = tinyWaveNet();
    file.config.layers[1].dilations = [4, 2 ** 21];
    const long = encodeFile(file);
    expect(refusal(long, {})).toMatchObject({ code: 'limit', where: 'config.layers[1].dilations[1]' });
    const limits = { receptiveField: Number.POSITIVE_INFINITY };
    expect(parseModel(long, { limits }).info.receptiveField).toBe(1 + 2 * (1 + 2 + 4 + 2 ** 21));
  });

  it('that are no positive numbers are a mistake of the caller', () => {
    expect(() => parseModel(bytes, { limits: { layers: Number.NaN } })).toThrow(RangeError);
    expect(() => parseModel(bytes, { limits: { layers: 0 } })).toThrow(RangeError);
    expect(parseModel(bytes, { limits: { layers: undefined } }).info.layers).toBe(4);
  });

  it('stop nesting before the parser sees it, but not brackets in strings', () => {
    const deep = new TextEncoder().encode(`{"architecture": ${'['.repeat(100_000)}`);
    expect(refusal(deep, {})).toMatchObject({ code: 'limit', where: 'file' });
    const named = { ...tinyWaveNet(), metadata: { name: `"${'['.repeat(100)}\\` } };
    expect(parseModel(encodeFile(named)).info.metadata.name).toBe(named.metadata.name);
  });
});

function refusal(file: Uint8Array, limits: Partial<ModelLimits>): DilatoneError {
  try {
    parseModel(file, { limits });
  } catch (error) {
    if (error instanceof DilatoneError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}
