import { describe, it } from 'vitest';
import type { ErrorCode } from '../../src/errors.js';
import { encodeFile } from '../support/make-wavenet.js';
import { type NamJson, tinyContainer, tinyConvNet, tinyLinear, tinyLstm } from '../support/small-files.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';
import { expectRefusal } from './expect-refusal.js';

type Case = readonly [changes: object, where: string, detail: string, code?: ErrorCode];

/** Refusals of a valid file with changes to its config. */
const refuses = (make: () => NamJson, cases: readonly Case[]) =>
  it.each(cases.map(([changes, where, detail, code = 'malformed']) => ({ changes, where, detail, code })))(
    '$changes',
    ({ changes, where, detail, code }) => {
      const file = make();
      Object.assign(file.config, changes);
      expectRefusal(encodeFile(file), code, where, detail);
    },
  );

describe('a ConvNet is refused by place', () => {
  refuses(tinyConvNet, [
    [{ channels: undefined }, 'config.channels', 'expected a positive integer, got nothing'],
    [{ channels: 4 }, 'weights', 'expected 79 numbers, got 54'],
    [{ channels: 1025 }, 'config.channels', 'expected at most 1024, got 1025', 'limit'],
    [{ channels: 1000 }, 'config', 'expected at most 262144 weights', 'limit'],
    [{ dilations: [] }, 'config.dilations', 'expected a list with an entry, got a list of 0'],
    [{ dilations: [1, -1] }, 'config.dilations[1]', 'expected a positive integer, got -1'],
    [{ dilations: new Array(257).fill(1) }, 'config.dilations', 'expected at most 256 entries', 'limit'],
    [{ batchnorm: 'yes' }, 'config.batchnorm', 'expected true or false, got "yes"'],
    [{ activation: undefined }, 'config.activation', 'expected an activation, got nothing'],
    [{ activation: 'Snake' }, 'config.activation', 'got "Snake", which Dilatone does not support', 'unsupported'],
    [{ groups: 3 }, 'config.groups', 'expected a divisor of 1 and 3, got 3'],
    [{ out_channels: 2 }, 'weights', 'expected 58 numbers, got 54'],
  ]);
});

describe('a Linear is refused by place', () => {
  refuses(tinyLinear, [
    [{ receptive_field: 0 }, 'config.receptive_field', 'expected a positive integer, got 0'],
    [{ receptive_field: 65_537 }, 'config.receptive_field', 'expected at most 65536, got 65537', 'limit'],
    [{ receptive_field: 4 }, 'weights', 'expected 5 numbers, got 4'],
    [{ bias: undefined }, 'config.bias', 'expected true or false, got nothing'],
    [{ bias: false }, 'weights', 'expected 3 numbers, got 4'],
    [{ in_channels: 2 }, 'weights', 'expected 7 numbers, got 4'],
    [{ in_channels: 2, out_channels: 3 }, 'config.out_channels', 'expected 1 or 2, the inputs, got 3'],
    [
      { receptive_field: 65_536, in_channels: 5, out_channels: 5 },
      'config',
      'expected at most 262144 multiply-adds per frame, got 327680',
      'limit',
    ],
  ]);
});

describe('an LSTM is refused by place', () => {
  refuses(tinyLstm, [
    [{ num_layers: 0 }, 'config.num_layers', 'expected a positive integer, got 0'],
    [{ num_layers: 1 }, 'weights', 'expected 39 numbers, got 83'],
    [{ num_layers: 257 }, 'config.num_layers', 'expected at most 256, got 257', 'limit'],
    [{ input_size: undefined }, 'config.input_size', 'expected a positive integer, got nothing'],
    [{ input_size: 2 }, 'config.input_size', 'expected 1, the inputs, got 2'],
    [{ hidden_size: 2.5 }, 'config.hidden_size', 'expected a positive integer, got 2.5'],
    [{ hidden_size: 500 }, 'config', 'expected at most 262144 weights, got 3008501', 'limit'],
    [{ out_channels: 2 }, 'weights', 'expected 86 numbers, got 83'],
  ]);
});

describe('a container is refused by place', () => {
  const submodels = (...entries: unknown[]) => ({ submodels: entries });
  const model = tinyWaveNet();
  const stereo = { ...tinyLinear(), config: { receptive_field: 3, bias: true, in_channels: 2, out_channels: 2 } };

  refuses(tinyContainer, [
    [{ submodels: undefined }, 'config.submodels', 'expected a list, got nothing'],
    [submodels(), 'config.submodels', 'expected a list with an entry, got a list of 0'],
    [submodels({ model }), 'config.submodels[0].max_value', 'expected a number, got nothing'],
    [submodels({ max_value: 1 }), 'config.submodels[0].model', 'expected an object, got nothing'],
    [submodels({ max_value: 1, model: {} }), 'config.submodels[0].model.version', 'got nothing'],
    [
      submodels({ max_value: 0.9, model }),
      'config.submodels[0].max_value',
      'expected 1 or more, for the last, got 0.9',
    ],
    [
      submodels({ max_value: 0.5, model }, { max_value: 0.5, model }),
      'config.submodels[1].max_value',
      'expected more than 0.5, the one before, got 0.5',
    ],
    [
      submodels({ max_value: 0.5, model: stereo }, { max_value: 1, model }),
      'config.submodels[0].model',
      'expected a model of 1 in and 1 out, as the last, got 2 in and 2 out',
    ],
  ]);
});
