import { call, doWhile, i32, type Statement, type Variable } from '../assembler/code.js';
import type { Locals } from '../assembler/module.js';
import type { PairedStep } from '../plan/plan.js';
import { TILE_FRAMES } from '../plan/tile.js';
import type { Kernel, KernelSettings } from './kernel.js';
import { mixedTileCode, type OutputRows, wholeTileCode } from './pair-products.js';
import { termsCode } from './pair-terms.js';
import { FLOAT_BYTES, type PairedContext, rowsAtOnce, TILE_VECTORS, vectorsOf, withinTile } from './paired-context.js';
import { type KernelParameters, Pointers } from './pointers.js';
import type { StepBinding } from './step-shape.js';

const TILE_BYTES = TILE_FRAMES * FLOAT_BYTES;

/** Steps with the same key have the same kernel. */
export function pairedKey({ op, stores }: PairedStep, { plan }: KernelSettings): string {
  const channels = [plan.network.channels[op.input], op.outChannels];
  return JSON.stringify(['paired', ...channels, Math.min(op.dilation, TILE_FRAMES), plan.storage[stores[0]]]);
}

/**
 * Writes the function that runs a paired convolution on one block. Its tiles start at multiples of their length, as frames
 * are counted: the first may begin before the block, and then computes some frames again, to the same bits.
 */
export function writePairedKernel(
  step: PairedStep,
  binding: StepBinding,
  locals: Locals,
  parameters: KernelParameters,
  { plan, memory, madd, mirror }: KernelSettings,
): Kernel {
  const { op, stores } = step;
  const [output] = stores;
  const pointers = new Pointers(locals, parameters, memory, plan.storage, binding, TILE_BYTES);
  const firstWeight = pointers.word(({ weightsAddress }) => weightsAddress);
  const carry = pointers.carry(op);
  const context: PairedContext = {
    op,
    inputs: plan.network.channels[op.input],
    locals,
    madd,
    position: locals.i32(),
    follows: locals.i32(),
    dilation: pointers.dilation(op),
    ring: pointers.ring(op.input),
    terms: memory.pairs.terms.address,
    spill: memory.pairs.spill.address,
    weights: locals.i32(),
    weight: locals.v128(),
    x: Array.from({ length: TILE_VECTORS }, () => locals.v128()),
  };
  const { position } = context;
  const [lag, first, left] = [locals.i32(), locals.i32(), locals.i32()];
  const ring = plan.storage[output] === 'ring' ? pointers.ring(output) : null;
  const address = ring
    ? i32.add(ring.base, i32.shl(i32.and(first, ring.mask), 2))
    : i32.sub(pointers.blockAddress(output), i32.shl(lag, 2));
  const tile = locals.i32();
  const body = [
    ...pointers.prologue,
    lag.set(i32.and(parameters.frame, TILE_FRAMES - 1)),
    first.set(i32.sub(parameters.frame, lag)),
    position.set(first),
    left.set(i32.add(parameters.frames, lag)),
    tile.set(address),
    doWhile(
      [
        context.weights.set(firstWeight),
        ...tileCode(context, tile, { row: locals.i32(), stride: pointers.stride(output) }, carry),
        tile.set(i32.add(tile, TILE_BYTES)),
        position.set(i32.add(position, TILE_FRAMES)),
        left.set(i32.sub(left, TILE_FRAMES)),
      ],
      i32.gtS(left, 0),
    ),
    ...(ring
      ? [call(mirror, ring.base, ring.mask, ring.stride, op.outChannels, first, i32.add(parameters.frames, lag))]
      : []),
  ];
  return { body, words: pointers.words };
}

/** One tile: its terms, then all rows, full groups in a loop. */
function tileCode(
  context: PairedContext,
  tile: Variable<'i32'>,
  output: OutputRows,
  carry: { readonly base: Variable<'i32'>; readonly stride: Variable<'i32'> },
): Statement[] {
  const { op, locals, position, dilation, follows } = context;
  const carried = { row: locals.i32(), stride: carry.stride };
  const end = locals.i32();
  const accumulators = Array.from({ length: rowsAtOnce(op) }, () =>
    Array.from({ length: vectorsOf(op) }, () => locals.v128()),
  );
  const groupCode = (rows: number): Statement[] => {
    const group = accumulators.slice(0, rows);
    return withinTile(op) ? mixedTileCode(group, output, context) : wholeTileCode(group, output, carried, context);
  };
  const restRows = op.outChannels % rowsAtOnce(op);
  const fullRows = op.outChannels - restRows;
  const phase = [
    follows.set(i32.and(position, dilation)),
    carried.row.set(i32.add(carry.base, i32.shl(i32.and(position, i32.sub(dilation, 1)), 2))),
  ];
  return [
    ...(withinTile(op) ? [] : phase),
    ...termsCode(context),
    output.row.set(tile),
    end.set(i32.add(tile, i32.mul(output.stride, fullRows))),
    doWhile(groupCode(rowsAtOnce(op)), i32.ltU(output.row, end)),
    ...(restRows > 0 ? groupCode(restRows) : []),
  ];
}
