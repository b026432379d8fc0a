import type { TanhMode } from '../../src/model/model.js';
import type { Contender } from '../../src/timing/race.js';

/** An engine to check and to time. It has one input and one output. */
export interface Subject extends Contender {
  /** How it computes tanh. */
  readonly tanh: TanhMode;
  /** Processes one block; the output is valid until the next call. */
  process(block: Float32Array): Float32Array | Promise<Float32Array>;
}
