import { describe, expect, it } from 'vitest';
import { parseModel } from '../../src/formats/parse-model.js';
import { Interpreter } from '../../src/interpreter/interpreter.js';
import type { Activation } from '../../src/network/activation.js';
import type { Network } from '../../src/network/network.js';
import { encodeFile, makeWaveNetFile, type WaveNetFile } from '../support/make-wavenet.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';

const networkOf = (file: WaveNetFile): Network => parseModel(encodeFile(file)).network();

/** The network of the tiny file with changes to its last, gated layer array. */
function withLast(changes: object): Network {
  const file = tinyWaveNet();
  Object.assign(file.config.layers[1], changes);
  return networkOf(file);
}

/** The first activation of a layer array of two channels. */
function activationFor(activation: unknown): Activation | undefined {
  const file = makeWaveNetFile({ layerArrays: [{ channels: 2, dilations: [1], activation }] }, 1);
  const op = networkOf(file).ops.find(({ kind }) => kind === 'activation');
  return op?.kind === 'activation' ? op.activation : undefined;
}

function run(network: Network, input: Float32Array): Float32Array {
  const output = new Float32Array(input.length);
  new Interpreter(network).process([output], [input], input.length);
  return output;
}

const input = Float32Array.from({ length: 100 }, (_, t) => Math.sin(t * t * 0.01));

describe('a WaveNet becomes ops in the order of its layers', () => {
  it('one array, not gated', () => {
    const file = makeWaveNetFile({ layerArrays: [{ channels: 2, dilations: [1, 5] }] }, 1);
    const layer = ['conv1d', 'conv1d', 'add', 'activation'];
    const residual = ['conv1d', 'add'];
    expect(networkOf(file).ops.map(({ kind }) => kind)).toEqual([
      ...['input', 'conv1d'],
      ...[...layer, ...residual],
      ...[...layer, 'add', ...residual],
      'conv1d',
    ]);
  });

  it('a gate is a product of two halves', () => {
    const file = makeWaveNetFile({ layerArrays: [{ channels: 2, dilations: [1], gated: true }] }, 1);
    const { ops, channels } = networkOf(file);
    expect(ops.slice(4, 10)).toMatchObject([
      { kind: 'add', inputs: [2, 3] },
      { kind: 'slice', input: 4, start: 0, channels: 2 },
      { kind: 'activation', input: 5, activation: { kind: 'tanh' } },
      { kind: 'slice', input: 4, start: 2, channels: 2 },
      { kind: 'activation', input: 7, activation: { kind: 'sigmoid' } },
      { kind: 'multiply', inputs: [6, 8] },
    ]);
    expect(channels.slice(4, 10)).toEqual([4, 2, 2, 2, 2, 2]);
  });
});

describe('the last weight is the head scale', () => {
  it('whatever the config says', () => {
    const file = tinyWaveNet();
    const network = networkOf(file);
    file.config.head_scale = 77;
    expect(networkOf(file)).toEqual(network);
  });

  it('twice of it doubles the output', () => {
    const file = tinyWaveNet();
    const once = run(networkOf(file), input);
    file.weights[file.weights.length - 1] *= 2;
    expect(run(networkOf(file), input)).toEqual(once.map((y) => 2 * y));
    expect(Math.max(...once)).toBeGreaterThan(0.05);
  });
});

describe('different spellings of an option give the same network', () => {
  const network = withLast({});

  it.each([
    { gated: undefined, gating_mode: 'gated' },
    { gated: undefined, gating_mode: ['gated', 'gated'], secondary_activation: ['Sigmoid', null] },
    { gated: false, gating_mode: 'gated', secondary_activation: { type: 'Sigmoid' } },
    { gated: true, secondary_activation: 'ReLU' },
    { activation: [{ type: 'Tanh' }, 'Tanh'] },
    { kernel_size: undefined, kernel_sizes: [3, 3] },
    { head_size: undefined, head_bias: undefined, head: { out_channels: 1, kernel_size: 1, bias: true } },
    { head: { out_channels: 1, kernel_size: 1, bias: true, head_dilation: 7 }, bottleneck: 2, groups_input: 1 },
    { layer1x1: { active: true, groups: 1 }, head1x1: { active: false, out_channels: 4, groups: 2 } },
    { conv_pre_film: false, conv_post_film: { active: false, shift: true, groups: 1 }, slimmable: null },
  ])('%j', (changes) => {
    const changed = withLast(changes);
    // A dilation of a single tap is no difference in sound.
    const withoutDilation = (n: Network) =>
      n.ops.map((op) => ('kernelSize' in op && op.kernelSize === 1 ? { ...op, dilation: 1 } : op));
    expect(withoutDilation(changed)).toEqual(withoutDilation(network));
  });

  it('no gate is one, too', () => {
    const file = makeWaveNetFile({ layerArrays: [{ channels: 2, dilations: [1] }] }, 1);
    const plain = networkOf(file);
    Object.assign(file.config.layers[0], { gated: undefined });
    expect(networkOf(file)).toEqual(plain);
    Object.assign(file.config.layers[0], { gating_mode: 'none', secondary_activation: '' });
    expect(networkOf(file)).toEqual(plain);
  });

  it('but layers may differ in kernel, gate and activation', () => {
    const file = makeWaveNetFile({ layerArrays: [{ channels: 1, dilations: [1, 10], kernelSize: 2 }] }, 1);
    Object.assign(file.config.layers[0], {
      kernel_size: undefined,
      kernel_sizes: [4, 2],
      activation: ['ReLU', 'Softsign'],
      gating_mode: ['none', 'gated'],
      secondary_activation: [null, 'Hardtanh'],
      head: { out_channels: 1, kernel_size: 6, head_dilation: 100, bias: true },
    });
    file.weights = new Array(1 + (4 + 1 + 1 + 2) + (4 + 2 + 2 + 2) + (6 + 1) + 1).fill(0.1);
    const { network, info } = ((model) => ({ network: model.network(), info: model.info }))(
      parseModel(encodeFile(file)),
    );
    expect(network.ops.filter(({ kind }) => kind === 'activation')).toMatchObject([
      { activation: { kind: 'relu' } },
      { activation: { kind: 'softsign' } },
      { activation: { kind: 'hardTanh' } },
    ]);
    expect(info.receptiveField).toBe(1 + 3 * 1 + 1 * 10 + 5 * 100);
  });
});

describe('activations', () => {
  it.each([
    ['Tanh', { kind: 'tanh' }],
    ['Hardtanh', { kind: 'hardTanh' }],
    ['Fasttanh', { kind: 'fastTanh' }],
    ['ReLU', { kind: 'relu' }],
    ['Sigmoid', { kind: 'sigmoid' }],
    ['SiLU', { kind: 'silu' }],
    ['Hardswish', { kind: 'hardSwish' }],
    ['Softsign', { kind: 'softsign' }],
    ['LeakyReLU', { kind: 'leakyRelu', negativeSlope: 0.01 }],
    ['PReLU', { kind: 'leakyRelu', negativeSlope: 0.01 }],
    ['LeakyHardtanh', { kind: 'leakyHardTanh', min: -1, max: 1, minSlope: 0.01, maxSlope: 0.01 }],
    [{ type: 'Softsign' }, { kind: 'softsign' }],
    [
      { type: 'LeakyReLU', negative_slope: 0.2 },
      { kind: 'leakyRelu', negativeSlope: 0.2 },
    ],
    [
      { type: 'PReLU', negative_slope: 0.2 },
      { kind: 'leakyRelu', negativeSlope: 0.2 },
    ],
    [
      { type: 'PReLU', negative_slopes: [0.5, 0.25] },
      { kind: 'prelu', negativeSlopes: Float32Array.of(0.5, 0.25) },
    ],
    [
      { type: 'LeakyHardTanh', min_val: -2, max_val: 3, min_slope: 0, max_slope: null },
      { kind: 'leakyHardTanh', min: -2, max: 3, minSlope: 0, maxSlope: 0.01 },
    ],
  ])('%j is %j', (activation, expected) => {
    expect(activationFor(activation)).toEqual(expected);
  });
});
