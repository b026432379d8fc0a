import type { Activation } from '../../network/activation.js';
import { expectAtMost, type ModelLimits } from '../limits.js';
import { describe } from '../schema.js';
import { parseActivation } from './activations.js';
import { malformed, unsupported } from './refuse.js';
import type { LayerArrayFile, WaveNetFile } from './wavenet-schema.js';
import { type Convolution, WeightCursor } from './weights.js';

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
    const before = index === 0 ? inputs : arrays[index - 1].channels;
    if (array.input_size !== before) malformed(`${place}.input_size`, `${before}, the width before`, array.input_size);
    if (array.condition_size !== inputs) {
      malformed(`${place}.condition_size`, `${inputs}, the width of the input`, array.condition_size);
    }
    const { outChannels, key } = headOf(array, place);
    if (index < arrays.length - 1) {
      const next = arrays[index + 1].channels;
      if (outChannels !== next)
        malformed(`${place}.${key}`, `${next}, the channels of the next layer array`, outChannels);
    } else if (outChannels !== 1) {
      unsupported(`${place}.${key}`, '1 output channel', outChannels);
    }
  });
}

function planLayerArray(array: LayerArrayFile, cursor: WeightCursor, where: string): LayerArray {
  const { channels, dilations } = array;
  const rechannel = cursor.convolution({ inChannels: array.input_size, outChannels: channels, bias: false });
  const kernelSizes = kernelSizesOf(array, where);
  for (const option of ['activation', 'gating_mode', 'secondary_activation'] as const) {
    expectEntryPerLayer(array[option], dilations.length, `${where}.${option}`);
  }
  const layers = dilations.map((dilation, layer) => {
    const { activation, gate } = activationsOf(array, layer, where);
    const width = gate ? 2 * channels : channels;
    const kernelSize = kernelSizes[layer];
    return {
      conv: cursor.convolution({ inChannels: channels, outChannels: width, kernelSize, dilation, bias: true }),
      mixin: cursor.convolution({ inChannels: array.condition_size, outChannels: width, bias: false }),
      layer1x1: cursor.convolution({ inChannels: channels, outChannels: channels, bias: true }),
      activation,
      gate,
    };
  });
  const { key, ...head } = headOf(array, where);
  return { rechannel, layers, head: cursor.convolution({ inChannels: channels, ...head }) };
}

/** The head as newer files spell it, or as older ones do; `key` is where its width stands. */
function headOf({ head, head_size, head_bias }: LayerArrayFile, where: string) {
  if (head) {
    const { out_channels, kernel_size, bias, head_dilation } = head;
    return {
      outChannels: out_channels,
      kernelSize: kernel_size,
      dilation: head_dilation ?? 1,
      bias,
      key: 'head.out_channels',
    };
  }
  if (typeof head_size !== 'number') return malformed(`${where}.head_size`, 'a positive integer', describe(head_size));
  if (typeof head_bias !== 'boolean') return malformed(`${where}.head_bias`, 'true or false', describe(head_bias));
  return { outChannels: head_size, kernelSize: 1, dilation: 1, bias: head_bias, key: 'head_size' };
}

function kernelSizesOf({ kernel_size, kernel_sizes, dilations }: LayerArrayFile, where: string): number[] {
  if (kernel_size && kernel_sizes)
    malformed(`${where}.kernel_sizes`, 'nothing beside kernel_size', describe(kernel_sizes));
  if (kernel_size) return dilations.map(() => kernel_size);
  if (!kernel_sizes) return malformed(`${where}.kernel_size`, 'a positive integer', describe(kernel_size));
  expectEntryPerLayer(kernel_sizes, dilations.length, `${where}.kernel_sizes`);
  return kernel_sizes;
}

function activationsOf(array: LayerArrayFile, layer: number, where: string): Pick<Layer, 'activation' | 'gate'> {
  const { channels, gated, activation, gating_mode, secondary_activation } = array;
  const primary = entryOf(activation, layer, `${where}.activation`);
  const mode = entryOf(gating_mode ?? (gated ? 'gated' : 'none'), layer, `${where}.gating_mode`);
  const secondary = entryOf(secondary_activation, layer, `${where}.secondary_activation`);
  return {
    activation: parseActivation(primary.entry, channels, primary.place),
    gate: isGated(mode.entry, mode.place)
      ? parseActivation(secondary.entry || 'Sigmoid', channels, secondary.place)
      : null,
  };
}

function isGated(mode: unknown, where: string): boolean {
  if (mode === 'blended') unsupported(where, 'none or gated', mode);
  if (mode !== 'none' && mode !== 'gated') malformed(where, 'none, gated or blended', describe(mode));
  return mode === 'gated';
}

/** An option is one entry for all layers, or a list with an entry for each. */
function entryOf(option: unknown, layer: number, where: string): { entry: unknown; place: string } {
  return Array.isArray(option)
    ? { entry: option[layer], place: `${where}[${layer}]` }
    : { entry: option, place: where };
}

function expectEntryPerLayer(option: unknown, layers: number, where: string): void {
  if (!Array.isArray(option) || option.length === layers) return;
  malformed(where, `${layers} entries, one per layer`, option.length);
}
