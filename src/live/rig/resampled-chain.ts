import type { Planes } from '../../engine/channels/channels.js';
import { type ResampledEngineDesign, ResamplerPair } from '../../engine/resample/resampler-pair.js';
import type { ActivitySums, MeasuredProcessor } from '../../network/engine.js';
import type { SignalId } from '../../network/network.js';
import type { RigChain } from './rig-chain.js';

/** A chain that runs at another rate than the stream's: one pair of resamplers for all of its blocks. */
export class ResampledChain implements MeasuredProcessor {
  readonly inputChannels = 2;
  readonly outputChannels = 2;
  readonly histories: readonly SignalId[] = [];
  readonly #resamplers: ResamplerPair;

  /** Takes over `chain`. */
  constructor(chain: RigChain, design: ResampledEngineDesign) {
    this.#resamplers = new ResamplerPair(chain, design, 128);
    this.#resamplers.reset();
  }

  /** @realtime */
  measure(_sums: ActivitySums | null): void {}

  /** @realtime */
  reset(): void {
    this.#resamplers.reset();
  }

  /** @realtime */
  startAt(frame: number): void {
    this.#resamplers.startAt(frame);
  }

  /** @realtime */
  process(output: Planes, input: Planes, frames: number): void {
    this.#resamplers.process(output, input, frames);
  }
}
