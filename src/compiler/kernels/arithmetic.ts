import { type Code, f32x4 } from '../assembler/code.js';
import type { MultiplyAdd } from '../program.js';

/** a · b + c on vectors, as one instruction or two. */
export type MultiplyAddCode = (a: Code<'v128'>, b: Code<'v128'>, c: Code<'v128'>) => Code<'v128'>;

/** The instruction sequence for a kind of multiply-add. */
export function multiplyAddCode(kind: MultiplyAdd): MultiplyAddCode {
  return kind === 'relaxed' ? f32x4.relaxedMadd : (a, b, c) => f32x4.add(f32x4.mul(a, b), c);
}
