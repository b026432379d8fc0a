import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/errors.js';
import { encodeFile, type WaveNetFile } from '../support/make-wavenet.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';
import { expectRefusal } from './expect-refusal.js';

type Case = readonly [name: string, code: ErrorCode, where: string, detail: string];

/** The error of each file of test/fixtures/broken. */
const BROKEN_FILES: readonly Case[] = [
  ['absurd-dilation.nam', 'limit', 'config.layers[0].dilations[1]', 'expected at most 1048576, got 1000000000'],
  ['absurd-size.nam', 'limit', 'config', 'expected at most 262144 weights, got 137441058818'],
  ['empty.nam', 'malformed', 'file', 'expected a .nam model, got an empty file'],
  ['not-a-number.nam', 'malformed', 'weights[17]', 'expected a finite number, got "x"'],
  ['not-json.nam', 'malformed', 'file', 'expected JSON, got text that is not ('],
  ['truncated.nam', 'malformed', 'file', 'expected JSON, got text that is not ('],
  ['unknown-architecture.nam', 'unsupported', 'architecture', 'expected WaveNet, got "Transformer"'],
  ['unknown-version.nam', 'unsupported', 'version', 'expected 0.5.0 to 0.7.x, got 0.9.0'],
  ['wrong-weight-count.nam', 'malformed', 'weights', 'expected 50 numbers, got 49'],
];

describe('each broken file is refused by place', () => {
  const directory = fileURLToPath(new URL('../fixtures/broken/', import.meta.url));

  it('no file lacks its error here', () => {
    const files = readdirSync(directory).filter((file) => file.endsWith('.nam'));
    expect(files.sort()).toEqual(BROKEN_FILES.map(([file]) => file));
  });

  it.each(BROKEN_FILES)('%s: %s at %s', (file, code, where, detail) => {
    expectRefusal(new Uint8Array(readFileSync(directory + file)), code, where, detail);
  });
});

/** A change to a valid file of two layer arrays: 3 channels not gated, 2 channels gated, two layers each. */
type Change = (file: WaveNetFile) => unknown;

/** Sets values somewhere in a file; `undefined` takes the key out, as JSON.stringify drops it. */
const setIn =
  (place: (file: WaveNetFile) => object) =>
  (values: object): Change =>
  (file) =>
    Object.assign(place(file), values);

const inFile = setIn((file) => file);
const inWeights = setIn((file) => file.weights);
const inConfig = setIn((file) => file.config);
const inFirst = setIn((file) => file.config.layers[0]);
const inLast = setIn((file) => file.config.layers[1]);

const MALFORMED: readonly (readonly [Change, where: string, detail: string])[] = [
  [inFile({ version: undefined }), 'version', 'expected a version such as "0.5.4", got nothing'],
  [inFile({ version: 0.5 }), 'version', 'expected a version such as "0.5.4", got 0.5'],
  [inFile({ version: '0.5' }), 'version', 'expected a version such as "0.5.4", got "0.5"'],
  [inFile({ version: '0.5.x' }), 'version', 'expected a version such as "0.5.4", got "0.5.x"'],
  [inFile({ version: '0.5.4-\n' }), 'version', 'expected a version such as "0.5.4", got "0.5.4-\\n"'],
  [inFile({ architecture: 3 }), 'architecture', 'expected the name of an architecture, got 3'],
  [inFile({ sample_rate: 0 }), 'sample_rate', 'expected 3000 to 768000 Hz, got 0'],
  [inFile({ sample_rate: '48k' }), 'sample_rate', 'expected a rate in Hz, got "48k"'],
  [inFile({ weights: undefined }), 'weights', 'expected a list of numbers, got nothing'],
  [(file) => file.weights.push(1), 'weights', 'expected 185 numbers, got 186'],
  [(file) => file.weights.pop(), 'weights', 'expected 185 numbers, got 184'],
  [inWeights({ 3: null }), 'weights[3]', 'expected a finite number, got null'],
  [inWeights({ 3: 1e39 }), 'weights[3]', 'expected a finite number, got 1e+39'],
  [inFile({ config: undefined }), 'config', 'expected an object, got nothing'],
  [inFile({ config: [] }), 'config.layers', 'expected a list, got nothing'],
  [inConfig({ layers: [] }), 'config.layers', 'expected a list with an entry, got a list of 0'],
  [inConfig({ layers: [7] }), 'config.layers[0]', 'expected an object, got 7'],
  [inConfig({ head_scale: 'loud' }), 'config.head_scale', 'expected a number, got "loud"'],
  [inFirst({ channels: undefined }), 'config.layers[0].channels', 'expected a positive integer, got nothing'],
  [inFirst({ channels: 1.5 }), 'config.layers[0].channels', 'expected a positive integer, got 1.5'],
  [inFirst({ channels: '3' }), 'config.layers[0].channels', 'expected a positive integer, got "3"'],
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
    inFirst({ head: { out_channels: 2, bias: false } }),
    'config.layers[0].head.kernel_size',
    'expected a positive integer, got nothing',
  ],
  [inFirst({ input_size: 2 }), 'config.layers[0].input_size', 'expected 1, the width before, got 2'],
  [inLast({ input_size: 1 }), 'config.layers[1].input_size', 'expected 3, the width before, got 1'],
  [inLast({ condition_size: 2 }), 'config.layers[1].condition_size', 'expected 1, the width of the input, got 2'],
  [inFirst({ layer1x1: true }), 'config.layers[0].layer1x1', 'expected an object, got true'],
  [inFirst({ conv_pre_film: 1 }), 'config.layers[0].conv_pre_film', 'expected false or the settings of a FiLM, got 1'],
];

describe('what breaks the rules of the format is malformed, by place', () => {
  it.each(MALFORMED.map(([change, where, detail]) => [`${where}: ${detail}`, change, where, detail] as const))(
    '%s',
    (_, change, where, detail) => expectRefusal(changed(change), 'malformed', where, detail),
  );
});

const UNSUPPORTED: readonly (readonly [Change, where: string, got: string])[] = [
  [inFile({ version: '0.4.9' }), 'version', 'got 0.4.9'],
  [inFile({ version: '0.8.0' }), 'version', 'got 0.8.0'],
  [inFile({ version: '1.5.0' }), 'version', 'got 1.5.0'],
  ...['ConvNet', 'Linear', 'LSTM', 'SlimmableContainer', 'constructor'].map(
    (architecture) => [inFile({ architecture }), 'architecture', `got "${architecture}"`] as const,
  ),
  [inConfig({ condition_dsp: {} }), 'config.condition_dsp', 'got a condition model'],
  [inConfig({ head: {} }), 'config.head', 'got a post-stack head'],
  [inConfig({ in_channels: 2 }), 'config.in_channels', 'got 2'],
  [inFirst({ activation: 'Snake' }), 'config.layers[0].activation', 'got "Snake"'],
  [inFirst({ bottleneck: 2 }), 'config.layers[0].bottleneck', 'got 2'],
  [inFirst({ groups_input: 3 }), 'config.layers[0].groups_input', 'got 3'],
  [inLast({ groups_input_mixin: 2 }), 'config.layers[1].groups_input_mixin', 'got 2'],
  [inFirst({ layer1x1: { active: false, groups: 1 } }), 'config.layers[0].layer1x1', 'got an inactive one'],
  [inFirst({ layer1x1: { active: true, groups: 3 } }), 'config.layers[0].layer1x1.groups', 'got 3'],
  [inFirst({ head1x1: { active: true, out_channels: 2, groups: 1 } }), 'config.layers[0].head1x1', 'got an active one'],
  [
    inFirst({ slimmable: { method: 'slice_channels_uniform' } }),
    'config.layers[0].slimmable',
    'got a slimmable layer array',
  ],
  [inFirst({ gating_mode: ['none', 'blended'] }), 'config.layers[0].gating_mode[1]', 'got blended'],
  [
    inFirst({ head1x1_post_film: { active: true, shift: true } }),
    'config.layers[0].head1x1_post_film',
    'got an active one',
  ],
  [inFirst({ conv_pre_film: {} }), 'config.layers[0].conv_pre_film', 'got an active one'],
  [inLast({ head_size: 2 }), 'config.layers[1].head_size', 'got 2'],
];

describe('what the format allows and Dilatone does not run is unsupported, by place', () => {
  it.each(UNSUPPORTED.map(([change, where, got]) => [`${where}: ${got}`, change, where, got] as const))(
    '%s',
    (_, change, where, got) => {
      expectRefusal(changed(change), 'unsupported', where, `${got}, which Dilatone does not support`);
    },
  );
});

function changed(change: Change): Uint8Array {
  const file = tinyWaveNet();
  change(file);
  return encodeFile(file);
}
