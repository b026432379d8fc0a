import type { ActivitySums } from './activity.js';
import type { SignalId } from './network.js';

/** How an engine runs a network: compiled to WebAssembly, or interpreted op by op in TypeScript. */
export type EngineKind = 'wasm' | 'interpreter';

/**
 * Runs one network on one stream of audio, on the thread that created it. Call `process` with consecutive blocks; the
 * output of a frame does not depend on how the stream is cut into blocks. The constructor allocates everything, in the
 * state before the first frame; no method allocates. Nothing needs to be released: drop the reference.
 */
export interface Engine {
  /** How it runs the network. */
  readonly kind: EngineKind;
  /** Number of input channels. */
  readonly inputChannels: number;
  /** Number of output channels. */
  readonly outputChannels: number;
  /** Signals with a history, since convolutions look back on them; their activity can be measured. Ascending. */
  readonly histories: readonly SignalId[];

  /**
   * Makes `process` accumulate each history's energy in `sums`, which has one place per history; null stops measuring.
   *
   * @realtime
   */
  measure(sums: ActivitySums | null): void;

  /** Copies the state of an engine made from the same source. @realtime */
  copyState(from: this): void;

  /** True only if an engine made from the same source holds identical state. @realtime */
  hasStateOf(other: this): boolean;

  /** Returns to the state before the first frame. @realtime */
  reset(): void;

  /**
   * Processes one block of any length. `input` and `output` hold one array per channel, each with at least `frames`
   * values; they may be the same arrays. Does not throw.
   *
   * @realtime
   */
  process(output: readonly Float32Array[], input: readonly Float32Array[], frames: number): void;
}
