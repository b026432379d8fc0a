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

  /**
   * Accumulates each history's energy into `sums`, which has one place per history; null stops measuring. Allocates nothing.
   *
   * @realtime
   */
  measure(sums: ActivitySums | null): void;

  /** Copies the state of an engine made from the same source. Allocates nothing. @realtime */
  copyState(from: this): void;

  /** True only if an engine made from the same source holds identical state. Allocates nothing. @realtime */
  hasStateOf(other: this): boolean;

  /** Returns to the state before the first frame. Allocates nothing. @realtime */
  reset(): void;

  /**
   * Processes one block of any length. `input` and `output` hold one array per channel, each of at least `frames`
   * values; they may be the same arrays. Allocates nothing and does not throw.
   *
   * @realtime
   */
  process(output: readonly Float32Array[], input: readonly Float32Array[], frames: number): void;
}
