import type { SignalId } from '../../../network/network.js';
import { call, doWhile, i32, type Statement, type Variable } from '../../assembler/code.js';
import type { Locals } from '../../assembler/module.js';
import type { Kernel, KernelSettings, WriteKernel } from '../../code/kernel-library.js';
import { type KernelParameters, Pointers, type StepBinding } from '../../code/pointers.js';
import { FLOAT_BYTES, type Rows, TILE_FRAMES } from '../../plan/memory.js';
import { mixedTileCode, type OutputRows, termsCode, wholeTileCode } from './pair-products.js';
import {
  type PairedContext,
  type PairedStep,
  type PairMemory,
  rowsAtOnce,
  TILE_VECTORS,
  vectorsOf,
  withinTile,
} from './paired-step.js';

const TILE_BYTES = TILE_FRAMES * FLOAT_BYTES;

/**
 * Writes the function that runs a paired convolution on one block. Tiles start at multiples of their length, counted from
 * the last reset: the first may begin before the block, and then computes some frames again, with the same result.
 */
export function pairedKernel(
  step: PairedStep,
  binding: StepBinding,
  pairs: PairMemory,
  program: KernelSettings,
): WriteKernel {
  return (locals, parameters) => writePairedKernel(step, binding, pairs, program, locals, parameters);
}

function writePairedKernel(
  { op, stores: [output] }: PairedStep,
  binding: StepBinding,
  pairs: PairMemory,
  { network, storage, memory, madd, mirror }: KernelSettings,
  locals: Locals,
  parameters: KernelParameters,
): Kernel {
  const pointers = new Pointers(locals, parameters, memory, storage, binding, TILE_BYTES);
  const firstWeight = pointers.word(({ weightsAddress }) => weightsAddress);
  const carry = {
    base: pointers.word(({ signals }) => carryOf(pairs, signals).address),
    stride: pointers.word(({ signals }) => carryOf(pairs, signals).stride),
  };
  const context: PairedContext = {
    op,
    inputs: network.channels[op.input],
    locals,
    madd,
    position: locals.i32(),
    follows: locals.i32(),
    dilation: pointers.dilation(op),
    ring: pointers.ring(op.input),
    terms: pairs.terms.address,
    spill: pairs.spill.address,
    weights: locals.i32(),
    weight: locals.v128(),
    x: locals.v128s(TILE_VECTORS),
  };
  const { position } = context;
  const [lag, first, left] = locals.i32s(3);
  const ring = storage[output] === 'ring' ? pointers.ring(output) : null;
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

/** Where the partial sums of a step lie. `signals`: the step's input and output. */
function carryOf({ carries }: PairMemory, [, output]: readonly SignalId[]): Rows {
  return carries.get(output) as Rows;
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
  const accumulators = Array.from({ length: rowsAtOnce(op) }, () => locals.v128s(vectorsOf(op)));
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
