import { doWhile, f32x4, i32, v128 } from '../src/compiler/assembler/code.js';
import { ModuleBuilder } from '../src/compiler/assembler/module.js';

const ACCUMULATORS = 12;
const UNROLLED = 8;

/**
 * A module whose `run(turns)` multiplies and adds in registers only, in more independent chains than the latency of an
 * addition needs; the result is stored, so that it cannot be left out.
 */
export function ceilingModule(): { bytes: Uint8Array<ArrayBuffer>; macsPerTurn: number } {
  const module = new ModuleBuilder();
  const run = module.func(1, (locals, turns) => {
    const accumulators = Array.from({ length: ACCUMULATORS }, () => locals.v128());
    const factor = locals.v128();
    const turn = accumulators.map((accumulator) =>
      accumulator.set(f32x4.add(f32x4.mul(factor, accumulator), factor)),
    );
    return [
      factor.set(f32x4.const(0.5)),
      doWhile(
        [...Array.from({ length: UNROLLED }, () => turn).flat(), turns.set(i32.sub(turns, 1))],
        turns,
      ),
      ...accumulators.map((accumulator, n) => v128.store(16 * n, accumulator)),
    ];
  });
  module.exportFunction('run', run);
  return { bytes: module.build(65536) as Uint8Array<ArrayBuffer>, macsPerTurn: ACCUMULATORS * UNROLLED * 4 };
}
