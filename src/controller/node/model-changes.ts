import { catchUpNeeds } from '../../engine/catch-up.js';
import { type ChannelLayout, engineCount, layoutOf } from '../../engine/channels/channel-layout.js';
import type { SwapPlan } from '../../live/swap/engine-swap.js';
import { type ControlValues, expectModel, type Model, type NetworkChoice } from '../../model/model.js';
import type { EngineKind } from '../../network/engine.js';
import { disposedError } from '../link/processor-link.js';
import type { ProcessorRequests } from '../link/processor-requests.js';
import type { AnyAudioContext } from '../link/worklet-host.js';
import { catchUpSpeed, realtimeShare } from './catch-up-speed.js';
import { loadOf, noteLoad } from './context-load.js';
import { type DilatoneInfo, describe, type RunningModel } from './dilatone-info.js';
import { LatestChange, type SwapOutcome } from './latest-change.js';
import { type LiveEngineOptions, liveResampling, prepareLiveEngine } from './live-engine.js';

/** How to change models. */
export interface SetModelOptions extends NetworkChoice {
  /** Length of the crossfade in seconds, 0 … 60; default 0.05. */
  readonly crossfadeSeconds?: number;
  /** `crossfadeSeconds` by a shorter name; that one counts where both are given. */
  readonly crossfade?: number;
}

/** What stays as it is while models change, and the first model. */
export interface ModelChangesParts {
  readonly context: AnyAudioContext;
  readonly layout: ChannelLayout;
  /** What was asked for, and what the audio thread can do. */
  readonly engine: EngineKind | 'auto';
  readonly compiling: LiveEngineOptions;
  readonly resample: boolean;
  readonly choice: NetworkChoice;
  readonly running: RunningModel;
  /** Share of real time that the first model needs, as far as is known. */
  readonly share: number;
}

/** A model, and what of it was chosen. */
interface ChosenModel {
  readonly model: Model;
  readonly choice: NetworkChoice;
}

/** The model of a node, and its changes to others. */
export class ModelChanges {
  readonly #parts: ModelChangesParts;
  readonly #requests: ProcessorRequests;
  readonly #controlChange = new LatestChange((options: SetModelOptions) => this.#change(this.#wanted.model, options));
  #info: DilatoneInfo;
  #running: ChosenModel;
  /** What the last change asked for, whether it has come about or not. */
  #wanted: ChosenModel;
  #disposed = false;
  /** Changes so far, and of those the ones that have not ended. */
  #turn = 0;
  #pending = 0;

  constructor(parts: ModelChangesParts, requests: ProcessorRequests) {
    const { context, layout, engine, choice, running, share } = parts;
    this.#parts = parts;
    this.#requests = requests;
    this.#running = { model: running.model, choice };
    this.#wanted = this.#running;
    this.#info = describe(running, layout, context.sampleRate, engine);
    noteLoad(context, this, share);
  }

  /** Facts about the model in use. */
  get info(): DilatoneInfo {
    return this.#info;
  }

  /** The model in use. */
  get running(): ChosenModel {
    return this.#running;
  }

  /** Values of controls as they were last set. */
  get controls(): ControlValues {
    return this.#wanted.choice.controls ?? {};
  }

  /** Whether a change is under way. */
  get changing(): boolean {
    return this.#pending > 0;
  }

  /** See `Dilatone.setModel`. */
  async setModel(model: Model, options: SetModelOptions): Promise<SwapOutcome> {
    this.#controlChange.overtake();
    return this.#change(model, options);
  }

  /** See `Dilatone.setControls`. */
  async setControls(
    values: ControlValues,
    { crossfade, crossfadeSeconds = crossfade }: Pick<SetModelOptions, 'crossfade' | 'crossfadeSeconds'>,
  ): Promise<SwapOutcome> {
    const { model, choice } = this.#wanted;
    const controls = { ...choice.controls, ...values };
    // Refused at once, before anything is remembered.
    model.network({ ...choice, controls });
    this.#wanted = { model, choice: { ...choice, controls } };
    return this.#controlChange.request({ ...choice, controls, crossfadeSeconds });
  }

  /** Refuses changes from now on, those under way included. */
  dispose(): void {
    this.#disposed = true;
    noteLoad(this.#parts.context, this, 0);
  }

  async #change(model: Model, options: SetModelOptions): Promise<SwapOutcome> {
    this.#pending++;
    try {
      return await this.#changeModel(model, options);
    } catch (error) {
      if (this.#pending === 1) this.#wanted = this.#running;
      throw error;
    } finally {
      this.#pending--;
    }
  }

  async #changeModel(model: Model, options: SetModelOptions): Promise<SwapOutcome> {
    this.#refuseIfDisposed();
    const { crossfade = 0.05, crossfadeSeconds = crossfade, size, tanh, controls } = options;
    if (!(crossfadeSeconds >= 0 && crossfadeSeconds <= 60)) {
      throw new RangeError(`crossfadeSeconds: expected a number from 0 to 60, got ${crossfadeSeconds}`);
    }
    expectModel(model);
    const { context, layout, engine, compiling, resample } = this.#parts;
    const { sampleRate } = context;
    const choice = { size, tanh, controls };
    const network = model.network(choice);
    const engines = engineCount(layoutOf(network), layout);
    const resampling = resample ? liveResampling(sampleRate, network.sampleRate) : null;
    const turn = ++this.#turn;
    this.#wanted = { model, choice };
    const { source, framesPerMs } = await prepareLiveEngine(network, compiling);
    this.#refuseIfDisposed();
    if (turn !== this.#turn) return 'overtaken';
    const share = realtimeShare(framesPerMs, resampling === null ? sampleRate : network.sampleRate, engines);
    const heard = context.state === 'running';
    const plan: SwapPlan = {
      ...catchUpNeeds(source, resampling),
      catchUpSpeed: heard ? catchUpSpeed(share, loadOf(context)) : 'immediate',
      fadeFrames: heard ? Math.round(crossfadeSeconds * sampleRate) : 0,
    };
    const outcome = await this.#requests.swapEngines({ type: 'setEngine', source, resampling, plan }, share);
    if (outcome === 'overtaken') return 'overtaken';
    noteLoad(context, this, share);
    this.#running = { model, choice };
    this.#info = describe({ model, network, source, resampling }, layout, sampleRate, engine);
    return 'done';
  }

  #refuseIfDisposed(): void {
    if (this.#disposed) throw disposedError();
  }
}
