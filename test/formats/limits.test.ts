import { describe, expect, it } from 'vitest';
import { DilatoneError } from '../../src/errors.js';
import { DEFAULT_LIMITS, type ModelLimits } from '../../src/formats/limits.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { encodeFile } from '../support/make-wavenet.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';

const bytes = encodeFile(tinyWaveNet());

// Each limit with what the tiny model needs of it, and the place that is named.
const NEEDS: readonly (readonly [keyof ModelLimits, need: number, where: string])[] = [
  ['fileBytes', bytes.length, 'file'],
  ['objects', 8, 'file'],
  ['nesting', 5, 'file'],
  ['weights', 185, 'config'],
  ['layers', 4, 'config.layers'],
  ['channels', 3, 'config.layers[0].channels'],
  ['kernelSize', 3, 'config.layers[0].kernel_size'],
  ['receptiveField', 31, 'config'],
  ['stateBytes', 264, 'config'],
  ['macsPerFrame', 159, 'config'],
];

describe('limits', () => {
  it('are all tried here', () => {
    expect(NEEDS.map(([name]) => name).sort()).toEqual(Object.keys(DEFAULT_LIMITS).sort());
  });

  it.each(NEEDS)('%s lets a model through that needs %i, and refuses one that needs more', (name, need, where) => {
    expect(parseModel(bytes, { limits: { [name]: need } }).info.layers).toBe(4);
    expect(refusal(bytes, { [name]: need - 1 })).toMatchObject({ code: 'limit', where });
    expect(refusal(bytes, { [name]: need - 1 }).message).toMatch(new RegExp(`at most ${need - 1}\\b.*, got ${need}$`));
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
