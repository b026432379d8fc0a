import {
  type Code,
  call,
  doWhile,
  f32x4,
  type I32,
  i32,
  type Statement,
  type Variable,
  v128,
  when,
} from '../assembler/code.js';
import type { Locals } from '../assembler/module.js';
import { type Rows, TILE_FRAMES, VECTOR_BYTES } from '../plan/memory.js';

const FRAME_SHIFT = 2;

/**
 * Input below this magnitude counts as zero: −600 dB is far below the noise of any converter or file, and far above
 * denormal numbers, which slow processors down. WebAssembly cannot flush denormals, and the products of a first layer
 * would be among them.
 */
const SMALLEST = 1e-30;

/**
 * The function mirror(base, mask, stride, channels, frame, frames): copies what a block wrote to one end of
 * a ring to the mirror at the other end, including the rest of the last tile. It copies whole vectors; the extra frames are
 * equal already.
 */
export function mirrorCode(
  mirrorFrames: number,
  locals: Locals,
  [base, mask, stride, channels, frame, frames]: readonly Variable<'i32'>[],
): Statement[] {
  const [capacity, start, end, head, tail] = locals.i32s(5);
  const rows = { stride, channels };
  return [
    capacity.set(i32.add(mask, 1)),
    start.set(i32.and(frame, mask)),
    end.set(i32.add(start, i32.and(i32.add(frames, TILE_FRAMES - 1), -TILE_FRAMES))),
    when(i32.ltU(start, mirrorFrames), [
      head.set(i32.add(base, bytes(start))),
      tail.set(i32.add(head, bytes(capacity))),
      ...copyRows(locals, head, tail, i32.sub(minimum(end, mirrorFrames), start), rows),
    ]),
    when(i32.gtU(end, capacity), [
      head.set(base),
      tail.set(i32.add(base, bytes(capacity))),
      ...copyRows(locals, tail, head, i32.sub(end, capacity), rows),
    ]),
  ];
}

/**
 * Calls the function of index `fill`, see `fillCode`, for rows; the value of channel c lies at `values + c · valueStride`. By
 * default every row is filled with its own first value.
 */
export function fillRows(
  fill: number,
  { address, stride, rowBytes, channels }: Rows,
  values = address,
  valueStride = stride,
): Statement {
  return call(fill, address, stride, rowBytes, channels, values, valueStride);
}

/** The function fill(address, stride, rowBytes, channels, values, valueStride): fills each row with its channel's value. */
export function fillCode(
  locals: Locals,
  [address, stride, rowBytes, channels, values, valueStride]: readonly Variable<'i32'>[],
): Statement[] {
  const [at, end] = locals.i32s(2);
  const value = locals.v128();
  return [
    doWhile(
      [
        value.set(v128.loadSplat(values)),
        at.set(address),
        end.set(i32.add(address, rowBytes)),
        doWhile([v128.store(at, value), at.set(i32.add(at, VECTOR_BYTES))], i32.ltU(at, end)),
        values.set(i32.add(values, valueStride)),
        address.set(i32.add(address, stride)),
        channels.set(i32.sub(channels, 1)),
      ],
      channels,
    ),
  ];
}

/** Statements that replace samples below `SMALLEST` by zero in the first `frames` frames of every row. NaN stays. */
export function flushCode(locals: Locals, { address, stride, channels }: Rows, frames: Code<'i32'>): Statement[] {
  const at = locals.i32();
  const x = locals.v128();
  return Array.from({ length: channels }, (_, channel) => address + channel * stride).flatMap((row) => [
    at.set(i32.const(row)),
    doWhile(
      [
        x.set(v128.load(at)),
        v128.store(at, v128.andNot(x, f32x4.lt(f32x4.abs(x), f32x4.const(SMALLEST)))),
        at.set(i32.add(at, VECTOR_BYTES)),
      ],
      i32.ltU(at, i32.add(i32.shl(frames, FRAME_SHIFT), row)),
    ),
  ]);
}

/** Copies `frames` ≥ 1 frames, rounded up to whole vectors, of every row. Moves both pointers. */
function copyRows(
  locals: Locals,
  from: Variable<'i32'>,
  to: Variable<'i32'>,
  frames: I32,
  { stride, channels }: { stride: Variable<'i32'>; channels: Variable<'i32'> },
): Statement[] {
  const [left, offset, size] = locals.i32s(3);
  return [
    size.set(bytes(frames)),
    left.set(channels),
    doWhile(
      [
        offset.set(i32.const(0)),
        doWhile(
          [
            v128.store(i32.add(to, offset), v128.load(i32.add(from, offset))),
            offset.set(i32.add(offset, VECTOR_BYTES)),
          ],
          i32.ltU(offset, size),
        ),
        from.set(i32.add(from, stride)),
        to.set(i32.add(to, stride)),
        left.set(i32.sub(left, 1)),
      ],
      left,
    ),
  ];
}

function bytes(frames: I32): Code<'i32'> {
  return i32.shl(frames, FRAME_SHIFT);
}

function minimum(a: I32, b: I32): I32 {
  return i32.select(a, b, i32.ltU(a, b));
}
