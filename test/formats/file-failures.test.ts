import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/errors.js';
import { parseModel, SUPPORTED } from '../../src/formats/parse-model.js';
import { encodeFile } from '../support/make-wavenet.js';
import { type NamJson, tinyConditioned, tinyContainer } from '../support/small-files.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';
import { expectRefusal } from './expect-refusal.js';

/** The error of each file of test/fixtures/broken. */
const BROKEN_FILES: readonly (readonly [name: string, code: ErrorCode, where: string, detail: string])[] = [
  ['absurd-dilation.nam', 'limit', 'config.layers[0].dilations[1]', 'expected at most 1048576, got 1000000000'],
  ['absurd-size.nam', 'limit', 'config', 'expected at most 262144 weights, got 137441058818'],
  ['condition-of-other-rate.nam', 'malformed', 'config.condition_dsp.sample_rate', 'got 44100'],
  ['convnet-without-variance.nam', 'malformed', 'weights[9]', 'expected a positive variance, got -1'],
  ['descending-container.nam', 'malformed', 'config.submodels[1].max_value', 'expected more than 1, the one before'],
  ['empty.nam', 'malformed', 'file', `expected ${SUPPORTED}, got an empty file`],
  ['guitarml-short-bias.json', 'malformed', 'state_dict["rec.bias_hh_l0"]', 'expected 8 entries, got 7'],
  [
    'guitarml-wavenet.json',
    'unsupported',
    'file',
    'got a GuitarML (Proteus) model that is no LSTM or GRU ("GatedConvNet")',
  ],
  ['long-linear.nam', 'limit', 'config.receptive_field', 'expected at most 65536, got 100000000'],
  ['not-a-number.nam', 'malformed', 'weights[17]', 'expected a finite number, got "x"'],
  ['not-json.nam', 'malformed', 'file', 'GuitarML or PedalNetRT, got plain text'],
  ['short-lstm.nam', 'malformed', 'weights', 'expected 83 numbers, got 82'],
  [
    'smart-amp-pro-without-recurrent-kernel.json',
    'malformed',
    'lstm.recurrent_kernel:0',
    'expected a list of 1, got nothing',
  ],
  [
    'too-many-within-one-another.nam',
    'limit',
    'config.submodels[0].model.config.submodels[0].model.config.submodels[0].model.config.submodels[0].model',
    'expected at most 4 models within one another, got 5',
  ],
  ['truncated.nam', 'malformed', 'file', 'expected JSON, got text that is not ('],
  ['unknown-architecture.nam', 'unsupported', 'architecture', 'SlimmableContainer, got "Transformer"'],
  ['unknown-version.nam', 'unsupported', 'version', 'expected 0.5.0 to 0.7.x, got 0.9.0'],
  ['wrong-weight-count.nam', 'malformed', 'weights', 'expected 50 numbers, got 49'],
];

describe('each broken file is refused by place', () => {
  const directory = fileURLToPath(new URL('../fixtures/broken/', import.meta.url));

  it('no file lacks its error here', () => {
    const files = readdirSync(directory).filter((file) => file !== 'README.md');
    expect(files.sort()).toEqual(BROKEN_FILES.map(([file]) => file));
  });

  it.each(BROKEN_FILES)('%s: %s at %s', (file, code, where, detail) => {
    expectRefusal(new Uint8Array(readFileSync(directory + file)), code, where, detail);
  });
});

/** A change to a valid WaveNet of 185 weights; `undefined` takes a key out, as JSON.stringify drops it. */
const CHANGES: readonly (readonly [changes: object, code: ErrorCode, where: string, detail: string])[] = [
  [{ version: undefined }, 'malformed', 'version', 'expected a version such as "0.5.4", got nothing'],
  [{ version: 0.5 }, 'malformed', 'version', 'expected a version such as "0.5.4", got 0.5'],
  [{ version: '0.5' }, 'malformed', 'version', 'expected a version such as "0.5.4", got "0.5"'],
  [{ version: '0.5.x' }, 'malformed', 'version', 'expected a version such as "0.5.4", got "0.5.x"'],
  [{ version: '0.5.4-\n' }, 'malformed', 'version', 'expected a version such as "0.5.4", got "0.5.4-\\n"'],
  [{ version: '0.4.9' }, 'unsupported', 'version', 'expected 0.5.0 to 0.7.x, got 0.4.9, which'],
  [{ version: '0.8.0' }, 'unsupported', 'version', 'expected 0.5.0 to 0.7.x, got 0.8.0, which'],
  [{ version: '1.5.0' }, 'unsupported', 'version', 'expected 0.5.0 to 0.7.x, got 1.5.0, which'],
  [{ architecture: 3 }, 'malformed', 'architecture', 'expected the name of an architecture, got 3'],
  [{ architecture: 'constructor' }, 'unsupported', 'architecture', 'got "constructor", which'],
  [{ sample_rate: 10 }, 'malformed', 'sample_rate', 'expected 3000 to 768000 Hz, got 10'],
  [{ sample_rate: '48k' }, 'malformed', 'sample_rate', 'expected a rate in Hz, got "48k"'],
  [{ weights: undefined }, 'malformed', 'weights', 'expected a list of numbers, got nothing'],
  [{ weights: new Array(186).fill(0) }, 'malformed', 'weights', 'expected 185 numbers, got 186'],
  [{ weights: [] }, 'malformed', 'weights', 'expected 185 numbers, got 0'],
  [{ weights: [0, 0, null, ...new Array(182)] }, 'malformed', 'weights[2]', 'expected a finite number, got null'],
  [{ weights: new Array(185).fill(1e39) }, 'malformed', 'weights[0]', 'expected a finite number, got 1e+39'],
  [{ config: undefined }, 'malformed', 'config', 'expected an object, got nothing'],
];

describe('what breaks the rules of any file', () => {
  it.each(CHANGES)('%j is %s at %s', (changes, code, where, detail) => {
    expectRefusal(encodeFile({ ...tinyWaveNet(), ...changes }), code, where, detail);
  });
});

describe('a model within a file', () => {
  const inSubmodel = (changes: object): NamJson => {
    const file = tinyContainer();
    Object.assign((file.config.submodels as { model: object }[])[1].model, changes);
    return file;
  };
  const inCondition = (changes: object): NamJson => {
    const file = tinyConditioned();
    Object.assign(file.config.condition_dsp as object, changes);
    return file;
  };
  const submodel = 'config.submodels[1].model';
  const condition = 'config.condition_dsp';

  it.each([
    [inSubmodel({ version: '0.8.0' }), 'unsupported', `${submodel}.version`, 'got 0.8.0'],
    [inSubmodel({ sample_rate: 96_000 }), 'malformed', `${submodel}.sample_rate`, 'expected 48000'],
    [inSubmodel({ weights: [1] }), 'malformed', `${submodel}.weights`, 'expected 185 numbers, got 1'],
    [inSubmodel({ config: { layers: [] } }), 'malformed', `${submodel}.config.layers`, 'got a list of 0'],
    [inCondition({ architecture: 'Amp' }), 'unsupported', `${condition}.architecture`, 'got "Amp"'],
    [inCondition({ sample_rate: 96_000 }), 'malformed', `${condition}.sample_rate`, 'expected 48000'],
    [inCondition({ config: null }), 'malformed', `${condition}.config`, 'expected an object, got null'],
  ] as const)('is refused by its place in the whole: %#', (file, code, where, detail) => {
    expectRefusal(encodeFile(file), code, where, detail);
  });

  it('must not differ from another in its rate where the file around them names none', () => {
    const file = inSubmodel({ sample_rate: 96_000 });
    expectRefusal(encodeFile({ ...file, sample_rate: undefined }), 'malformed', `${submodel}.sample_rate`, 'got 96000');
  });

  it('gives its rate to the file around it', () => {
    for (const make of [tinyContainer, tinyConditioned]) {
      const text = JSON.stringify({ ...make(), sample_rate: undefined }).replaceAll('48000', '44100');
      const { info } = parseModel(new TextEncoder().encode(text));
      expect(info).toMatchObject({ sampleRate: 44_100, sampleRateKnown: true, warnings: [] });
    }
  });

  it('may leave its rate unsaid', () => {
    expect(parseModel(encodeFile(inSubmodel({ sample_rate: null }))).info.sampleRate).toBe(48_000);
    expect(parseModel(encodeFile(inCondition({ sample_rate: undefined }))).info.sampleRate).toBe(48_000);
  });

  it('tells of its version by its place', () => {
    const [warning, ...others] = parseModel(encodeFile(inSubmodel({ version: '0.7.9' }))).info.warnings;
    expect(warning).toContain(`${submodel}.version, 0.7.9, is newer than 0.7.0`);
    expect(others).toEqual([]);
  });
});
