import { Interpreter } from '../../src/interpreter/interpreter.js';
import type { TanhMode } from '../../src/model/model.js';
import type { Network } from '../../src/network/network.js';
import { noise } from '../../src/timing/contenders.js';
import type { Subject } from './subjects.js';

const CHECKED_FRAMES = 8192;

/** Largest difference from the plain engine, relative to max(1, peak): rounding is less, another network is more. */
const TOLERANCE = 1e-4;

/** Runs all subjects on the same noise; throws if the output of one differs from the plain engine's. */
export async function checkSubjects(
  subjects: readonly Subject[],
  networks: Readonly<Record<TanhMode, Network>>,
  blockFrames: number,
): Promise<void> {
  const input = noise(Math.ceil(CHECKED_FRAMES / blockFrames) * blockFrames);
  for (const subject of subjects) {
    const reference = new Interpreter(networks[subject.tanh]);
    const expected = new Float32Array(blockFrames);
    let peak = 1;
    let error = 0;
    for (let start = 0; start < input.length; start += blockFrames) {
      const block = input.slice(start, start + blockFrames);
      reference.process([expected], [block], blockFrames);
      const actual = await subject.process(block);
      for (const [t, value] of expected.entries()) {
        peak = Math.max(peak, Math.abs(value));
        // NaN is an error, too.
        if (!(Math.abs(actual[t] - value) <= error)) error = Math.abs(actual[t] - value);
      }
    }
    if (!(error <= TOLERANCE * peak)) {
      throw new Error(`${subject.name}: expected the output of the plain engine, got one that differs by ${error}`);
    }
  }
}
