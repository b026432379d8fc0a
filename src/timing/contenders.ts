import { doWhile, f32x4, i32, v128 } from '../compiler/assembler/code.js';
import { ModuleBuilder } from '../compiler/assembler/module.js';
import type { MultiplyAdd } from '../compiler/program.js';
import type { Engine } from '../network/engine.js';
import type { Contender } from './race.js';

/** An engine that processes a block of noise in each turn. */
export function engineContender(name: string, engine: Engine, blockFrames: number): Contender {
  const input = Array.from({ length: engine.inputChannels }, () => noise(blockFrames));
  const output = Array.from({ length: engine.outputChannels }, () => new Float32Array(blockFrames));
  return {
    name,
    run: (blocks) => {
      for (let n = 0; n < blocks; n++) engine.process(output, input, blockFrames);
    },
  };
}

/** White noise with peaks at −12 dBFS, the same at each call. */
export function noise(frames: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: frames }, () => {
    // Park and Miller's generator.
    state = (state * 48271) % 0x7fffffff;
    return (state / 0x7fffffff - 0.5) / 2;
  });
}

/** Independent chains of sums: more than the latency of a multiplication and an addition can fill. */
const ACCUMULATORS = 12;
const UNROLLED = 8;

/** Multiply-adds in one turn of the ceiling's loop, in all four lanes. */
export const MACS_PER_TURN = ACCUMULATORS * UNROLLED * 4;

/**
 * A loop of multiply-adds on registers only: the fastest that the processor's vector units can do them. Null if the platform
 * lacks the instructions.
 */
export function ceiling(multiplyAdd: MultiplyAdd): Contender | null {
  const bytes = loopModule(multiplyAdd);
  if (!WebAssembly.validate(bytes)) return null;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  return { name: `ceiling, ${multiplyAdd}`, run: exports.run as (turns: number) => void };
}

/** A module that exports `run(turns)`. It stores its results, so that no compiler removes the loop. */
function loopModule(multiplyAdd: MultiplyAdd): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  const run = module.func(1, (locals, turns) => {
    const accumulators = Array.from({ length: ACCUMULATORS }, () => locals.v128());
    const factor = locals.v128();
    const madd = accumulators.map((sum) =>
      sum.set(
        multiplyAdd === 'relaxed' ? f32x4.relaxedMadd(factor, sum, factor) : f32x4.add(f32x4.mul(factor, sum), factor),
      ),
    );
    const turn = Array.from({ length: UNROLLED }, () => madd).flat();
    return [
      factor.set(f32x4.const(0.5)),
      doWhile([...turn, turns.set(i32.sub(turns, 1))], turns),
      ...accumulators.map((sum, n) => v128.store(16 * n, sum)),
    ];
  });
  module.exportFunction('run', run);
  return module.build(16 * ACCUMULATORS) as Uint8Array<ArrayBuffer>;
}
