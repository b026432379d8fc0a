import { type Code, v128 } from '../assembler/code.js';

type Vectors = readonly Code<'v128'>[];
type Lanes = readonly [number, number, number, number];

/** How the frames of two neighbouring vectors are divided, and put together again, for dilations within a vector. */
interface Division {
  readonly leading: Lanes;
  readonly following: Lanes;
  readonly first: Lanes;
  readonly second: Lanes;
}

const DIVISIONS: Readonly<Record<number, Division>> = {
  1: { leading: [0, 2, 4, 6], following: [1, 3, 5, 7], first: [0, 4, 1, 5], second: [2, 6, 3, 7] },
  2: { leading: [0, 1, 4, 5], following: [2, 3, 6, 7], first: [0, 1, 4, 5], second: [2, 3, 6, 7] },
};

/** The four vectors of a tile as two of frames that lead and two of frames that follow, for a dilation of 1, 2, 4 or 8. */
export function divideTile(
  dilation: number,
  tile: Vectors,
): { readonly leading: Vectors; readonly following: Vectors } {
  const [a, b, c, d] = tile;
  if (dilation === 8) return { leading: [a, b], following: [c, d] };
  if (dilation === 4) return { leading: [a, c], following: [b, d] };
  const { leading, following } = DIVISIONS[dilation];
  return {
    leading: [v128.shuffle(a, b, leading), v128.shuffle(c, d, leading)],
    following: [v128.shuffle(a, b, following), v128.shuffle(c, d, following)],
  };
}

/** The tile in its order, from what `divideTile` gave. */
export function joinTile(dilation: number, [a, b]: Vectors, [c, d]: Vectors): Vectors {
  if (dilation === 8) return [a, b, c, d];
  if (dilation === 4) return [a, c, b, d];
  const { first, second } = DIVISIONS[dilation];
  return [v128.shuffle(a, c, first), v128.shuffle(a, c, second), v128.shuffle(b, d, first), v128.shuffle(b, d, second)];
}
