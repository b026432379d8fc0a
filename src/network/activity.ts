import { liveSignals } from './facts.js';
import { inputsOf, lookbackOf, type Network, type SignalId } from './network.js';

/** One frame of so many is measured: enough to see how loud a signal is, and a fourth of the work. */
const STRIDE = 4;

/** The signals whose past is kept, since convolutions that reach the output look back on them; ascending. */
export function historySignals(network: Network): SignalId[] {
  const live = liveSignals(network);
  const kept = new Set<SignalId>();
  network.ops.forEach((op, id) => {
    if (live[id] && lookbackOf(op) > 0) for (const input of inputsOf(op)) kept.add(input);
  });
  return [...kept].sort((a, b) => a - b);
}

/** What engines add up about their histories while somebody watches: how far each is from its silence. */
export class ActivitySums {
  /** Σ (x − silence)² of each signal, averaged over its channels, in the order of the engine's `histories`. */
  readonly energies: Float64Array;
  /** Frames that were measured. */
  frames = 0;

  constructor(signals: number) {
    this.energies = new Float64Array(signals);
  }

  /**
   * Writes the root mean square of each signal to `levels`, from `start` on, and starts anew. Without a frame they are 0.
   *
   * @realtime
   */
  take(levels: Float32Array, start: number): void {
    const { energies } = this;
    for (let i = 0; i < energies.length; i++) {
      levels[start + i] = this.frames > 0 ? Math.sqrt(energies[i] / this.frames) : 0;
      energies[i] = 0;
    }
    this.frames = 0;
  }
}

/** The first frame of a block that is measured, when frame `frame` of the stream is the block's first. @realtime */
export function firstMeasured(frame: number): number {
  return -frame & (STRIDE - 1);
}

/** How many of a block's frames are measured from `first` on. @realtime */
export function countMeasured(first: number, frames: number): number {
  return first < frames ? Math.ceil((frames - first) / STRIDE) : 0;
}

/**
 * Σ (x − silence)² of one channel over a block's measured frames. Frame t of the block lies at `row + ((frame + t) & mask)`.
 *
 * @realtime
 */
export function deviation(
  data: Float32Array,
  row: number,
  mask: number,
  frame: number,
  first: number,
  frames: number,
  silence: number,
): number {
  let sum = 0;
  for (let t = first; t < frames; t += STRIDE) {
    const x = data[row + ((frame + t) & mask)] - silence;
    sum += x * x;
  }
  return sum;
}
