import { type Code, doWhile, f32x4, i32, ifElse, type Statement, type Variable, v128 } from '../../assembler/code.js';
import { VECTOR_BYTES } from '../../plan/memory.js';
import { CHANNEL_BYTES, type PairedContext, TERM, TILE_VECTORS, termOffset, withinTile } from './paired-step.js';

/** Pointers to a channel's frames n, n − d and n − 2d, and to where its terms go. */
interface TermPointers {
  readonly now: Variable<'i32'>;
  readonly between: Variable<'i32'>;
  readonly before: Variable<'i32'>;
  readonly term: Variable<'i32'>;
}

/** Computes the sums and differences of a tile's frames, of every in-channel. */
export function termsCode(context: PairedContext): Statement[] {
  const { op, locals, ring, position, dilation, follows, terms, inputs } = context;
  const pointers = { now: locals.i32(), between: locals.i32(), before: locals.i32(), term: locals.i32() };
  const { now, between, before, term } = pointers;
  const addressOf = (frame: Code<'i32'>): Code<'i32'> => i32.add(ring.base, i32.shl(i32.and(frame, ring.mask), 2));
  const ofEveryChannel = (body: readonly Statement[]): Statement =>
    doWhile(
      [
        ...body,
        ...[now, between, before].map((pointer) => pointer.set(i32.add(pointer, ring.stride))),
        term.set(i32.add(term, CHANNEL_BYTES)),
      ],
      i32.ltU(term, i32.const(terms + inputs * CHANNEL_BYTES)),
    );
  return [
    now.set(addressOf(position)),
    between.set(addressOf(i32.sub(position, dilation))),
    before.set(addressOf(i32.sub(position, i32.shl(dilation, 1)))),
    term.set(i32.const(terms)),
    withinTile(op)
      ? ofEveryChannel(termsOfBoth(context, pointers))
      : ifElse(
          follows,
          [ofEveryChannel(termsOfFollowing(context, pointers))],
          [ofEveryChannel(termsOfLeading(context, pointers))],
        ),
  ];
}

/** The vectors of a tile at an address. */
function tileAt(address: Code<'i32'>): Code<'v128'>[] {
  return Array.from({ length: TILE_VECTORS }, (_, v) => v128.load(address, v * VECTOR_BYTES));
}

function termsOfFollowing({ op }: PairedContext, { now, before, term }: TermPointers): Statement[] {
  const far = tileAt(before);
  return tileAt(now).map((here, v) => v128.store(term, f32x4.sub(here, far[v]), termOffset(op, TERM.outer, v)));
}

function termsOfLeading(context: PairedContext, { now, between, before, term }: TermPointers): Statement[] {
  return leadingTerms(context, term, tileAt(now), tileAt(between), tileAt(before));
}

function termsOfBoth(context: PairedContext, { now, between, before, term }: TermPointers): Statement[] {
  const { op } = context;
  const [here, middle, far] = [now, between, before].map((address) => divideTile(op.dilation, tileAt(address)));
  return [
    ...leadingTerms(context, term, here.leading, middle.leading, far.leading),
    ...here.following.map((x, v) =>
      v128.store(term, f32x4.sub(x, far.following[v]), termOffset(op, TERM.following, v)),
    ),
  ];
}

function leadingTerms(
  { op, x }: PairedContext,
  term: Variable<'i32'>,
  here: readonly Code<'v128'>[],
  middle: readonly Code<'v128'>[],
  far: readonly Code<'v128'>[],
): Statement[] {
  const [a, b] = x;
  return here.flatMap((vector, v) => [
    a.set(vector),
    b.set(middle[v]),
    v128.store(term, f32x4.sub(a, far[v]), termOffset(op, TERM.outer, v)),
    v128.store(term, f32x4.add(a, b), termOffset(op, TERM.sum, v)),
    v128.store(term, f32x4.sub(a, b), termOffset(op, TERM.difference, v)),
  ]);
}

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
