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
  const settings = filmSettings(film);
  if (settings === null) return null;
  const { shift, groups } = settings;
  const shape = { inWidth: condition, outWidth: times(shift ? 2 : 1, width), bias: true };
  return { convolution: planConvolution(cursor, shape, groups, `${where}.groups`), shift };
}

/** What an entry asks for: `true` and `{}` for modulation with a shift. Null where it asks for none. */
export function filmSettings(film: LayerArrayFile[FilmName]): { shift: boolean; groups: number } | null {
  if (film === true) return { shift: true, groups: 1 };
  if (!film || film.active === false) return null;
  return { shift: film.shift ?? true, groups: film.groups ?? 1 };
}
