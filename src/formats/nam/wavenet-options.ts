import { unsupported } from './refuse.js';
import type { LayerArrayFile, WaveNetFile } from './wavenet-schema.js';

const FILMS = [
  'conv_pre_film',
  'conv_post_film',
  'input_mixin_pre_film',
  'input_mixin_post_film',
  'activation_pre_film',
  'activation_post_film',
  'layer1x1_post_film',
  'head1x1_post_film',
] as const;

/** Refuses options of the format that Dilatone does not run, where a file uses them; switched off they are harmless. */
export function refuseUnsupportedOptions(config: WaveNetFile, where: string): void {
  if (isPresent(config.condition_dsp)) unsupported(`${where}.condition_dsp`, 'none', 'a condition model');
  if (isPresent(config.head)) unsupported(`${where}.head`, 'none', 'a post-stack head');
  const inputs = config.in_channels ?? 1;
  if (inputs !== 1) unsupported(`${where}.in_channels`, '1', inputs);
  config.layers.forEach((array, index) => {
    refuseInArray(array, `${where}.layers[${index}]`);
  });
}

function refuseInArray(array: LayerArrayFile, where: string): void {
  const { channels, groups_input, groups_input_mixin, layer1x1, head1x1, slimmable } = array;
  const bottleneck = array.bottleneck ?? channels;
  if (bottleneck !== channels) unsupported(`${where}.bottleneck`, `${channels}, the channels`, bottleneck);
  expectOne(groups_input, `${where}.groups_input`);
  expectOne(groups_input_mixin, `${where}.groups_input_mixin`);
  if (layer1x1?.active === false) unsupported(`${where}.layer1x1`, 'an active 1×1', 'an inactive one');
  expectOne(layer1x1?.groups, `${where}.layer1x1.groups`);
  if (head1x1?.active) unsupported(`${where}.head1x1`, 'an inactive 1×1', 'an active one');
  if (isPresent(slimmable)) unsupported(`${where}.slimmable`, 'none', 'a slimmable layer array');
  for (const key of FILMS) {
    const film = array[key];
    const active = typeof film === 'object' && film !== null ? film.active !== false : film === true;
    if (active) unsupported(`${where}.${key}`, 'an inactive FiLM', 'an active one');
  }
}

function expectOne(groups: number | null | undefined, where: string): void {
  if ((groups ?? 1) !== 1) unsupported(where, '1', `${groups}`);
}

function isPresent(option: unknown): boolean {
  return option !== undefined && option !== null && option !== false;
}
