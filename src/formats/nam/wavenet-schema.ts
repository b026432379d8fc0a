import * as v from 'valibot';
import type { ModelLimits } from '../../model/limits.js';
import { anything, count, list, malformed, object } from '../reading/json.js';

/** The structure of a WaveNet's `config`. Activations, and options that may differ between layers, are checked by the plan. */
export function wavenetSchema(limits: ModelLimits) {
  const channels = count(limits.channels);
  const kernelSize = count(limits.kernelSize);
  const flag = v.boolean('true or false');
  const film = v.nullish(
    v.union(
      [v.boolean(), object({ active: v.nullish(flag), shift: v.nullish(flag), groups: v.nullish(channels) })],
      'false or the settings of a FiLM',
    ),
  );

  const layerArray = object({
    input_size: channels,
    condition_size: channels,
    channels,
    bottleneck: v.nullish(channels),
    dilations: list(count(limits.receptiveField), limits.layers),
    kernel_size: v.nullish(kernelSize),
    kernel_sizes: v.nullish(list(kernelSize, limits.layers)),
    activation: anything,
    gated: v.nullish(flag),
    gating_mode: anything,
    secondary_activation: anything,
    head_size: v.nullish(channels),
    head_bias: v.nullish(flag),
    head: v.nullish(
      object({
        out_channels: channels,
        kernel_size: kernelSize,
        bias: flag,
        head_dilation: v.nullish(count(limits.receptiveField)),
      }),
    ),
    groups_input: v.nullish(channels),
    groups_input_mixin: v.nullish(channels),
    layer1x1: v.nullish(object({ active: v.nullish(flag), groups: v.nullish(channels) })),
    head1x1: v.nullish(
      object({ active: v.nullish(flag), out_channels: v.nullish(channels), groups: v.nullish(channels) }),
    ),
    conv_pre_film: film,
    conv_post_film: film,
    input_mixin_pre_film: film,
    input_mixin_post_film: film,
    activation_pre_film: film,
    activation_post_film: film,
    layer1x1_post_film: film,
    head1x1_post_film: film,
    slimmable: v.nullish(
      object({
        method: v.nullish(v.string('the name of a method')),
        kwargs: v.nullish(object({ allowed_channels: v.nullish(list(channels, limits.channels)) })),
      }),
    ),
  });

  return object({
    layers: list(layerArray, limits.layers),
    head: v.nullish(
      object({
        in_channels: v.nullish(channels),
        channels,
        out_channels: channels,
        kernel_sizes: list(kernelSize, limits.layers),
        activation: anything,
      }),
    ),
    head_scale: v.nullish(v.number('a number')),
    condition_dsp: anything,
    in_channels: v.nullish(channels),
  });
}

/** A WaveNet's `config`, each entry checked by itself. */
export type WaveNetFile = v.InferOutput<ReturnType<typeof wavenetSchema>>;

/** One entry of `config.layers`. */
export type LayerArrayFile = WaveNetFile['layers'][number];

/** The points of a layer that the condition may modulate by FiLM, in the order of their weights. */
export const FILMS = [
  'conv_pre_film',
  'conv_post_film',
  'input_mixin_pre_film',
  'input_mixin_post_film',
  'activation_pre_film',
  'activation_post_film',
  'layer1x1_post_film',
  'head1x1_post_film',
] as const;

/** One of these points. */
export type FilmName = (typeof FILMS)[number];

/** The settings of an active FiLM, where `true` and `{}` stand for the defaults; null if it is inactive. */
export function filmSettings(film: LayerArrayFile[FilmName]): { shift: boolean; groups: number } | null {
  if (film === true) return { shift: true, groups: 1 };
  if (!film || film.active === false) return null;
  return { shift: film.shift ?? true, groups: film.groups ?? 1 };
}

/** The head of a layer array. */
export interface ArrayHead {
  readonly outChannels: number;
  readonly kernelSize: number;
  readonly dilation: number;
  readonly bias: boolean;
}

/** Reads the head of a layer array: `head` in newer files, `head_size` and `head_bias` in older ones. */
export function readHead({ head, head_size, head_bias }: LayerArrayFile, where: string): ArrayHead {
  if (head) {
    const { out_channels: outChannels, kernel_size: kernelSize, bias, head_dilation } = head;
    return { outChannels, kernelSize, dilation: head_dilation ?? 1, bias };
  }
  const outChannels = head_size ?? malformed(`${where}.head_size`, 'a positive integer', 'nothing');
  const bias = head_bias ?? malformed(`${where}.head_bias`, 'true or false', 'nothing');
  return { outChannels, kernelSize: 1, dilation: 1, bias };
}

/** What a WaveNet is connected to, and the limits and the place of its config. */
export interface WaveNetContext {
  /** Channels of the input. */
  readonly inputs: number;
  /** Channels of the condition: the output of the condition model, or the input if there is none. */
  readonly condition: number;
  readonly limits: ModelLimits;
  readonly where: string;
}

/** Refuses layer arrays whose layer signal or head signal does not fit the next array. */
export function expectArraysToFit(
  arrays: readonly LayerArrayFile[],
  heads: readonly ArrayHead[],
  { inputs, condition, where }: WaveNetContext,
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
    const head1x1 = array.head1x1?.active ? array.head1x1 : null;
    const sum = head1x1 ? (head1x1.out_channels ?? 0) : bottleneckOf(array);
    if (index > 0 && sum !== array.channels) {
      const key = head1x1 ? 'head1x1.out_channels' : 'bottleneck';
      malformed(`${place}.${key}`, `${array.channels}, the width of the head signal from the array before`, sum);
    }
  });
}

/** Refuses options of a layer array that contradict each other. */
export function expectOptionsToFit(array: LayerArrayFile, where: string): void {
  const bottleneck = bottleneckOf(array);
  if (array.head1x1?.active && !array.head1x1.out_channels) {
    malformed(`${where}.head1x1.out_channels`, 'a positive integer', 'nothing');
  }
  if (array.layer1x1?.active === false && bottleneck !== array.channels) {
    malformed(`${where}.bottleneck`, `${array.channels}, the channels, as layer1x1 is inactive`, bottleneck);
  }
  if (array.layer1x1?.active === false && filmSettings(array.layer1x1_post_film)) {
    malformed(`${where}.layer1x1_post_film`, 'an inactive FiLM, as layer1x1 is inactive', 'an active one');
  }
  if (!array.head1x1?.active && filmSettings(array.head1x1_post_film)) {
    malformed(`${where}.head1x1_post_film`, 'an inactive FiLM, as head1x1 is inactive', 'an active one');
  }
}

/** Channels between the activation and the 1×1 convolutions of a layer, at full size. */
export function bottleneckOf({ bottleneck, channels }: LayerArrayFile): number {
  return bottleneck ?? channels;
}
