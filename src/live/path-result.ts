import type { ChangeEnd } from './swap/engine-swap.js';

/** What one render quantum came to. There is one such object per path; the next call of `process` overwrites it. */
export interface PathResult {
  /** Why the path fell back to the dry sound in this quantum; null if it did not. */
  readonly fault: string | null;
  /** True if that was one fault too many: the network is not started again by itself. */
  readonly givenUp: boolean;
  /** True if the network was started again in this quantum, some time after a fault. */
  readonly restarted: boolean;
  /** True if only the dry sound is heard at the end of this quantum, because of a fault. */
  readonly faulty: boolean;
  /** How a change of engines ended in this quantum; null if none did. */
  readonly ended: ChangeEnd | null;
  /** Samples of the input that were replaced since this was last told, at most once a second; else 0. */
  readonly replaced: number;
}

/** The result of a quantum in which nothing happened. */
export const NOTHING: PathResult = {
  fault: null,
  givenUp: false,
  restarted: false,
  faulty: false,
  ended: null,
  replaced: 0,
};
