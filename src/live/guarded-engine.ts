import { allWithin, type ChannelLayout, engineCount, type Planes } from '../engine/channels/channels.js';
import { MonoEngines } from '../engine/channels/mono-engines.js';
import { createPreparedEngine, type EngineSource } from '../engine/engine-source.js';
import { ResampledEngine, type ResampledEngineDesign } from '../engine/resample/resampled-engine.js';
import type { MeasuredProcessor, StreamProcessor } from '../network/engine.js';
import { EngineActivity } from './meters/activity.js';

/** A network that gives more than this (600 dBFS) is about to overflow; gains behind it would. */
const MOST = 1e30;

const NOT_FINITE = 'engine: expected finite samples, got NaN or infinity';

/** Delay and polarity of a model beside the engine's latency, as far as the dry sound has to follow them. */
export interface DryAlignment {
  /** Whole frames of the stream, at least 0. */
  readonly delayFrames: number;
  readonly inverted: boolean;
}

/** Of a model that answers at once and the right way up, or of which one cannot tell. */
export const ALIGNED: DryAlignment = { delayFrames: 0, inverted: false };

/** The engine of one model, for all channels of a node, with a check of every block that it computes. */
export class GuardedEngine {
  /** Frames by which the output lags behind the input. */
  readonly latencyFrames: number;
  /** The same with the model's own delay: by so much the dry sound is delayed to be in time with the wet one. */
  readonly dryFrames: number;
  /** Whether the model turns the sound over. */
  readonly inverted: boolean;
  /** Measures the engine's histories. */
  readonly activity: EngineActivity;
  readonly #engine: StreamProcessor;

  /** Takes ownership of `engine`. */
  constructor(engine: MeasuredProcessor, latencyFrames = 0, alignment = ALIGNED) {
    this.#engine = engine;
    this.latencyFrames = latencyFrames;
    this.dryFrames = latencyFrames + alignment.delayFrames;
    this.inverted = alignment.inverted;
    this.activity = new EngineActivity(engine);
  }

  /** Returns the engine to its silence state. @realtime */
  reset(): void {
    this.#engine.reset();
  }

  /** Starts again from silence, in the midst of a stream. Returns null, or why it failed. Never throws. @realtime */
  restart(frame: number): string | null {
    try {
      this.#engine.reset();
      this.#engine.startAt(frame);
    } catch (error) {
      return describeTrap(error);
    }
    return null;
  }

  /** Gives the next frame a number; see `Engine`. @realtime */
  startAt(frame: number): void {
    this.#engine.startAt(frame);
  }

  /**
   * Processes one block; the shapes are those of `Engine.process`, with all channels of the node. Returns null if the output
   * can be used, else the reason: the engine trapped, or computed NaN or infinity. Never throws.
   *
   * @realtime
   */
  process(output: Planes, input: Planes, frames: number): string | null {
    try {
      this.#engine.process(output, input, frames);
    } catch (error) {
      return describeTrap(error);
    }
    return allWithin(MOST, output, frames) ? null : NOT_FINITE;
  }
}

/** @realtime-exception allocates a message, once per trap, when the sound is lost already */
function describeTrap(error: unknown): string {
  return `engine: expected a block of samples, got ${error}`;
}

/**
 * Creates the engine for a node's layout: one for all channels if the network has as many inputs and outputs, else one per
 * channel for a mono network; between resamplers if `resampling` is given. Throws a DilatoneError if the network's channels
 * do not fit the layout.
 */
export function createGuardedEngine(
  source: EngineSource,
  layout: ChannelLayout,
  resampling: ResampledEngineDesign | null = null,
  alignment?: DryAlignment,
): GuardedEngine {
  const create = () => {
    const engine = createPreparedEngine(source);
    return resampling === null ? engine : new ResampledEngine(engine, resampling);
  };
  const first = create();
  const others = Array.from({ length: engineCount(first, layout) - 1 }, create);
  const engine = others.length === 0 ? first : new MonoEngines([first, ...others]);
  return new GuardedEngine(engine, resampling?.latencyFrames, alignment);
}
