import type { Activation } from '../../network/activation.js';
import { malformed } from '../reading/refuse.js';
import { describe } from '../reading/schema.js';
import { parseActivation } from './activations.js';
import { planConvolution } from './convolution.js';
import { FILMS, type FilmName, type FilmPlan, filmSettings, planFilm } from './film.js';
import type { LayerArrayWidths } from './layer-array-widths.js';
import { type Entry, perLayer } from './per-layer.js';
import type { LayerArrayFile } from './wavenet-schema.js';
import { type Convolution, times, type WeightCursor, type Width } from './weights.js';

/** How the second half of a layer's channels acts on the first: as a factor, or as the share of what is activated. */
export interface Gate {
  readonly mode: 'gated' | 'blended';
  readonly activation: Activation;
}

/** One dilated layer; what is null, it does without. */
export interface Layer {
  readonly conv: Convolution;
  readonly mixin: Convolution;
  readonly layer1x1: Convolution | null;
  readonly head1x1: Convolution | null;
  readonly activation: Activation;
  readonly gate: Gate | null;
  readonly films: Readonly<Record<FilmName, FilmPlan | null>>;
}

/** Plans the layers of one array, in the order of their weights. */
export function planLayers(
  array: LayerArrayFile,
  widths: LayerArrayWidths,
  cursor: WeightCursor,
  where: string,
): Layer[] {
  expectPartsToFit(array, widths, where);
  const { dilations } = array;
  const { channels, bottleneck, condition, headSum } = widths;
  const kernelSizes = kernelSizesOf(array, where);
  const activations = perLayer(array.activation, dilations.length, `${where}.activation`);
  const gates = gatesOf(array, bottleneck, where);
  return dilations.map((dilation, index) => {
    const gate = gates[index];
    const inner = gate ? times(2, bottleneck) : bottleneck;
    const conv = { inWidth: channels, outWidth: inner, kernelSize: kernelSizes[index], dilation, bias: true };
    const mixin = { inWidth: condition, outWidth: inner, bias: false };
    const layer1x1 = { inWidth: bottleneck, outWidth: channels, bias: true };
    const head1x1 = { inWidth: bottleneck, outWidth: headSum, bias: true };
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
    return {
      conv: planConvolution(cursor, conv, array.groups_input, `${where}.groups_input`),
      mixin: planConvolution(cursor, mixin, array.groups_input_mixin, `${where}.groups_input_mixin`),
      layer1x1:
        array.layer1x1?.active === false
          ? null
          : planConvolution(cursor, layer1x1, array.layer1x1?.groups, `${where}.layer1x1.groups`),
      head1x1: array.head1x1?.active
        ? planConvolution(cursor, head1x1, array.head1x1.groups, `${where}.head1x1.groups`)
        : null,
      activation: parseActivation(activations[index], bottleneck, gate !== null),
      gate,
      films: Object.fromEntries(
        FILMS.map((name) => [name, planFilm(array[name], condition, filmWidths[name], cursor, `${where}.${name}`)]),
      ) as Record<FilmName, FilmPlan | null>,
    };
  });
}

/** Parts that lean on one another. */
function expectPartsToFit(array: LayerArrayFile, { bottleneck, channels }: LayerArrayWidths, where: string): void {
  if (array.head1x1?.active && !array.head1x1.out_channels) {
    malformed(`${where}.head1x1.out_channels`, 'a positive integer', 'nothing');
  }
  if (array.layer1x1?.active === false && bottleneck.full !== channels.full) {
    malformed(`${where}.bottleneck`, `${channels.full}, the channels, as layer1x1 is inactive`, bottleneck.full);
  }
  if (array.layer1x1?.active === false && filmSettings(array.layer1x1_post_film)) {
    malformed(`${where}.layer1x1_post_film`, 'an inactive FiLM, as layer1x1 is inactive', 'an active one');
  }
  if (!array.head1x1?.active && filmSettings(array.head1x1_post_film)) {
    malformed(`${where}.head1x1_post_film`, 'an inactive FiLM, as head1x1 is inactive', 'an active one');
  }
}

function kernelSizesOf({ kernel_size, kernel_sizes, dilations }: LayerArrayFile, where: string): number[] {
  const option = kernel_sizes ?? kernel_size ?? malformed(`${where}.kernel_size`, 'a positive integer', 'nothing');
  if (kernel_size && kernel_sizes) malformed(`${where}.kernel_sizes`, 'nothing beside kernel_size', 'a list');
  return perLayer(option, dilations.length, `${where}.kernel_sizes`).map(({ value }) => value);
}

/** The gate of each layer. Older files say `gated`, newer ones name a mode and an activation. */
function gatesOf(array: LayerArrayFile, bottleneck: Width, where: string): (Gate | null)[] {
  const { dilations, gated, gating_mode, secondary_activation } = array;
  const sigmoid: Activation = { kind: 'sigmoid' };
  if (isBlank(gating_mode)) return dilations.map(() => (gated ? { mode: 'gated', activation: sigmoid } : null));
  const modes = perLayer(gating_mode, dilations.length, `${where}.gating_mode`);
  const activations = perLayer(secondary_activation, dilations.length, `${where}.secondary_activation`);
  return modes.map((entry, index) => {
    const mode = parseMode(entry);
    if (mode === 'none') return null;
    const activation = activations[index];
    return { mode, activation: isBlank(activation.value) ? sigmoid : parseActivation(activation, bottleneck, true) };
  });
}

function parseMode({ value, where }: Entry<unknown>): 'none' | Gate['mode'] {
  if (value === 'none' || value === 'gated' || value === 'blended') return value;
  return malformed(where, 'none, gated or blended', describe(value));
}

function isBlank(option: unknown): boolean {
  return option === undefined || option === null || option === '';
}
