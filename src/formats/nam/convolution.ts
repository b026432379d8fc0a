import { malformed } from '../reading/refuse.js';
import type { Convolution, ConvolutionShape, WeightCursor } from './weights.js';

/** Deals out the weights of a convolution in groups; `where` is the place of their number. */
export function planConvolution(
  cursor: WeightCursor,
  shape: ConvolutionShape,
  groups: number | null | undefined,
  where: string,
): Convolution {
  const count = groups ?? 1;
  const [inChannels, outChannels] = [shape.inWidth.full, shape.outWidth.full];
  if (inChannels % count !== 0 || outChannels % count !== 0) {
    malformed(where, `a divisor of ${inChannels} and ${outChannels}`, count);
  }
  return cursor.convolution({ ...shape, groups: count });
}
