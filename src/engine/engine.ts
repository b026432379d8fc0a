/** How an engine computes: compiled to WebAssembly, or op by op in TypeScript. */
export type EngineKind = 'wasm' | 'interpreter';

/**
 * Runs one network on one stream of audio. Frames are processed in order, each exactly once; the output of a frame does
 * not depend on how the stream is cut into blocks.
 */
export interface Engine {
  readonly kind: EngineKind;
  readonly inputChannels: number;
  readonly outputChannels: number;

  /** Forgets the past: the histories hold what endless silence would have left. Allocates nothing. */
  reset(): void;

  /**
   * Processes one block of any length. `input` and `output` hold one array per channel, each of at least `frames`
   * values; they may be the same arrays. Allocates nothing and does not throw.
   */
  process(output: readonly Float32Array[], input: readonly Float32Array[], frames: number): void;
}
