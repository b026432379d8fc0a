import { planConvolution } from './convolution.js';
import type { LayerArrayFile } from './wavenet-schema.js';
import { type Convolution, times, type WeightCursor, type Width } from './weights.js';

/** Where a layer can be modulated by the condition, in the order of the weights. */
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

/** The name of one of the eight in a file. */
export type FilmName = (typeof FILMS)[number];

/** Feature-wise linear modulation: a pointwise convolution of the condition gives a scale, and below it a shift if any. */
export interface FilmPlan {
  readonly convolution: Convolution;
  readonly shift: boolean;
}

/** Plans the modulation of a signal of `width`; null where it is inactive. */
export function planFilm(
  film: LayerArrayFile[FilmName],
  condition: Width,
  width: Width,
  cursor: WeightCursor,
  where: string,
): FilmPlan | null {
  if (!isActive(film)) return null;
  const { shift = true, groups = 1 } = typeof film === 'object' && film !== null ? film : {};
  const outWidth = times(shift === false ? 1 : 2, width);
  const shape = { inWidth: condition, outWidth, bias: true };
  return { convolution: planConvolution(cursor, shape, groups, `${where}.groups`), shift: shift !== false };
}

/** Whether a file's entry asks for modulation: settings do unless they say otherwise. */
export function isActive(film: LayerArrayFile[FilmName]): boolean {
  return typeof film === 'object' && film !== null ? film.active !== false : film === true;
}
