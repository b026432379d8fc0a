import { expectAtMost, type ModelLimits } from '../../model/limits.js';
import type { Activation } from '../../network/activation.js';
import { malformed } from '../reading/refuse.js';
import { parseActivation } from './activations.js';
import { type ArrayHead, type LayerArrayWidths, widthsOf } from './layer-array-widths.js';
import { type Layer, planLayers } from './layer-plan.js';
import type { LayerArrayFile, WaveNetFile } from './wavenet-schema.js';
import { type Convolution, fixed, WeightCursor } from './weights.js';

/** Layers of one width, with what leads into them and the head that leads out. */
export interface LayerArray {
  readonly rechannel: Convolution;
  readonly layers: readonly Layer[];
  readonly head: Convolution;
}

/** One convolution of the head behind all layer arrays, and what comes before it. */
export interface PostHeadStage {
  readonly activation: Activation;
  readonly conv: Convolution;
}

/** A WaveNet whose options are spelled out layer by layer and whose every number has its place in the flat weights. */
export interface WaveNetPlan {
  readonly outputs: number;
  readonly layerArrays: readonly LayerArray[];
  readonly postHead: readonly PostHeadStage[];
  /** Index of the head scale in the weights. */
  readonly headScale: number;
  readonly weightCount: number;
}

/** What a WaveNet plays on: how wide its input is, and the condition, which is the input unless a model makes it. */
export interface Surroundings {
  readonly inputs: number;
  readonly condition: number;
  readonly limits: ModelLimits;
  /** The place of the config. */
  readonly where: string;
}

/**
 * Plans a WaveNet from its config alone; refuses parts that do not fit together. `keptChannels` are those of the size to
 * run, array by array.
 */
export function planWaveNet(
  config: WaveNetFile,
  keptChannels: readonly number[],
  surroundings: Surroundings,
): WaveNetPlan {
  const { limits, where } = surroundings;
  const arrays = config.layers;
  const layerCount = arrays.reduce((sum, array) => sum + array.dilations.length, 0);
  expectAtMost(limits.layers, 'layers', layerCount, `${where}.layers`);
  const heads = arrays.map((array, index) => headOf(array, `${where}.layers[${index}]`));
  const widths = widthsOf(arrays, heads, keptChannels);
  expectArraysToFit(arrays, widths, heads, surroundings);

  const cursor = new WeightCursor();
  const layerArrays = arrays.map((array, index) => {
    const { input, channels, headSum, headOut } = widths[index];
    return {
      rechannel: cursor.convolution({ inWidth: input, outWidth: channels, bias: false }),
      layers: planLayers(array, widths[index], cursor, `${where}.layers[${index}]`),
      head: cursor.convolution({ ...heads[index], inWidth: headSum, outWidth: headOut }),
    };
  });
  const headOutput = heads[heads.length - 1].outChannels;
  const postHead = planPostHead(config.head, headOutput, cursor, `${where}.head`);
  const headScale = cursor.take(1);
  expectAtMost(limits.weights, 'weights', cursor.count, where);
  const outputs = config.head?.out_channels ?? headOutput;
  return { outputs, layerArrays, postHead, headScale, weightCount: cursor.count };
}

/** The layer signal and the head signal of an array must fit the next array. */
function expectArraysToFit(
  arrays: readonly LayerArrayFile[],
  widths: readonly LayerArrayWidths[],
  heads: readonly ArrayHead[],
  { inputs, condition, where }: Surroundings,
): void {
  arrays.forEach((array, index) => {
    const place = `${where}.layers[${index}]`;
    const before = arrays[index - 1]?.channels ?? inputs;
    if (array.input_size !== before) malformed(`${place}.input_size`, `${before}, the width before`, array.input_size);
    if (array.condition_size !== condition) {
      malformed(`${place}.condition_size`, `${condition}, the width of the condition`, array.condition_size);
    }
    const next = arrays[index + 1]?.channels;
    const { outChannels } = heads[index];
    if (next !== undefined && outChannels !== next) {
      const key = array.head ? 'head.out_channels' : 'head_size';
      malformed(`${place}.${key}`, `${next}, the channels of the next layer array`, outChannels);
    }
    const sum = widths[index].headSum.full;
    if (index > 0 && sum !== array.channels) {
      const key = array.head1x1?.active ? 'head1x1.out_channels' : 'bottleneck';
      malformed(`${place}.${key}`, `${array.channels}, the width of the head signal from the array before`, sum);
    }
  });
}

function headOf({ head, head_size, head_bias }: LayerArrayFile, where: string): ArrayHead {
  if (head) {
    const { out_channels: outChannels, kernel_size: kernelSize, bias, head_dilation } = head;
    return { outChannels, kernelSize, dilation: head_dilation ?? 1, bias };
  }
  const outChannels = head_size ?? malformed(`${where}.head_size`, 'a positive integer', 'nothing');
  const bias = head_bias ?? malformed(`${where}.head_bias`, 'true or false', 'nothing');
  return { outChannels, kernelSize: 1, dilation: 1, bias };
}

function planPostHead(
  head: WaveNetFile['head'],
  inChannels: number,
  cursor: WeightCursor,
  where: string,
): PostHeadStage[] {
  if (!head) return [];
  if ((head.in_channels ?? inChannels) !== inChannels) {
    malformed(`${where}.in_channels`, `${inChannels}, the width of the last layer array's head`, `${head.in_channels}`);
  }
  let inWidth = fixed(inChannels);
  return head.kernel_sizes.map((kernelSize, index) => {
    const isLast = index === head.kernel_sizes.length - 1;
    const outWidth = fixed(isLast ? head.out_channels : head.channels);
    const activation = parseActivation({ value: head.activation, where: `${where}.activation` }, inWidth);
    const conv = cursor.convolution({ inWidth, outWidth, kernelSize, bias: true });
    inWidth = outWidth;
    return { activation, conv };
  });
}
