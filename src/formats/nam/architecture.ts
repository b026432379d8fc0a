import type { Network } from '../../network/network.js';
import type { ModelLimits } from '../limits.js';

/** The part of a `.nam` file that its architecture describes, unchecked, and what is known about it. */
export interface NamSource {
  readonly config: unknown;
  readonly weights: readonly unknown[];
  readonly sampleRate: number;
  /** Where the file stands in a larger one; empty for a whole file. */
  readonly where: string;
  readonly limits: ModelLimits;
}

/** What an architecture makes of its part of the file. */
export interface NamNetwork {
  readonly network: Network;
  readonly layers: number;
}

/** Reads one architecture; throws a DilatoneError where the file breaks its rules. */
export type ReadArchitecture = (source: NamSource) => NamNetwork;
