import { describe, expect, it } from 'vitest';
import { parseModel } from '../../src/formats/parse-model.js';
import type { ModelInfo } from '../../src/model/model.js';
import { A1, encodeFile, makeWaveNetFile } from '../support/make-wavenet.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';

const infoOf = (changes: object): ModelInfo => parseModel(encodeFile({ ...tinyWaveNet(), ...changes })).info;

describe('info', () => {
  it('tells the facts of the A1 standard model', () => {
    expect(parseModel(encodeFile(makeWaveNetFile(A1.standard, 1))).info).toEqual({
      format: 'nam',
      formatVersion: '0.5.4',
      architecture: 'WaveNet',
      sampleRate: 48_000,
      sampleRateKnown: true,
      inputs: 1,
      outputs: 1,
      receptiveField: 4093,
      parameters: 13_802,
      macsPerFrame: 13_320,
      stateBytes: 4 * 2 * 1023 * (16 + 8),
      layers: 20,
      sizes: [],
      controls: [],
      delayFrames: expect.any(Number),
      inverted: expect.any(Boolean),
      alignmentConfidence: expect.any(Number),
      outputGainsDb: { raw: 0, normalized: null, calibrated: null },
      metadata: {},
      warnings: [],
    });
  });

  it.each([
    ['lite', 6554],
    ['feather', 3026],
    ['nano', 842],
  ] as const)('counts the weights of the A1 %s model: %i', (name, parameters) => {
    const { info } = parseModel(encodeFile(makeWaveNetFile(A1[name], 1)));
    expect(info).toMatchObject({ parameters, layers: 20, receptiveField: 4093 });
  });

  it('assumes 48 kHz where the file names no rate, and says so', () => {
    for (const sample_rate of [undefined, null]) {
      const info = infoOf({ sample_rate });
      expect(info).toMatchObject({ sampleRate: 48_000, sampleRateKnown: false });
      expect(info.warnings).toEqual(['The file names no sample rate; 48000 Hz is assumed.']);
    }
    expect(infoOf({ sample_rate: 44_100 })).toMatchObject({ sampleRate: 44_100, sampleRateKnown: true, warnings: [] });
  });

  it('warns of a version that is newer than the newest known, within 0.7', () => {
    for (const version of ['0.5.0', '0.5.99', '0.6.0', '0.7.0', '0.7.0-rc1'])
      expect(infoOf({ version }).warnings).toEqual([]);
    expect(infoOf({ version: '0.7.3' }).warnings).toEqual([expect.stringContaining('0.7.3, is newer than 0.7.0')]);
  });
});

describe('metadata', () => {
  it('is read where it is sound', () => {
    const metadata = {
      name: ' Crunch\n',
      modeled_by: 'somebody',
      gear_type: 'amp',
      gear_make: 'Maker',
      gear_model: 'One',
      tone_type: 'crunch',
      date: { year: 2024, month: 10, day: 9, hour: 18, minute: 32, second: 7 },
      loudness: -20.5,
      gain: 0.25,
      input_level_dbu: 18.3,
      output_level_dbu: 12.3,
      training: { validation_esr: 0.01 },
    };
    expect(infoOf({ metadata }).metadata).toEqual({
      name: 'Crunch',
      modeledBy: 'somebody',
      gearType: 'amp',
      gearMake: 'Maker',
      gearModel: 'One',
      toneType: 'crunch',
      date: '2024-10-09T18:32:07',
      loudnessDb: -20.5,
      gain: 0.25,
      inputLevelDbu: 18.3,
      outputLevelDbu: 12.3,
      validationEsr: 0.01,
    });
  });

  it.each([
    null,
    'metadata',
    [],
    { name: null, loudness: null, gain: null, date: null, training: null },
    { name: 3, modeled_by: {}, gear_type: [], tone_type: ' \n' },
    { loudness: '-20', input_level_dbu: 1e6, output_level_dbu: true, training: { validation_esr: -1 } },
    { date: { year: 2024, month: 13, day: 1 }, training: { validation_esr: 'small' } },
    { date: { year: 2024.5, month: 1, day: 1 } },
    { date: '2024-10-09' },
  ])('is left out where it is odd, and never keeps a model from loading: %j', (metadata) => {
    expect(infoOf({ metadata }).metadata).toEqual({});
  });

  it('is kept in part where a part is odd', () => {
    const date = { year: 2024, month: 2, day: 3, hour: 25, minute: 0, second: 0 };
    expect(infoOf({ metadata: { date, name: '\u001b[31mred' } }).metadata).toEqual({
      date: '2024-02-03',
      name: '[31mred',
    });
    expect(infoOf({ metadata: { name: 'x'.repeat(10_000) } }).metadata.name).toHaveLength(200);
  });
});

describe('network', () => {
  const activations = (kind: string, ops: readonly { kind: string; activation?: { kind: string } }[]) =>
    ops.filter((op) => op.activation?.kind === kind).length;

  it('is the same object for the same choice', () => {
    const model = parseModel(encodeFile(tinyWaveNet()));
    expect(model.network({ tanh: 'exact', size: 0.5 })).toBe(model.network());
    expect(model.network({ tanh: 'fast' })).toBe(model.network({ tanh: 'fast' }));
    expect(model.network({ tanh: 'fast' })).not.toBe(model.network());
  });

  it('has fast tanh in place of every tanh and nothing else changed', () => {
    const file = tinyWaveNet();
    file.config.layers[0].activation = ['Tanh', 'Fasttanh'];
    file.config.layers[1].gating_mode = 'gated';
    file.config.layers[1].secondary_activation = 'Tanh';
    const model = parseModel(encodeFile(file));
    const exact = model.network();
    const fast = model.network({ tanh: 'fast' });
    expect([activations('tanh', exact.ops), activations('fastTanh', exact.ops)]).toEqual([5, 1]);
    expect([activations('tanh', fast.ops), activations('fastTanh', fast.ops)]).toEqual([0, 6]);
    const isActivation = ({ kind }: { kind: string }) => kind === 'activation';
    expect(fast.ops.filter((op) => !isActivation(op))).toEqual(exact.ops.filter((op) => !isActivation(op)));
  });

  it('is the exact one for a fast choice where there is no tanh', () => {
    const file = tinyWaveNet();
    for (const array of file.config.layers) array.activation = 'ReLU';
    const model = parseModel(encodeFile(file));
    expect(model.network({ tanh: 'fast' })).toBe(model.network());
  });

  it('refuses a choice that is a mistake of the caller', () => {
    const model = parseModel(encodeFile(tinyWaveNet()));
    expect(() => model.network({ tanh: 'Fast' as 'fast' })).toThrow(RangeError);
  });
});
