import type { BenchRequest, ConvertRequest, InspectRequest } from '../arguments.js';
import type { RenderSettings } from '../render/render-request.js';
import { type Converted, convertModel } from './convert-model.js';
import { inspectModel } from './describe-model.js';
import { benchModel, type Pace } from './measure-model.js';
import type { Rendered, RenderHooks } from './renderer.js';
import { Renderer } from './renderer.js';

/**
 * Where work is done that takes long, or is made to by a hostile file: all that is computed from models and sounds. It
 * writes no files, so it can end at any time. Each method rejects with a DilatoneError or a UsageError.
 */
export interface Workbench {
  /** What `dilatone inspect` prints. */
  inspect(request: InspectRequest): Promise<string>;
  /** What `dilatone bench` prints. */
  bench(request: BenchRequest, pace?: Pace): Promise<string>;
  convert(request: ConvertRequest): Promise<Converted>;
  /** Checks the model of a rendering, and gives its warnings. */
  open(settings: RenderSettings): Promise<readonly string[]>;
  /** Renders one file; one after the other. */
  render(input: string, settings: RenderSettings, hooks: RenderHooks): Promise<Rendered>;
  close(): void;
}

/** Works in this thread. */
export class LocalWorkbench implements Workbench {
  readonly #signal: AbortSignal;
  readonly #renderer: Renderer;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    this.#renderer = new Renderer(signal);
  }

  inspect(request: InspectRequest): Promise<string> {
    return inspectModel(request);
  }

  bench(request: BenchRequest, pace?: Pace): Promise<string> {
    return benchModel(request, this.#signal, pace);
  }

  convert(request: ConvertRequest): Promise<Converted> {
    return convertModel(request);
  }

  open(settings: RenderSettings): Promise<readonly string[]> {
    return this.#renderer.open(settings);
  }

  render(input: string, settings: RenderSettings, hooks: RenderHooks): Promise<Rendered> {
    return this.#renderer.render(input, settings, hooks);
  }

  close(): void {}
}
