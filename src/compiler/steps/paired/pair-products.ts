import { doWhile, f32x4, i32, ifElse, type Statement, type Variable, v128 } from '../../assembler/code.js';
import { FLOAT_BYTES, VECTOR_BYTES } from '../../plan/memory.js';
import { joinTile } from './pair-terms.js';
import {
  ACCUMULATORS,
  type Address,
  CHANNEL_BYTES,
  type PairedContext,
  TERM,
  termOffset,
  type VectorVariables,
} from './paired-step.js';

/** Accumulators of a group of rows: [row][vector]. */
type Group = readonly VectorVariables[];

/** Where a group's output goes: `row` moves on by `stride` with each row. */
export interface OutputRows {
  readonly row: Variable<'i32'>;
  readonly stride: Address;
}

/** What leading frames leave for following ones: `row` moves on by `stride` with each row. */
export type CarryRows = OutputRows;

/** A group of rows in a tile whose frames all lead, or all follow. */
export function wholeTileCode(group: Group, output: OutputRows, carry: CarryRows, context: PairedContext): Statement[] {
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
