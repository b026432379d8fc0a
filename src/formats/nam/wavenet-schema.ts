import * as v from 'valibot';
import type { ModelLimits } from '../../model/limits.js';
import { anything, count, list, object } from '../reading/schema.js';

/** The `config` of a WaveNet as files spell it. Activations and options that may vary by layer are parsed layer by layer. */
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

/** A WaveNet's `config`, checked entry by entry. */
export type WaveNetFile = v.InferOutput<ReturnType<typeof wavenetSchema>>;

/** One entry of `config.layers`. */
export type LayerArrayFile = WaveNetFile['layers'][number];
