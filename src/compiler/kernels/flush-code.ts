import { type Code, doWhile, f32x4, i32, type Statement, v128 } from '../assembler/code.js';
import type { Locals } from '../assembler/module.js';
import type { Rows } from '../plan/memory.js';

/**
 * What is smaller counts as zero: −600 dB, far below what any converter or file holds, and far above the numbers that
 * processors are slow with. WebAssembly cannot have them flushed to zero, and a layer's products would be among them.
 */
const SMALLEST = 1e-30;

const FRAME_SHIFT = 2;
const VECTOR_BYTES = 16;

/** Statements that put zero in the place of what is too small, in the first frames of every row. NaN stays. */
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
