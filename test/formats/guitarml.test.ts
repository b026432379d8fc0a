import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/errors.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { FolderCases } from '../support/folder-cases.js';
import { encodeFile } from '../support/make-wavenet.js';
import { engineFor, runEngine } from '../support/run-engine.js';
import { expectRefusal } from './expect-refusal.js';

const cases = new FolderCases('../fixtures/guitarml', '.json');

interface StateDictJson {
  model_data: Record<string, unknown>;
  state_dict: Record<string, unknown>;
}

const jsonOf = <Json>(name: string) => JSON.parse(new TextDecoder().decode(cases.model(name))) as Json;
const infoOf = (file: object) => parseModel(encodeFile(file)).info;

describe('a model of Proteus or NeuralPi', () => {
  it('tells its facts', () => {
    expect(parseModel(cases.model('proteus')).info).toMatchObject({
      format: 'guitarml',
      architecture: 'LSTM',
      sampleRate: 44_100,
      sampleRateKnown: false,
      inputs: 1,
      outputs: 1,
      parameters: 4 * 8 * (1 + 8 + 2) + 8 + 1,
      layers: 1,
      controls: [],
      warnings: ['The file names no sample rate; 44100 Hz is assumed.'],
    });
    expect(parseModel(cases.model('two-layers')).info).toMatchObject({
      sampleRate: 48_000,
      sampleRateKnown: true,
      layers: 2,
      metadata: { name: 'Two' },
      warnings: [],
    });
  });

  it('has a knob for each input beside the sound, as NeuralPi names them', () => {
    const control = (name: string, label: string) => ({ name, label, minimum: 0, maximum: 1, default: 0.5 });
    expect(parseModel(cases.model('proteus-knob')).info.controls).toEqual([control('gain', 'Gain')]);
    expect(parseModel(cases.model('neuralpi-two-knobs')).info.controls).toEqual([
      control('gain', 'Gain'),
      control('master', 'Master'),
    ]);
  });

  it('feeds its knobs into the inputs behind the sound, in order', async () => {
    const original = jsonOf<StateDictJson>('neuralpi-two-knobs');
    const exchanged = structuredClone(original);
    const rows = exchanged.state_dict['rec.weight_ih_l0'] as number[][];
    exchanged.state_dict['rec.weight_ih_l0'] = rows.map(([sound, gain, master]) => [sound, master, gain]);
    const render = async (file: object, gain: number, master: number) => {
      const network = parseModel(encodeFile(file)).network({ controls: { gain, master } });
      return [...runEngine(await engineFor(network, { engine: 'wasm' }), [cases.floats('input')], [400])[0]];
    };
    const output = await render(original, 0.1, 0.8);
    const difference = (other: number[]) => Math.max(...other.map((sample, t) => Math.abs(sample - output[t])));
    // The order of additions is another one.
    expect(difference(await render(exchanged, 0.8, 0.1))).toBeLessThan(1e-6);
    expect(difference(await render(original, 0.8, 0.1))).toBeGreaterThan(0.01);
  });

  it('adds the sound to its output where it says nothing about it, as the trainer does', () => {
    const ops = (skip: unknown) => {
      const file = jsonOf<StateDictJson>('proteus');
      return parseModel(encodeFile({ ...file, model_data: { ...file.model_data, skip } })).network().ops;
    };
    const sums = (skip: unknown) => ops(skip).filter(({ kind }) => kind === 'add').length;
    expect([1, true, undefined, null, 0, false].map(sums)).toEqual([1, 1, 1, 1, 0, 0]);
  });

  it('states its rate in any of the usual places; an empty one hides no other', () => {
    const file = jsonOf<StateDictJson>('proteus');
    for (const extra of [
      { samplerate: 48_000 },
      { metadata: { samplerate: '48000' }, sample_rate: null },
      { metadata: { samplerate: '' }, model_data: { ...file.model_data, sample_rate: 48_000 } },
    ]) {
      expect(infoOf({ ...file, ...extra })).toMatchObject({ sampleRate: 48_000, sampleRateKnown: true });
    }
  });

  const FAILURES: readonly (readonly [change: object, code: ErrorCode, where: string, detail: string])[] = [
    [{ unit_type: 'RNN' }, 'unsupported', 'model_data.unit_type', 'expected LSTM or GRU, got "RNN", which'],
    [{ input_size: 4 }, 'unsupported', 'model_data.input_size', 'expected at most 3 inputs, got 4'],
    [{ output_size: 2 }, 'unsupported', 'model_data.output_size', 'expected 1, got 2'],
    [{ skip: 2 }, 'unsupported', 'model_data.skip', 'expected 0 or 1, got 2'],
    [{ hidden_size: 7 }, 'malformed', 'state_dict["rec.bias_ih_l0"]', 'expected 28 entries, got 32'],
    [{ hidden_size: 2000 }, 'limit', 'model_data.hidden_size', 'expected at most 1024, got 2000'],
    [{ num_layers: 2 }, 'malformed', 'state_dict["rec.bias_ih_l1"]', 'got nothing'],
    [{ num_layers: 1e9 }, 'limit', 'model_data.num_layers', 'expected at most 256'],
    [{ model: 'RecNet' }, 'unsupported', 'file', 'a GuitarML (Proteus) model that is no LSTM or GRU ("RecNet")'],
  ];

  it.each(FAILURES)('with %j is %s at %s', (change, code, where, detail) => {
    const file = jsonOf<StateDictJson>('proteus');
    expectRefusal(encodeFile({ ...file, model_data: { ...file.model_data, ...change } }), code, where, detail);
  });

  it('with too many weights is refused before they are read', () => {
    const file = jsonOf<StateDictJson>('proteus');
    const biases = new Array(1600).fill(0);
    const state_dict = {
      'rec.bias_ih_l0': biases,
      'rec.bias_hh_l0': biases,
      'rec.weight_ih_l0': biases.map(() => [0]),
    };
    const large = { model_data: { ...file.model_data, hidden_size: 400 }, state_dict };
    const detail = 'expected at most 262144 weights, got 644800';
    expectRefusal(encodeFile(large), 'limit', 'state_dict["rec.weight_hh_l0"]', detail);
  });

  it('without a tensor is refused by its name', () => {
    const file = jsonOf<StateDictJson>('proteus');
    delete file.state_dict['lin.bias'];
    expectRefusal(encodeFile(file), 'malformed', 'state_dict["lin.bias"]', 'expected a list of 1, got nothing');
    expectRefusal(encodeFile({ ...file, state_dict: 3 }), 'unsupported', 'file', 'GuitarML');
  });
});

describe('a model of SmartAmpPro', () => {
  it('tells its facts; its window is its receptive field', () => {
    expect(parseModel(cases.model('smart-amp-pro')).info).toMatchObject({
      format: 'smartamppro',
      architecture: 'LSTM',
      sampleRate: 44_100,
      sampleRateKnown: false,
      receptiveField: 120,
      parameters: 12 * 4 + 4 + 12 * 16 + 4 + 4 * 24 + 24 + 6 + 1,
      warnings: [expect.stringContaining('44100')],
    });
  });

  const FAILURES: readonly (readonly [change: object, code: ErrorCode, where: string, detail: string])[] = [
    [{ input_size: 0 }, 'malformed', 'input_size', 'expected a positive integer, got 0'],
    [{ input_size: 1e6 }, 'limit', 'input_size', 'expected at most 65536'],
    [{ input_size: 60_000 }, 'limit', 'lstm', 'expected at most 256 steps of the LSTM, got 417'],
    [{ conv1d_stride: undefined }, 'malformed', 'conv1d_stride', 'expected a positive integer, got nothing'],
    [{ conv1d: {} }, 'malformed', 'conv1d.kernel:0', 'expected a list with an entry, got nothing'],
    [{ lstm: { 'bias:0': [1, 2, 3, 4, 5], 'kernel:0': [] } }, 'malformed', 'lstm.bias:0', 'numbers for four gates'],
    [{ dense: { 'kernel:0': [[1]], 'bias:0': [0] } }, 'malformed', 'dense.kernel:0', 'expected 6 entries, got 1'],
    [{ conv1d_1_stride: 2 }, 'malformed', 'lstm.recurrent_kernel:0', 'expected a list of 6, got nothing'],
  ];

  it.each(FAILURES)('with %j is %s at %s', (change, code, where, detail) => {
    expectRefusal(encodeFile({ ...jsonOf<object>('smart-amp-pro'), ...change }), code, where, detail);
  });

  it('is refused before its convolutions are folded, where that takes long', () => {
    const list = (...shape: number[]): unknown =>
      shape.length === 0 ? 0.1 : Array.from({ length: shape[0] }, () => list(...shape.slice(1)));
    const layer = (kernel: unknown, bias: unknown) => ({ 'kernel:0': kernel, 'bias:0': bias });
    const file = {
      ...{ input_size: 3000, conv1d_stride: 1, conv1d_1_stride: 3000 },
      conv1d: layer(list(3000, 1, 4), list(4)),
      conv1d_1: layer(list(3000, 4, 4), list(4)),
      ...{ lstm: layer(list(4, 4), list(4)), dense: layer(list(1, 1), list(1)) },
    };
    const start = performance.now();
    expectRefusal(encodeFile(file), 'limit', 'conv1d_1', 'units of work');
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
