import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/errors.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { encodeFile } from '../support/make-wavenet.js';
import { expectRefusal } from './expect-refusal.js';

type Failure = readonly [change: object, code: ErrorCode, where: string, detail: string];

/** One layer of each kind that matters here; a failure replaces some of the fields of the layer by its number. */
const LAYERS: readonly Record<string, unknown>[] = [
  {
    type: 'conv1d',
    activation: 'tanh',
    shape: [null, null, 2],
    kernel_size: [2],
    dilation: [3],
    strides: [1],
    weights: [
      [[[1, 2]], [[3, 4]]],
      [5, 6],
    ],
  },
  {
    type: 'batchnorm',
    activation: '',
    shape: [null, null, 2],
    weights: [
      [0, 0],
      [1, 1],
    ],
  },
  { type: 'prelu', activation: '', shape: [null, null, 2], weights: [[[0.1, 0.2]]] },
  {
    type: 'gru',
    activation: '',
    shape: [null, null, 1],
    weights: [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [[7, 8, 9]],
      [
        [0, 0, 0],
        [0, 0, 0],
      ],
    ],
  },
  { type: 'dense', activation: '', shape: [null, null, 1], weights: [[[1]], [0]] },
];

const KERAS: readonly (readonly [layer: number | null, ...Failure])[] = [
  [null, { layers: [] }, 'malformed', 'layers', 'expected a list with an entry, got a list of 0'],
  [null, { in_shape: [null, null, 0] }, 'malformed', 'in_shape', 'expected a positive integer, got 0'],
  [null, { in_shape: [null, null, 5], in_skip: 0 }, 'unsupported', 'in_shape', 'expected at most 3 inputs, got 5'],
  [null, { in_skip: 2 }, 'unsupported', 'in_skip', 'expected 0 or 1, got 2'],
  [null, { in_gain: 'loud' }, 'malformed', 'in_gain', 'expected a number of dB, got "loud"'],
  [null, { samplerate: 10 }, 'malformed', 'samplerate', 'expected 3000 to 768000 Hz, got 10'],
  [null, { samplerate: '44.1k' }, 'malformed', 'samplerate', 'expected a rate in Hz, got "44.1k"'],
  [0, { type: 'conv2d' }, 'unsupported', 'layers[0].type', 'expected dense, time-distributed-dense, conv1d'],
  [
    0,
    { activation: 'swish' },
    'unsupported',
    'layers[0].activation',
    'expected one of tanh, relu, sigmoid, elu, softmax',
  ],
  [0, { kernel_size: undefined }, 'malformed', 'layers[0].kernel_size', 'expected a positive integer, got nothing'],
  [0, { dilation: [2 ** 21] }, 'limit', 'layers[0].dilation', 'expected at most 1048576, got 2097152'],
  [0, { strides: 2 }, 'unsupported', 'layers[0].strides', 'expected 1, got 2, which'],
  [0, { strides: [3] }, 'unsupported', 'layers[0].strides', 'expected 1, got 3, which'],
  [0, { strides: [0] }, 'malformed', 'layers[0].strides', 'expected a positive integer, got 0'],
  [0, { groups: 2 }, 'malformed', 'layers[0].groups', 'expected a divisor of 1 and 2, got 2'],
  [0, { shape: [null, null, 2000] }, 'limit', 'layers[0].shape', 'expected at most 1024, got 2000'],
  [0, { weights: [[[[1, 2]]], [5, 6]] }, 'malformed', 'layers[0].weights[0]', 'expected 2 entries, got 1'],
  [
    0,
    {
      weights: [
        [[[1, 2]], [[3]]],
        [5, 6],
      ],
    },
    'malformed',
    'layers[0].weights[0][1][0]',
    'expected 2 entries, got 1',
  ],
  [
    0,
    {
      weights: [
        [[[1, 2]], [[3, null]]],
        [5, 6],
      ],
    },
    'malformed',
    'layers[0].weights[0][1][0][1]',
    'a finite number, got null',
  ],
  [
    1,
    {
      weights: [
        [0, 0],
        [-1, 1],
      ],
    },
    'malformed',
    'layers[1].weights[1][0]',
    'expected a positive variance, got -1',
  ],
  [1, { weights: [[0, 0]] }, 'malformed', 'layers[1].weights', 'expected 4 lists, or 2 without gamma and beta, got 1'],
  [1, { shape: [null, null, 3] }, 'malformed', 'layers[1].shape', 'expected 2 channels, as come in, got 3'],
  [2, { weights: [[[1, 2, 3]]] }, 'malformed', 'layers[2].weights[0]', 'expected 2 entries, got 3'],
  [3, { activation: 'relu' }, 'unsupported', 'layers[3].activation', 'expected tanh or none, got "relu"'],
  [
    3,
    {
      weights: [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        [[7, 8, 9]],
        [0, 0, 0],
      ],
    },
    'unsupported',
    'layers[3].weights[2]',
    'reset_after',
  ],
  [4, { weights: undefined }, 'malformed', 'layers[4].weights[0]', 'expected a list of 1, got nothing'],
];

describe('a broken file of RTNeural or AIDA-X is refused by place', () => {
  const file = { in_shape: [null, null, 1], layers: LAYERS };

  it('loads where it is not broken', () => {
    expect(parseModel(encodeFile(file)).info).toMatchObject({ format: 'rtneural', layers: 2, receptiveField: 24_004 });
  });

  it.each(KERAS)('layer %s: %o', (at, change, code, where, detail) => {
    const layers = LAYERS.map((layer, index) => (index === at ? { ...layer, ...change } : layer));
    expectRefusal(encodeFile({ ...file, layers, ...(at === null && change) }), code, where, detail);
  });
});

const variable = (layer_idx: number, name: string, count: number) => ({
  layer_idx,
  name,
  data: Array.from({ length: count }, (_, n) => String(n / 10)),
});

const VARIABLES = [
  ...[variable(-1, 'W', 2), variable(-1, 'b', 2), variable(0, 'W_conv', 16), variable(0, 'b_conv', 4)],
  ...[variable(0, 'W_out', 4), variable(0, 'b_out', 2), variable(1, 'W', 2), variable(1, 'b', 1)],
];

const PEDALNET: readonly Failure[] = [
  [{ activation: 'softgated' }, 'unsupported', 'activation', 'expected one of gated, tanh'],
  [{ dilations: [0] }, 'malformed', 'dilations[0]', 'expected a positive integer, got 0'],
  [{ dilations: 4 }, 'malformed', 'dilations', 'expected a list, got 4'],
  [{ residual_channels: '2' }, 'malformed', 'residual_channels', 'expected a positive integer, got "2"'],
  [{ residual_channels: 4096 }, 'limit', 'residual_channels', 'expected at most 1024, got 4096'],
  [{ filter_width: 3 }, 'malformed', 'variables[2].data', 'expected 24 entries, got 16'],
  [{ variables: VARIABLES.slice(1) }, 'malformed', 'variables', 'expected W of layer -1, got none'],
  [
    { variables: [{ ...VARIABLES[0], data: ['1', 'x'] }, ...VARIABLES.slice(1)] },
    'malformed',
    'variables[0].data[1]',
    'got "x"',
  ],
  [
    { variables: [{ ...VARIABLES[0], data: ['1', ' '] }, ...VARIABLES.slice(1)] },
    'malformed',
    'variables[0].data[1]',
    'got " "',
  ],
  [{ residual_channels: 1000, output_channels: 1000 }, 'limit', 'variables[6].data', 'expected at most 262144 weights'],
];

describe('a broken file of PedalNetRT is refused by place', () => {
  const shape = { input_channels: 1, output_channels: 1, residual_channels: 2, filter_width: 2, dilations: [4] };
  const file = { activation: 'gated', ...shape, variables: VARIABLES };

  it('loads where it is not broken', () => {
    const info = { format: 'pedalnet', architecture: 'WaveNet', layers: 1, receptiveField: 5, parameters: 33 };
    expect(parseModel(encodeFile(file)).info).toMatchObject(info);
  });

  it.each(['tanh', 'relu', 'sigmoid', 'softsign', 'linear'])('knows layers of %s, half as wide', (activation) => {
    const variables = VARIABLES.map((each) => ({
      ...each,
      data: each.data.slice(0, each.name.endsWith('conv') ? each.data.length / 2 : undefined),
    }));
    expect(parseModel(encodeFile({ ...file, activation, variables })).info.layers).toBe(1);
  });

  it.each(PEDALNET)('%o', (change, code, where, detail) => {
    expectRefusal(encodeFile({ ...file, ...change }), code, where, detail);
  });
});
