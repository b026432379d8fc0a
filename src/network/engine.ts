import type { ActivitySums } from './activity.js';
import type { SignalId } from './network.js';

/** How an engine computes: compiled to WebAssembly, or op by op in TypeScript. */
export type EngineKind = 'wasm' | 'interpreter';

/**
 * Runs one network on one stream of audio. Frames are processed in order, each exactly once; the output of a frame does
 * not depend on how the stream is cut into blocks.
 */
export interface Engine {
  /** How it computes. */
  readonly kind: EngineKind;
  /** Channels that it takes. */
  readonly inputChannels: number;
  /** Channels that it gives. */
  readonly outputChannels: number;
  /** Signals of the network that convolutions look back on, ascending: those whose activity can be measured. */
  readonly histories: readonly SignalId[];

  /** From now on `process` adds to these sums, of as many signals as there are histories; null ends it. Allocates nothing. */
  measure(sums: ActivitySums | null): void;

  /** Takes over the past of an engine made from the same source: from here on the two are alike. Allocates nothing. */
  copyState(from: this): void;

  /** Whether the past of an engine made from the same source is certain to be the same for this one. Allocates nothing. */
  hasStateOf(other: this): boolean;

  /** Forgets the past: the histories hold what endless silence would have left. Allocates nothing. */
  reset(): void;

  /**
   * Processes one block of any length. `input` and `output` hold one array per channel, each of at least `frames`
   * values; they may be the same arrays. Allocates nothing and does not throw.
   */
  process(output: readonly Float32Array[], input: readonly Float32Array[], frames: number): void;
}
