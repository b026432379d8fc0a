import { describe, expect, it } from 'vitest';
import { DilatoneError } from '../../src/errors.js';
import { readConstant } from '../../src/formats/onnx/constant.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { WeightBudget } from '../../src/formats/reading/numbers.js';
import { DEFAULT_LIMITS } from '../../src/model/limits.js';
import { renderModel } from '../../src/offline/render.js';
import { encodeFile } from '../support/make-wavenet.js';
import { tinyConvNet, tinyLinear, tinyLstm } from '../support/small-files.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';

/** The error that a file is refused with. */
function refusal(file: object): DilatoneError {
  try {
    parseModel(encodeFile(file));
  } catch (error) {
    if (error instanceof DilatoneError) return error;
    throw error;
  }
  throw new Error('expected a refusal, got a model');
}

/** Finite as numbers of JSON, and beyond float32. */
const BEYOND = [3.5e38, -1e39, 1e300];

describe.each([
  ['WaveNet', tinyWaveNet],
  ['ConvNet', tinyConvNet],
  ['Linear', tinyLinear],
  ['LSTM', tinyLstm],
])('a weight beyond float32 in a %s', (_, make) => {
  it.each(BEYOND)('%d is refused with its place', (weight) => {
    const file = make() as { weights: number[] };
    file.weights[1] = weight;
    expect(refusal(file)).toMatchObject({
      code: 'malformed',
      message: `weights[1]: expected a finite number, got ${weight}`,
    });
  });
});

it.each(BEYOND)('a weight of %d in JSON of RTNeural is refused with its place', (weight) => {
  const layer = { type: 'dense', activation: '', shape: [null, null, 1], weights: [[[weight]], [0]] };
  expect(refusal({ in_shape: [null, null, 1], layers: [layer] })).toMatchObject({
    code: 'malformed',
    where: 'layers[0].weights[0][0][0]',
  });
});

it.each(BEYOND)('a double of %d in an ONNX file is refused with its place', (weight) => {
  const raw = new Uint8Array(Float64Array.of(1, weight).buffer);
  const tensor = { type: 11, shape: [2], raw, numbers: [], external: false, name: 'w' };
  const read = () => readConstant(tensor, new WeightBudget(DEFAULT_LIMITS), 'w');
  expect(read).toThrow(`w[1]: expected a finite number, got ${weight}`);
});

it('weights that only become infinite where a format folds them are no fault of the file: the model goes wrong as it plays', () => {
  // γ/√(variance + ε): each is finite, the quotient is not.
  const weights = [[[1e38]], [[0]], [[0]], [[1e-40]]].map(([[value]]) => [value]);
  const layer = { type: 'batchnorm', activation: '', shape: [null, null, 1], weights, epsilon: 1e-40 };
  const model = parseModel(encodeFile({ in_shape: [null, null, 1], layers: [layer] }));
  return expect(renderModel(model, [new Float32Array(10).fill(1)])).rejects.toMatchObject({ code: 'fault', frame: 0 });
});
