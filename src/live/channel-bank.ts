import { type ChannelLayout, engineCount } from '../engine/channels/channel-layout.js';
import { MonoEngines } from '../engine/channels/mono-engines.js';
import { createEngine, type EngineSource } from '../engine/engine-source.js';
import { allFinite, type Planes } from '../engine/planes.js';
import { ResampledEngine, type ResampledEngineDesign } from '../engine/resample/resampled-engine.js';
import type { Engine } from '../network/engine.js';
import { EngineActivity } from './meters/activity.js';

/** The engine of one model, for all channels of a node, and whether what it gives is fit to be heard. */
export class ChannelBank {
  readonly #engine: Engine;
  /** Frames by which the output lags behind the input. */
  readonly latencyFrames: number;
  /** Measures what goes on inside of the engine. */
  readonly activity: EngineActivity;
  #fault = '';

  constructor(engine: Engine, latencyFrames = 0) {
    this.#engine = engine;
    this.latencyFrames = latencyFrames;
    this.activity = new EngineActivity(engine);
  }

  /** Why `process` returned false; empty while all is well. */
  get fault(): string {
    return this.#fault;
  }

  /** Forgets the past, faults included. */
  reset(): void {
    this.#fault = '';
    this.#engine.reset();
  }

  /**
   * Processes one block; the shapes are those of `Engine.process`, of the whole node. Returns false after the engine
   * trapped or gave something that is no number: the output is then not to be heard.
   *
   * @realtime
   */
  process(output: Planes, input: Planes, frames: number): boolean {
    try {
      this.#engine.process(output, input, frames);
    } catch (error) {
      this.#fault = describeTrap(error);
      return false;
    }
    if (allFinite(output, frames)) return true;
    this.#fault = NOT_FINITE;
    return false;
  }
}

const NOT_FINITE = 'engine: expected finite samples, got NaN or infinity';

/** Called once per fault, when sound is lost already: it may allocate. */
function describeTrap(error: unknown): string {
  return `engine: expected a block of samples, got ${error}`;
}

/**
 * Makes the engine for a layout: one for all channels where the network has that many inputs and outputs, else one of a
 * mono network for each; of another rate than the stream's where `resampling` is given. Throws a DilatoneError
 * where the network's channels do not fit the layout.
 */
export function createChannelBank(
  source: EngineSource,
  layout: ChannelLayout,
  resampling: ResampledEngineDesign | null = null,
): ChannelBank {
  // Compiled once for all channels.
  const shared: EngineSource =
    source.kind === 'bytes'
      ? { kind: 'module', program: source.program, module: new WebAssembly.Module(source.program.bytes) }
      : source;
  const create = () => {
    const engine = createEngine(shared);
    return resampling === null ? engine : new ResampledEngine(engine, resampling);
  };
  const first = create();
  const others = Array.from({ length: engineCount(first, layout) - 1 }, create);
  const engine = others.length === 0 ? first : new MonoEngines([first, ...others]);
  return new ChannelBank(engine, resampling?.latencyFrames);
}
