import { type Code, doWhile, f32x4, i32, ifElse, type Statement, type Variable, v128 } from '../../assembler/code.js';
import { FLOAT_BYTES, VECTOR_BYTES } from '../../plan/memory.js';
import {
  ACCUMULATORS,
  type Address,
  CHANNEL_BYTES,
  type PairedContext,
  TERM,
  TILE_VECTORS,
  termOffset,
  type VectorVariables,
  withinTile,
} from './paired-step.js';

/** Accumulators of a group of rows: [row][vector]. */
type Group = readonly VectorVariables[];

/** Where a group's output goes: `row` moves on by `stride` with each row. */
export interface OutputRows {
  readonly row: Variable<'i32'>;
  readonly stride: Address;
}

/** A group of rows in a tile whose frames all lead, or all follow. */
export function wholeTileCode(
  group: Group,
  output: OutputRows,
  carry: OutputRows,
  context: PairedContext,
): Statement[] {
  const { follows, inputs, weights, weight: kept, spill } = context;
  const productBytes = inputs * group.length * FLOAT_BYTES;
  const sums = group.flat();
  return [
    ifElse(
      follows,
      [
        weights.set(i32.add(weights, group.length * FLOAT_BYTES + 3 * productBytes)),
        ...group.flatMap((row) => [
          ...row.map((sum, v) => sum.set(v128.load(carry.row, v * VECTOR_BYTES))),
          nextRow(carry),
        ]),
        ...productCode(TERM.outer, group, context),
      ],
      [
        ...biasCode(group, context),
        ...productCode(TERM.sum, group, context),
        ...sums.map((sum, n) => v128.store(spill + n * VECTOR_BYTES, sum)),
        ...sums.map((sum) => sum.set(f32x4.const(0))),
        ...productCode(TERM.difference, group, context),
        ...group.flatMap((row, r) => [
          ...row.flatMap((sum, v) => [
            kept.set(v128.load(spill + (r * row.length + v) * VECTOR_BYTES)),
            v128.store(carry.row, f32x4.sub(kept, sum), v * VECTOR_BYTES),
            sum.set(f32x4.add(kept, sum)),
          ]),
          nextRow(carry),
        ]),
        ...productCode(TERM.outer, group, context),
        weights.set(i32.add(weights, productBytes)),
      ],
    ),
    ...group.flatMap((row) => [...row.map((sum, v) => v128.store(output.row, sum, v * VECTOR_BYTES)), nextRow(output)]),
  ];
}

/** A group of rows in a tile that holds pairs. */
export function mixedTileCode(group: Group, output: OutputRows, context: PairedContext): Statement[] {
  const { op, spill, weight: kept, x } = context;
  const [left] = x;
  const sums = group.flat();
  const finished = spill + ACCUMULATORS * VECTOR_BYTES;
  return [
    ...biasCode(group, context),
    ...productCode(TERM.sum, group, context),
    ...sums.map((sum, n) => v128.store(spill + n * VECTOR_BYTES, sum)),
    ...sums.map((sum) => sum.set(f32x4.const(0))),
    ...productCode(TERM.difference, group, context),
    ...sums.flatMap((sum, n) => [
      kept.set(v128.load(spill + n * VECTOR_BYTES)),
      left.set(f32x4.sub(kept, sum)),
      v128.store(spill + n * VECTOR_BYTES, left),
      sum.set(f32x4.add(kept, sum)),
    ]),
    ...productCode(TERM.outer, group, context),
    ...sums.map((sum, n) => v128.store(finished + n * VECTOR_BYTES, sum)),
    ...sums.map((sum, n) => sum.set(v128.load(spill + n * VECTOR_BYTES))),
    ...productCode(TERM.following, group, context),
    ...group.flatMap((following, r) => {
      const leading = following.map((_, v) => v128.load(finished + (r * following.length + v) * VECTOR_BYTES));
      return [
        ...joinTile(op.dilation, leading, following).map((vector, v) =>
          v128.store(output.row, vector, v * VECTOR_BYTES),
        ),
        nextRow(output),
      ];
    }),
  ];
}

function nextRow({ row, stride }: OutputRows): Statement {
  return row.set(i32.add(row, stride));
}

/** Sets every accumulator to its row's bias. */
function biasCode(group: Group, { weights, weight }: PairedContext): Statement[] {
  return [
    ...group.flatMap((row, r) => [
      weight.set(v128.loadSplat(weights, r * FLOAT_BYTES)),
      ...row.map((sum) => sum.set(weight)),
    ]),
    weights.set(i32.add(weights, group.length * FLOAT_BYTES)),
  ];
}

/** Adds the products of one term of every in-channel and moves the weight pointer past their factors. */
function productCode(term: number, group: Group, context: PairedContext): Statement[] {
  const { op, inputs, locals, madd, terms, weights, weight, x } = context;
  const channel = locals.i32();
  const factors = group.flatMap((row, r) => [
    weight.set(v128.loadSplat(weights, r * FLOAT_BYTES)),
    ...row.map((sum, v) => sum.set(madd(weight, x[v], sum))),
  ]);
  const vectors = group[0].map((_, v) => x[v].set(v128.load(channel, terms + termOffset(op, term, v))));
  return [
    channel.set(i32.const(0)),
    doWhile(
      [
        ...vectors,
        ...factors,
        weights.set(i32.add(weights, group.length * FLOAT_BYTES)),
        channel.set(i32.add(channel, CHANNEL_BYTES)),
      ],
      i32.ltU(channel, i32.const(inputs * CHANNEL_BYTES)),
    ),
  ];
}

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
function divideTile(dilation: number, tile: Vectors): { readonly leading: Vectors; readonly following: Vectors } {
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
function joinTile(dilation: number, [a, b]: Vectors, [c, d]: Vectors): Vectors {
  if (dilation === 8) return [a, b, c, d];
  if (dilation === 4) return [a, c, b, d];
  const { first, second } = DIVISIONS[dilation];
  return [v128.shuffle(a, c, first), v128.shuffle(a, c, second), v128.shuffle(b, d, first), v128.shuffle(b, d, second)];
}
