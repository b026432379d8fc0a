import { describe, expect, it } from 'vitest';
import { parseModel } from '../../src/formats/parse-model.js';
import { Interpreter } from '../../src/interpreter/interpreter.js';
import type { Model } from '../../src/model/model.js';
import type { Network, Op } from '../../src/network/network.js';
import { encodeFile, makeWaveNetFile, type WaveNetFile } from '../support/make-wavenet.js';
import { numbers, tinyConditioned, tinyLinear } from '../support/small-files.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';

const modelOf = (file: object): Model => parseModel(encodeFile(file));

/** One layer array of two channels and one layer of kernel 1, with options, whose weights are `count` small numbers. */
function layerWith(options: object, count: number, inConfig: object = {}): Network {
  const file = makeWaveNetFile({ layerArrays: [{ channels: 2, dilations: [1], kernelSize: 1 }] }, 1);
  Object.assign(file.config.layers[0], { gated: undefined, ...options });
  Object.assign(file.config, inConfig);
  return modelOf({ ...file, weights: numbers(count, 11) }).network();
}

/** Kinds of the ops; a convolution with groups as `conv1d/2`. */
const kinds = ({ ops }: Network) => ops.map((op) => (isGrouped(op) ? `conv1d/${op.groups}` : op.kind)).join(' ');

function isGrouped(op: Op): op is Extract<Op, { kind: 'conv1d' }> {
  return op.kind === 'conv1d' && op.groups > 1;
}

function run(network: Network, input: readonly Float32Array[]): Float32Array[] {
  const output = Array.from({ length: network.channels[network.output] }, () => new Float32Array(input[0].length));
  new Interpreter(network).process(output, input, input[0].length);
  return output;
}

const input = Float32Array.from({ length: 60 }, (_, t) => Math.sin(0.02 * t * t));

describe('the options of a layer become ops', () => {
  // Rechannel 2, conv 4 + 2, mixin 2, layer1x1 4 + 2, head 2, head scale.
  const PLAIN = 19;

  it.each([
    ['a plain layer', {}, PLAIN, 'conv1d conv1d add activation conv1d add'],
    [
      'no layer1x1: the layer signal goes on as it came',
      { layer1x1: { active: false } },
      PLAIN - 6,
      'conv1d conv1d add activation',
    ],
    [
      'a head1x1',
      { head1x1: { active: true, out_channels: 3 } },
      PLAIN + 9 + 1,
      'conv1d conv1d add activation conv1d conv1d add',
    ],
    ['groups', { groups_input: 2, layer1x1: { groups: 2 } }, PLAIN - 4, 'conv1d/2 conv1d add activation conv1d/2 add'],
    [
      'a blend: share · activated + (1 − share) · plain',
      { gating_mode: 'blended' },
      PLAIN + 8,
      'conv1d conv1d add slice activation slice activation multiply conv1d/2 multiply add conv1d add',
    ],
    [
      'a FiLM with shift',
      { conv_post_film: {} },
      PLAIN + 8,
      'conv1d conv1d multiply slice slice add conv1d add activation conv1d add',
    ],
    [
      'a FiLM without shift',
      { conv_post_film: { shift: false } },
      PLAIN + 4,
      'conv1d conv1d multiply conv1d add activation conv1d add',
    ],
    [
      'a FiLM behind a layer1x1 that is read and not applied',
      { layer1x1_post_film: { shift: false } },
      PLAIN + 4,
      'conv1d conv1d add activation conv1d add',
    ],
  ])('%s', (_, options, count, expected) => {
    const ops = kinds(layerWith(options, count)).split(' ');
    // Input and rechannel come before the layer, the head after it.
    expect(ops.slice(0, 2)).toEqual(['input', 'conv1d']);
    expect([...ops.slice(2, -1)].sort()).toEqual(expected.split(' ').sort());
    expect(ops.at(-1)).toBe('conv1d');
  });

  it('a FiLM behind a layer1x1 is applied in blended layers only', () => {
    const films = { layer1x1_post_film: { shift: false } };
    const multiplications = (network: Network) => network.ops.filter(({ kind }) => kind === 'multiply').length;
    expect(multiplications(layerWith({ gating_mode: 'gated', ...films }, PLAIN + 8 + 4))).toBe(1);
    expect(multiplications(layerWith({ gating_mode: 'blended', ...films }, PLAIN + 8 + 4))).toBe(3);
  });

  it('a PReLU of one slope has it in the first channel only where the layer is gated, as in the reference', () => {
    const activation = { type: 'PReLU', negative_slope: 0.25 };
    const activationOf = (network: Network) => network.ops.find(({ kind }) => kind === 'activation');
    expect(activationOf(layerWith({ activation }, PLAIN))).toMatchObject({
      activation: { kind: 'leakyRelu', negativeSlope: 0.25 },
    });
    expect(activationOf(layerWith({ activation, gating_mode: 'gated' }, PLAIN + 8))).toMatchObject({
      activation: { kind: 'prelu', negativeSlopes: Float32Array.of(0.25, 0) },
    });
  });

  it('a head behind all layers: each convolution after an activation', () => {
    const head = { channels: 3, out_channels: 2, kernel_sizes: [2, 4], activation: 'ReLU' };
    const network = layerWith({}, PLAIN + (3 * 2 + 3) + (2 * 3 * 4 + 2), { head });
    expect(kinds(network)).toMatch(/ conv1d activation conv1d activation conv1d$/);
    expect(network.ops.slice(-3)).toMatchObject([{ kernelSize: 2 }, { kind: 'activation' }, { kernelSize: 4 }]);
    expect(network.channels.at(-1)).toBe(2);
  });
});

describe('a condition model', () => {
  it('that changes nothing makes no difference', () => {
    const file = tinyWaveNet();
    const plain = run(modelOf(file).network(), [input]);
    file.config.condition_dsp = { ...tinyLinear(), config: { receptive_field: 1, bias: false }, weights: [1] };
    expect(run(modelOf(file).network(), [input])).toEqual(plain);
  });

  it('stands between the input and the mixins, and not before the layers', () => {
    const file = tinyWaveNet();
    file.config.condition_dsp = { ...tinyLinear(), config: { receptive_field: 1, bias: false }, weights: [0] };
    const mixins = makeMixinsZero(tinyWaveNet());
    expect(run(modelOf(file).network(), [input])).toEqual(run(modelOf(mixins).network(), [input]));
  });

  it('joins its layers, weights and receptive field to the whole', () => {
    const alone = modelOf(tinyWaveNet()).info;
    const { info } = modelOf(tinyConditioned());
    expect(info.layers).toBe(2 * alone.layers);
    expect(info.parameters).toBe(185 + 3 + 185 + 14);
    // The condition enters behind the first convolution, which looks back on 2 frames.
    expect(info.receptiveField).toBe(alone.receptiveField + (alone.receptiveField - 1 - 2));
  });

  it('may have a condition model itself', () => {
    const file = tinyWaveNet();
    const inner = tinyWaveNet();
    inner.config.condition_dsp = {
      ...tinyLinear(),
      config: { receptive_field: 100, bias: true },
      weights: numbers(101, 1),
    };
    file.config.condition_dsp = inner;
    expect(modelOf(file).info.receptiveField).toBe(100 + 28 + 28);
  });
});

describe('several inputs and outputs', () => {
  it('of a layer array without nonlinearity: the response to two inputs is the sum of the responses to each', () => {
    const file = makeWaveNetFile({ layerArrays: [{ channels: 2, dilations: [1, 3], activation: null }] }, 1);
    const identity = { type: 'LeakyReLU', negative_slope: 1 };
    Object.assign(file.config, { in_channels: 2 });
    Object.assign(file.config.layers[0], {
      ...{ input_size: 2, condition_size: 2, activation: identity },
      ...{ head_size: undefined, head: { out_channels: 3, kernel_size: 2, bias: false, head_dilation: 5 } },
    });
    const layer = 2 * 2 * 3 + 2 + 2 * 2 + (2 * 2 + 2);
    const weights = [...numbers(2 * 2 + 2 * layer + 3 * 2 * 2, 2), 1];
    const model = modelOf({ ...file, weights });
    expect(model.info).toMatchObject({ inputs: 2, outputs: 3, receptiveField: 1 + 2 * (1 + 3) + 5 });

    const zeros = new Float32Array(input.length);
    const other = input.map((x) => x * x);
    const parts = [
      [input, zeros],
      [zeros, other],
      [zeros, zeros],
      [input, other],
    ];
    const [first, second, none, both] = parts.map((part) => run(model.network(), part));
    for (const [c, channel] of both.entries()) {
      for (const [t, y] of channel.entries()) expect(y).toBeCloseTo(first[c][t] + second[c][t] - none[c][t], 5);
      expect(Math.max(...channel)).toBeGreaterThan(0.01);
    }
  });
});

/** Where the weights of the tiny file's four mixins start, and how many each has. */
const MIXINS = [
  [33, 3],
  [78, 3],
  [133, 4],
  [171, 4],
];

function makeMixinsZero(file: WaveNetFile): WaveNetFile {
  for (const [start, count] of MIXINS) file.weights.fill(0, start, start + count);
  return file;
}
