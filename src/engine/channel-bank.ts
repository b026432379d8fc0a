import { type ChannelLayout, engineCount } from './channel-layout.js';
import type { Engine } from './engine.js';
import { createEngine, type EngineSource } from './engine-source.js';
import { allFinite, type Planes } from './planes.js';
import { ResampledEngine, type ResampledEngineDesign } from './resampled-engine.js';

/**
 * The engines of one model, laid over a node's channels: one engine for all of them where the network has that many
 * inputs and outputs, else one engine of a mono network for each.
 */
export class ChannelBank {
  readonly #engines: readonly Engine[];
  readonly #oneInput: Float32Array[] = [new Float32Array(0)];
  readonly #oneOutput: Float32Array[] = [new Float32Array(0)];
  /** Frames by which the output lags behind the input. */
  readonly latencyFrames: number;
  #fault = '';

  constructor(engines: readonly Engine[], latencyFrames = 0) {
    this.#engines = engines;
    this.latencyFrames = latencyFrames;
  }

  /** Why `process` returned false; empty while all is well. */
  get fault(): string {
    return this.#fault;
  }

  /** Forgets the past, faults included. */
  reset(): void {
    this.#fault = '';
    for (const engine of this.#engines) engine.reset();
  }

  /**
   * Processes one block; the shapes are those of `Engine.process`, of the whole node. Returns false after an engine
   * trapped or gave something that is no number: the output is then not to be heard.
   *
   * @realtime
   */
  process(output: Planes, input: Planes, frames: number): boolean {
    try {
      this.#run(output, input, frames);
    } catch (error) {
      this.#fault = describeTrap(error);
      return false;
    }
    if (allFinite(output, frames)) return true;
    this.#fault = NOT_FINITE;
    return false;
  }

  /** @realtime */
  #run(output: Planes, input: Planes, frames: number): void {
    const engines = this.#engines;
    if (engines.length === 1) {
      engines[0].process(output, input, frames);
      return;
    }
    const oneInput = this.#oneInput;
    const oneOutput = this.#oneOutput;
    for (let c = 0; c < engines.length; c++) {
      oneInput[0] = input[c];
      oneOutput[0] = output[c];
      engines[c].process(oneOutput, oneInput, frames);
    }
  }
}

const NOT_FINITE = 'engine: expected finite samples, got NaN or infinity';

/** Called once per fault, when sound is lost already: it may allocate. */
function describeTrap(error: unknown): string {
  return `engine: expected a block of samples, got ${error}`;
}

/**
 * Makes the engines for a layout, of another rate than the stream's where `resampling` is given. Throws a DilatoneError
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
  return new ChannelBank([first, ...others], resampling?.latencyFrames);
}
