import type { ActivitySums, Engine, EngineKind } from '../../network/engine.js';
import type { SignalId } from '../../network/network.js';
import { type ResampledEngineDesign, ResamplerPair } from './resampler-pair.js';

export { designResampledEngine, type ResampledEngineDesign } from './resampler-pair.js';

/** Runs an engine at its model's own rate on a stream of another rate: as many frames out as in, `latencyFrames` late. */
export class ResampledEngine implements Engine {
  readonly kind: EngineKind;
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly histories: readonly SignalId[];
  readonly latencyFrames: number;
  readonly #engine: Engine;
  readonly #resamplers: ResamplerPair;

  /** Takes over `engine` and resets it. Blocks longer than `maxFrames` are processed in pieces of that length. */
  constructor(engine: Engine, design: ResampledEngineDesign, maxFrames = 128) {
    this.kind = engine.kind;
    this.inputChannels = engine.inputChannels;
    this.outputChannels = engine.outputChannels;
    this.histories = engine.histories;
    this.latencyFrames = design.latencyFrames;
    this.#engine = engine;
    this.#resamplers = new ResamplerPair(engine, design, maxFrames);
    this.reset();
  }

  /** @realtime */
  measure(sums: ActivitySums | null): void {
    this.#engine.measure(sums);
  }

  /** @realtime */
  reset(): void {
    this.#resamplers.reset();
  }

  /** @realtime */
  startAt(frame: number): void {
    this.#resamplers.startAt(frame);
  }

  /** @realtime */
  copyState(from: this): void {
    this.#engine.copyState(from.#engine);
    this.#resamplers.copyState(from.#resamplers);
  }

  /** @realtime */
  hasStateOf(other: this): boolean {
    return this.#resamplers.hasStateOf(other.#resamplers) && this.#engine.hasStateOf(other.#engine);
  }

  /** @realtime */
  process(output: readonly Float32Array[], input: readonly Float32Array[], frames: number): void {
    this.#resamplers.process(output, input, frames);
  }
}
