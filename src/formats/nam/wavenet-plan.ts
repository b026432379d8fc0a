import type { Activation } from '../../network/activation.js';
import { expectAtMost, type ModelLimits } from '../limits.js';
import { describe } from '../schema.js';
import { parseActivation } from './activations.js';
import { type Entry, perLayer } from './per-layer.js';
import { malformed, unsupported } from './refuse.js';
import type { LayerArrayFile, WaveNetFile } from './wavenet-schema.js';
import { type Convolution, WeightCursor } from './weights.js';

/** The gate of layers that name none. */
const SIGMOID: Activation = { kind: 'sigmoid' };

/** One dilated layer. */
export interface Layer {
  readonly conv: Convolution;
  readonly mixin: Convolution;
  readonly layer1x1: Convolution;
  readonly activation: Activation;
  /** What the second half of the channels goes through before it gates the first; null where the layer has no gate. */
  readonly gate: Activation | null;
}

/** Layers of one width, with what leads into them and the head that leads out. */
export interface LayerArray {
  readonly rechannel: Convolution;
  readonly layers: readonly Layer[];
  readonly head: Convolution;
}

/** A WaveNet whose options are spelled out layer by layer and whose every number has its place in the flat weights. */
export interface WaveNetPlan {
  readonly inputs: number;
  readonly layerArrays: readonly LayerArray[];
  /** Index of the head scale in the weights. */
  readonly headScale: number;
  readonly weightCount: number;
}

/** Plans a WaveNet from its config alone; refuses parts that do not fit together. */
export function planWaveNet(config: WaveNetFile, limits: ModelLimits, where: string): WaveNetPlan {
  const inputs = config.in_channels ?? 1;
  const layerCount = config.layers.reduce((sum, array) => sum + array.dilations.length, 0);
  expectAtMost(limits.layers, 'layers', layerCount, `${where}.layers`);
  expectArraysToFit(config.layers, inputs, `${where}.layers`);
  const cursor = new WeightCursor();
  const layerArrays = config.layers.map((array, index) => planLayerArray(array, cursor, `${where}.layers[${index}]`));
  const headScale = cursor.take(1);
  expectAtMost(limits.weights, 'weights', cursor.count, where);
  return { inputs, layerArrays, headScale, weightCount: cursor.count };
}

/** The layer signal and the head signal of an array must fit the next array; the last head is the output. */
function expectArraysToFit(arrays: readonly LayerArrayFile[], inputs: number, where: string): void {
  arrays.forEach((array, index) => {
    const place = `${where}[${index}]`;
    const before = arrays[index - 1]?.channels ?? inputs;
    if (array.input_size !== before) malformed(`${place}.input_size`, `${before}, the width before`, array.input_size);
    if (array.condition_size !== inputs) {
      malformed(`${place}.condition_size`, `${inputs}, the width of the input`, array.condition_size);
    }
    const { outChannels, key } = headOf(array, place);
    const next = arrays[index + 1]?.channels;
    if (next === undefined) {
      if (outChannels !== 1) unsupported(`${place}.${key}`, '1 output channel', outChannels);
    } else if (outChannels !== next) {
      malformed(`${place}.${key}`, `${next}, the channels of the next layer array`, outChannels);
    }
  });
}

function planLayerArray(array: LayerArrayFile, cursor: WeightCursor, where: string): LayerArray {
  const { channels, condition_size, dilations } = array;
  const rechannel = cursor.convolution({ inChannels: array.input_size, outChannels: channels, bias: false });
  const kernelSizes = kernelSizesOf(array, where);
  const activations = perLayer(array.activation, dilations.length, `${where}.activation`);
  const gates = gatesOf(array, where);
  const layers = dilations.map((dilation, layer) => {
    const gate = gates[layer];
    const width = gate ? 2 * channels : channels;
    const kernelSize = kernelSizes[layer];
    return {
      conv: cursor.convolution({ inChannels: channels, outChannels: width, kernelSize, dilation, bias: true }),
      mixin: cursor.convolution({ inChannels: condition_size, outChannels: width, bias: false }),
      layer1x1: cursor.convolution({ inChannels: channels, outChannels: channels, bias: true }),
      activation: parseActivation(activations[layer], channels),
      gate,
    };
  });
  const { key, ...head } = headOf(array, where);
  return { rechannel, layers, head: cursor.convolution({ inChannels: channels, ...head }) };
}

function kernelSizesOf({ kernel_size, kernel_sizes, dilations }: LayerArrayFile, where: string): number[] {
  const option = kernel_sizes ?? kernel_size ?? malformed(`${where}.kernel_size`, 'a positive integer', 'nothing');
  if (kernel_size && kernel_sizes) malformed(`${where}.kernel_sizes`, 'nothing beside kernel_size', 'a list');
  return perLayer(option, dilations.length, `${where}.kernel_sizes`).map(({ value }) => value);
}

/** The gate of each layer. Older files say `gated`, newer ones name a mode and an activation. */
function gatesOf(array: LayerArrayFile, where: string): (Activation | null)[] {
  const { channels, dilations, gated, gating_mode, secondary_activation } = array;
  if (isBlank(gating_mode)) return dilations.map(() => (gated ? SIGMOID : null));
  const modes = perLayer(gating_mode, dilations.length, `${where}.gating_mode`);
  const activations = perLayer(secondary_activation, dilations.length, `${where}.secondary_activation`);
  return modes.map((mode, layer) => {
    if (!isGated(mode)) return null;
    return isBlank(activations[layer].value) ? SIGMOID : parseActivation(activations[layer], channels);
  });
}

function isGated({ value, where }: Entry<unknown>): boolean {
  if (value === 'blended') unsupported(where, 'none or gated', value);
  if (value !== 'none' && value !== 'gated') malformed(where, 'none, gated or blended', describe(value));
  return value === 'gated';
}

function isBlank(option: unknown): boolean {
  return option === undefined || option === null || option === '';
}

/** The head as newer files spell it, or as older ones do; `key` is where its width stands. */
function headOf({ head, head_size, head_bias }: LayerArrayFile, where: string) {
  if (head) {
    const { out_channels: outChannels, kernel_size: kernelSize, bias, head_dilation } = head;
    return { outChannels, kernelSize, dilation: head_dilation ?? 1, bias, key: 'head.out_channels' };
  }
  const outChannels = head_size ?? malformed(`${where}.head_size`, 'a positive integer', 'nothing');
  const bias = head_bias ?? malformed(`${where}.head_bias`, 'true or false', 'nothing');
  return { outChannels, kernelSize: 1, dilation: 1, bias, key: 'head_size' };
}
