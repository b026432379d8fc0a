import { describe, it } from 'vitest';
import type { ErrorCode } from '../../src/errors.js';
import { encodeFile, type WaveNetFile } from '../support/make-wavenet.js';
import { tinyConditioned } from '../support/small-files.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';
import { expectRefusal } from './expect-refusal.js';

/** A change to a valid file of two layer arrays: 3 channels not gated, 2 channels gated, two layers each. */
type Change = (file: WaveNetFile) => unknown;

/** Sets values somewhere in a file; `undefined` takes the key out, as JSON.stringify drops it. */
const setIn =
  (place: (file: WaveNetFile) => object) =>
  (values: object): Change =>
  (file) =>
    Object.assign(place(file), values);

const inConfig = setIn((file) => file.config);
const inFirst = setIn((file) => file.config.layers[0]);
const inLast = setIn((file) => file.config.layers[1]);

const slimmable = (allowed_channels?: unknown, method = 'slice_channels_uniform') => ({
  slimmable: { method, kwargs: { allowed_channels } },
});
const postHead = (changes: object) => ({
  head: { channels: 2, out_channels: 1, kernel_sizes: [3], activation: 'ReLU', ...changes },
});

type Case = readonly [change: Change, where: string, detail: string];

const MALFORMED: readonly Case[] = [
  [inConfig({ layers: undefined }), 'config.layers', 'expected a list, got nothing'],
  [inConfig({ layers: [] }), 'config.layers', 'expected a list with an entry, got a list of 0'],
  [inConfig({ layers: [7] }), 'config.layers[0]', 'expected an object, got 7'],
  [inConfig({ head_scale: 'loud' }), 'config.head_scale', 'expected a number, got "loud"'],
  [inConfig({ in_channels: 0 }), 'config.in_channels', 'expected a positive integer, got 0'],
  [inConfig({ in_channels: 2 }), 'config.layers[0].input_size', 'expected 2, the width before, got 1'],

  [inFirst({ channels: undefined }), 'config.layers[0].channels', 'expected a positive integer, got nothing'],
  [inFirst({ channels: 1.5 }), 'config.layers[0].channels', 'expected a positive integer, got 1.5'],
  [inFirst({ channels: '3' }), 'config.layers[0].channels', 'expected a positive integer, got "3"'],
  [inFirst({ input_size: 2 }), 'config.layers[0].input_size', 'expected 1, the width before, got 2'],
  [inLast({ input_size: 1 }), 'config.layers[1].input_size', 'expected 3, the width before, got 1'],
  [inLast({ condition_size: 2 }), 'config.layers[1].condition_size', 'expected 1, the width of the condition, got 2'],

  [inFirst({ dilations: 3 }), 'config.layers[0].dilations', 'expected a list, got 3'],
  [inFirst({ dilations: [] }), 'config.layers[0].dilations', 'expected a list with an entry, got a list of 0'],
  [inFirst({ dilations: [1, 0] }), 'config.layers[0].dilations[1]', 'expected a positive integer, got 0'],
  [inFirst({ kernel_size: undefined }), 'config.layers[0].kernel_size', 'expected a positive integer, got nothing'],
  [inFirst({ kernel_size: -3 }), 'config.layers[0].kernel_size', 'expected a positive integer, got -3'],
  [
    inFirst({ kernel_sizes: [3, 3] }),
    'config.layers[0].kernel_sizes',
    'expected nothing beside kernel_size, got a list',
  ],
  [
    inFirst({ kernel_size: undefined, kernel_sizes: [3] }),
    'config.layers[0].kernel_sizes',
    'expected 2 entries, one per layer, got 1',
  ],

  [inFirst({ activation: undefined }), 'config.layers[0].activation', 'expected an activation, got nothing'],
  [inFirst({ activation: ['Tanh'] }), 'config.layers[0].activation', 'expected 2 entries, one per layer, got 1'],
  [inFirst({ activation: ['Tanh', 5] }), 'config.layers[0].activation[1]', 'expected an activation, got 5'],
  [inFirst({ activation: {} }), 'config.layers[0].activation.type', 'expected the name of an activation, got nothing'],
  [
    inFirst({ activation: { type: 'LeakyReLU', negative_slope: '1' } }),
    'config.layers[0].activation.negative_slope',
    'expected a finite number, got "1"',
  ],
  [
    inFirst({ activation: { type: 'LeakyHardtanh', max_slope: 1e39 } }),
    'config.layers[0].activation.max_slope',
    'expected a finite number, got 1e+39',
  ],
  [
    inFirst({ activation: { type: 'PReLU', negative_slopes: [0.1, 0.2] } }),
    'config.layers[0].activation.negative_slopes',
    'expected 3 numbers, one per channel, got 2',
  ],
  [
    inFirst({ activation: { type: 'PReLU', negative_slopes: [0.1, 0.2, null] } }),
    'config.layers[0].activation.negative_slopes[2]',
    'expected a finite number, got null',
  ],

  [inFirst({ gated: 'yes' }), 'config.layers[0].gated', 'expected true or false, got "yes"'],
  [inFirst({ gating_mode: 'wide' }), 'config.layers[0].gating_mode', 'expected none, gated or blended, got "wide"'],
  [
    inFirst({ gating_mode: ['none', null] }),
    'config.layers[0].gating_mode[1]',
    'expected none, gated or blended, got null',
  ],
  [
    inFirst({ gating_mode: 'gated', secondary_activation: ['Tanh'] }),
    'config.layers[0].secondary_activation',
    'expected 2 entries, one per layer, got 1',
  ],

  [inFirst({ head_size: undefined }), 'config.layers[0].head_size', 'expected a positive integer, got nothing'],
  [inFirst({ head_bias: undefined }), 'config.layers[0].head_bias', 'expected true or false, got nothing'],
  [inFirst({ head_size: 3 }), 'config.layers[0].head_size', 'expected 2, the channels of the next layer array, got 3'],
  [
    inFirst({ head: { out_channels: 3, kernel_size: 1, bias: false } }),
    'config.layers[0].head.out_channels',
    'expected 2, the channels of the next layer array, got 3',
  ],
  [
    inFirst({ head: { out_channels: 2, bias: false } }),
    'config.layers[0].head.kernel_size',
    'expected a positive integer, got nothing',
  ],

  [inFirst({ layer1x1: true }), 'config.layers[0].layer1x1', 'expected an object, got true'],
  [inFirst({ groups_input: 2 }), 'config.layers[0].groups_input', 'expected a divisor of 3 and 3, got 2'],
  [inLast({ groups_input_mixin: 2 }), 'config.layers[1].groups_input_mixin', 'expected a divisor of 1 and 4, got 2'],
  [
    inFirst({ layer1x1: { active: true, groups: 2 } }),
    'config.layers[0].layer1x1.groups',
    'expected a divisor of 3 and 3, got 2',
  ],
  [
    inFirst({ head1x1: { active: true, out_channels: 2, groups: 3 } }),
    'config.layers[0].head1x1.groups',
    'expected a divisor of 3 and 2, got 3',
  ],
  [
    inFirst({ head1x1: { active: true } }),
    'config.layers[0].head1x1.out_channels',
    'expected a positive integer, got nothing',
  ],
  [
    inFirst({ bottleneck: 2, layer1x1: { active: false } }),
    'config.layers[0].bottleneck',
    'expected 3, the channels, as layer1x1 is inactive, got 2',
  ],
  [
    inLast({ bottleneck: 3 }),
    'config.layers[1].bottleneck',
    'expected 2, the width of the head signal from the array before, got 3',
  ],
  [
    inLast({ head1x1: { active: true, out_channels: 5 } }),
    'config.layers[1].head1x1.out_channels',
    'expected 2, the width of the head signal from the array before, got 5',
  ],

  [inFirst({ conv_pre_film: 1 }), 'config.layers[0].conv_pre_film', 'expected false or the settings of a FiLM, got 1'],
  [
    inFirst({ conv_post_film: { groups: 2 } }),
    'config.layers[0].conv_post_film.groups',
    'expected a divisor of 1 and 6, got 2',
  ],
  [
    inFirst({ layer1x1_post_film: {}, layer1x1: { active: false } }),
    'config.layers[0].layer1x1_post_film',
    'expected an inactive FiLM, as layer1x1 is inactive, got an active one',
  ],
  [
    inFirst({ head1x1_post_film: { active: true } }),
    'config.layers[0].head1x1_post_film',
    'expected an inactive FiLM, as head1x1 is inactive, got an active one',
  ],

  [inConfig(postHead({ kernel_sizes: [] })), 'config.head.kernel_sizes', 'expected a list with an entry, got a list'],
  [inConfig(postHead({ channels: undefined })), 'config.head.channels', 'expected a positive integer, got nothing'],
  [inConfig(postHead({ activation: null })), 'config.head.activation', 'expected an activation, got null'],
  [
    inConfig(postHead({ in_channels: 2 })),
    'config.head.in_channels',
    "expected 1, the width of the last layer array's head, got 2",
  ],

  [inConfig({ condition_dsp: false }), 'config.condition_dsp', 'expected an object, got false'],
  [inConfig({ condition_dsp: {} }), 'config.condition_dsp.version', 'expected a version such as "0.5.4", got nothing'],

  [inFirst({ slimmable: true }), 'config.layers[0].slimmable', 'expected an object, got true'],
  [
    inFirst(slimmable([3, 3])),
    'config.layers[0].slimmable.kwargs.allowed_channels[1]',
    'expected more than 3, the one before, got 3',
  ],
  [
    inFirst(slimmable([1, 2])),
    'config.layers[0].slimmable.kwargs.allowed_channels',
    'expected 3, the channels, as the last, got 2',
  ],
  [
    inFirst(slimmable([0, 3])),
    'config.layers[0].slimmable.kwargs.allowed_channels[0]',
    'expected a positive integer, got 0',
  ],
];

const UNSUPPORTED: readonly Case[] = [
  [inFirst({ activation: 'Snake' }), 'config.layers[0].activation', 'got "Snake"'],
  [
    inLast({ gating_mode: 'gated', secondary_activation: { type: 'GELU' } }),
    'config.layers[1].secondary_activation',
    'got "GELU"',
  ],
  [inLast(slimmable([1, 2], 'prune')), 'config.layers[1].slimmable.method', 'got "prune"'],
];

describe.each([
  ['malformed', MALFORMED, ''],
  ['unsupported', UNSUPPORTED, ', which Dilatone does not support'],
] as const)('a WaveNet is %s, by place', (code: ErrorCode, cases, ending) => {
  it.each(cases.map(([change, where, detail]) => [`${where}: ${detail}`, change, where, detail] as const))(
    '%s',
    (_, change, where, detail) => {
      const file = tinyWaveNet();
      change(file);
      expectRefusal(encodeFile(file), code, where, detail + ending);
    },
  );
});

describe('a condition model must fit the model around it', () => {
  it.each([
    [{ in_channels: 2 }, 'config.condition_dsp', 'expected a model of 2 in, got one of 1 in'],
    [{}, 'config.layers[0].condition_size', 'expected 2, the width of the condition, got 1'],
  ])('%j', (changes, where, detail) => {
    const file = tinyConditioned();
    Object.assign(file.config, changes);
    const [first] = file.config.layers as Record<string, unknown>[];
    if (where.endsWith('condition_size')) first.condition_size = 1;
    expectRefusal(encodeFile(file), 'malformed', where, detail);
  });
});
