import { expectAtMost } from '../../model/limits.js';
import type { Activation } from '../../network/activation.js';
import { describe, malformed } from '../reading/json.js';
import { parseActivation } from './activations.js';
import {
  type ArrayHead,
  bottleneckOf,
  expectArraysToFit,
  expectOptionsToFit,
  FILMS,
  type FilmName,
  filmSettings,
  type LayerArrayFile,
  readHead,
  type WaveNetContext,
  type WaveNetFile,
} from './wavenet-schema.js';
import { type Convolution, fixed, times, WeightCursor, type Width } from './weights.js';

/** A WaveNet at one size: the options of each layer, and the place of each part in the flat weights. */
export interface WaveNetPlan {
  readonly outputs: number;
  readonly layerArrays: readonly LayerArray[];
  readonly postHead: readonly PostHeadStage[];
  /** Index of the head scale in the weights. */
  readonly headScale: number;
  readonly weightCount: number;
}

/** Layers of one width, the convolution that leads into them, and the head that leads out. */
interface LayerArray {
  readonly rechannel: Convolution;
  readonly layers: readonly Layer[];
  readonly head: Convolution;
}

/** One dilated layer; parts that it does not have are null. */
export interface Layer {
  readonly conv: Convolution;
  readonly mixin: Convolution;
  readonly layer1x1: Convolution | null;
  readonly head1x1: Convolution | null;
  readonly activation: Activation;
  readonly gate: Gate | null;
  readonly films: Readonly<Record<FilmName, FilmPlan | null>>;
}

/** How the second half of a layer's channels acts on the first: as a factor, or as the mix of activated and plain signal. */
export interface Gate {
  readonly mode: 'gated' | 'blended';
  readonly activation: Activation;
}

/** Feature-wise linear modulation: a pointwise convolution of the condition gives a scale, then a shift if there is one. */
export interface FilmPlan {
  readonly convolution: Convolution;
  readonly shift: boolean;
}

/** An activation and a convolution of the head that follows the last layer array. */
interface PostHeadStage {
  readonly activation: Activation;
  readonly conv: Convolution;
}

/**
 * Plans a WaveNet from its config alone, without reading a weight. Throws a DilatoneError if parts do not fit together.
 * `keptChannels` has the channels of each layer array at the size to plan.
 */
export function planWaveNet(
  config: WaveNetFile,
  keptChannels: readonly number[],
  context: WaveNetContext,
): WaveNetPlan {
  const { limits, where } = context;
  const arrays = config.layers;
  const layerCount = arrays.reduce((sum, array) => sum + array.dilations.length, 0);
  expectAtMost(limits.layers, 'layers', layerCount, `${where}.layers`);
  const heads = arrays.map((array, index) => readHead(array, `${where}.layers[${index}]`));
  expectArraysToFit(arrays, heads, context);

  const cursor = new WeightCursor();
  const widths = widthsOf(arrays, heads, keptChannels);
  const layerArrays = arrays.map((array, index) => {
    const { input, channels, headSum, headOut } = widths[index];
    return {
      rechannel: cursor.takeConvolution({ inWidth: input, outWidth: channels, bias: false }),
      layers: planLayers(array, widths[index], cursor, `${where}.layers[${index}]`),
      head: cursor.takeConvolution({ ...heads[index], inWidth: headSum, outWidth: headOut }),
    };
  });
  const headOutput = heads[heads.length - 1].outChannels;
  const postHead = planPostHead(config.head, headOutput, cursor, `${where}.head`);
  const headScale = cursor.take(1);
  expectAtMost(limits.weights, 'weights', cursor.count, where);
  const outputs = config.head?.out_channels ?? headOutput;
  return { outputs, layerArrays, postHead, headScale, weightCount: cursor.count };
}

/** Widths of the signals of a layer array. */
interface Widths {
  readonly input: Width;
  readonly condition: Width;
  readonly channels: Width;
  readonly bottleneck: Width;
  /** The sum over the layers that feeds the head. */
  readonly headSum: Width;
  readonly headOut: Width;
}

function widthsOf(
  arrays: readonly LayerArrayFile[],
  heads: readonly ArrayHead[],
  keptChannels: readonly number[],
): Widths[] {
  const channels = arrays.map(({ channels }, index) => ({ full: channels, kept: keptChannels[index] }));
  return arrays.map((array, index) => {
    const bottleneck = bottleneckWidth(array, channels[index]);
    return {
      input: channels[index - 1] ?? fixed(array.input_size),
      condition: fixed(array.condition_size),
      channels: channels[index],
      bottleneck,
      headSum: array.head1x1?.active ? fixed(array.head1x1.out_channels ?? 0) : bottleneck,
      headOut: channels[index + 1] ?? fixed(heads[index].outChannels),
    };
  });
}

/** The bottleneck shrinks in proportion to the channels, down to one. */
function bottleneckWidth(array: LayerArrayFile, channels: Width): Width {
  const full = bottleneckOf(array);
  if (array.layer1x1?.active === false) return { full, kept: channels.kept };
  return { full, kept: Math.max(1, Math.floor((full * channels.kept) / channels.full)) };
}

/** Plans the layers of one array, in the order of their weights. */
function planLayers(array: LayerArrayFile, widths: Widths, cursor: WeightCursor, where: string): Layer[] {
  expectOptionsToFit(array, where);
  const { dilations, layer1x1, head1x1 } = array;
  const { channels, bottleneck, condition, headSum } = widths;
  const kernelSizes = kernelSizesOf(array, where);
  const activations = perLayer(array.activation, dilations.length, `${where}.activation`);
  const gates = gatesOf(array, bottleneck, where);
  return dilations.map((dilation, index) => {
    const gate = gates[index];
    const inner = gate ? times(2, bottleneck) : bottleneck;
    const takePointwise = (key: string, inWidth: Width, outWidth: Width, groups: number | null | undefined) =>
      cursor.takeGrouped({ inWidth, outWidth, bias: true }, groups, `${where}.${key}`);
    const conv = { inWidth: channels, outWidth: inner, kernelSize: kernelSizes[index], dilation, bias: true };
    const mixin = { inWidth: condition, outWidth: inner, bias: false };
    const filmWidths: Record<FilmName, Width> = {
      conv_pre_film: channels,
      conv_post_film: inner,
      input_mixin_pre_film: condition,
      input_mixin_post_film: inner,
      activation_pre_film: inner,
      activation_post_film: bottleneck,
      layer1x1_post_film: channels,
      head1x1_post_film: headSum,
    };
    const planFilm = (name: FilmName): FilmPlan | null => {
      const settings = filmSettings(array[name]);
      if (settings === null) return null;
      const { shift, groups } = settings;
      const outWidth = times(shift ? 2 : 1, filmWidths[name]);
      return { convolution: takePointwise(`${name}.groups`, condition, outWidth, groups), shift };
    };
    const { value, where: place } = activations[index];
    return {
      conv: cursor.takeGrouped(conv, array.groups_input, `${where}.groups_input`),
      mixin: cursor.takeGrouped(mixin, array.groups_input_mixin, `${where}.groups_input_mixin`),
      layer1x1:
        layer1x1?.active === false ? null : takePointwise('layer1x1.groups', bottleneck, channels, layer1x1?.groups),
      head1x1: head1x1?.active ? takePointwise('head1x1.groups', bottleneck, headSum, head1x1.groups) : null,
      activation: parseActivation(value, place, bottleneck, gate !== null),
      gate,
      films: Object.fromEntries(FILMS.map((name) => [name, planFilm(name)])) as Record<FilmName, FilmPlan | null>,
    };
  });
}

function kernelSizesOf({ kernel_size, kernel_sizes, dilations }: LayerArrayFile, where: string): number[] {
  const option = kernel_sizes ?? kernel_size ?? malformed(`${where}.kernel_size`, 'a positive integer', 'nothing');
  if (kernel_size && kernel_sizes) malformed(`${where}.kernel_sizes`, 'nothing beside kernel_size', 'a list');
  return perLayer(option, dilations.length, `${where}.kernel_sizes`).map(({ value }) => value);
}

/** The gate of each layer: `gated` in older files, a mode and an activation in newer ones. */
function gatesOf(array: LayerArrayFile, bottleneck: Width, where: string): (Gate | null)[] {
  const { dilations, gated, gating_mode, secondary_activation } = array;
  const sigmoid: Activation = { kind: 'sigmoid' };
  if (isBlank(gating_mode)) return dilations.map(() => (gated ? { mode: 'gated', activation: sigmoid } : null));
  const modes = perLayer(gating_mode, dilations.length, `${where}.gating_mode`);
  const activations = perLayer(secondary_activation, dilations.length, `${where}.secondary_activation`);
  return modes.map(({ value: mode, where: place }, index) => {
    if (mode === 'none') return null;
    if (mode !== 'gated' && mode !== 'blended') malformed(place, 'none, gated or blended', describe(mode));
    const { value, where } = activations[index];
    return { mode, activation: isBlank(value) ? sigmoid : parseActivation(value, where, bottleneck, true) };
  });
}

function isBlank(option: unknown): boolean {
  return option === undefined || option === null || option === '';
}

/** The values of an option for each layer, with their places. A file gives one value for all, or a list of one for each. */
function perLayer<T>(option: T | readonly T[], layers: number, where: string): { value: T; where: string }[] {
  if (!isList(option)) return new Array<{ value: T; where: string }>(layers).fill({ value: option, where });
  if (option.length !== layers) malformed(where, `${layers} entries, one per layer`, option.length);
  return option.map((value, layer) => ({ value, where: `${where}[${layer}]` }));
}

/** Array.isArray, which does not narrow read-only arrays. */
function isList<T>(option: T | readonly T[]): option is readonly T[] {
  return Array.isArray(option);
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
    const activation = parseActivation(head.activation, `${where}.activation`, inWidth);
    const conv = cursor.takeConvolution({ inWidth, outWidth, kernelSize, bias: true });
    inWidth = outWidth;
    return { activation, conv };
  });
}
