import type { Conv1dOp, Network } from '../../network/network.js';
import { startState } from '../../network/silence.js';
import { call, type Statement, v128 } from '../assembler/code.js';
import type { ImageBuilder } from '../image.js';
import type { MemoryPlan, Rows } from '../plan/memory.js';

const FLOAT_BYTES = 4;
const VECTOR_BYTES = 16;

/**
 * Statements that fill every ring, and the state of every recurrent op, with what is there before the first frame. The
 * values go into the image.
 *
 * @param fill index of the function that fills a ring; see `fillCode`
 */
export function resetCode(network: Network, memory: MemoryPlan, fill: number, image: ImageBuilder): Statement[] {
  const { signals, cells } = startState(network);
  const rings = Array.from(memory.rings, ([signal, { address, stride, rowBytes, channels }]) =>
    call(fill, address, stride, rowBytes, channels, image.floats(signals[signal])),
  );
  const states = Array.from(cells, ([signal, state]) => {
    const rows = memory.recurrents.get(signal);
    return rows ? [...copyCode(state.hidden, rows.hidden, image), ...copyCode(state.cell, rows.cell, image)] : [];
  });
  const carries = Array.from(memory.pairs.carries, ([conv, { address, stride, rowBytes, channels }]) =>
    rowBytes === 0
      ? []
      : [call(fill, address, stride, rowBytes, channels, image.floats(steadyCarry(conv, signals[conv.input])))],
  );
  return [...rings, ...carries.flat(), ...states.flat()];
}

/** What leading frames leave while x does not change: z = b + (w₀ + w₁ + w₂)·x. */
function steadyCarry({ weight, bias, kernelSize, outChannels }: Conv1dOp, x: Float32Array): number[] {
  const rowWeights = weight.length / outChannels;
  return Array.from({ length: outChannels }, (_, o) =>
    weight
      .subarray(o * rowWeights, (o + 1) * rowWeights)
      .reduce((sum, w, n) => sum + w * x[Math.floor(n / kernelSize)], bias?.[o] ?? 0),
  );
}

/** Sets one row to values, padded with zeros. */
function copyCode(values: ArrayLike<number>, { address, rowBytes }: Rows, image: ImageBuilder): Statement[] {
  const padded = new Float32Array(rowBytes / FLOAT_BYTES);
  padded.set(values);
  const from = image.floats(padded);
  return Array.from({ length: rowBytes / VECTOR_BYTES }, (_, n) =>
    v128.store(address + n * VECTOR_BYTES, v128.load(from + n * VECTOR_BYTES)),
  );
}
