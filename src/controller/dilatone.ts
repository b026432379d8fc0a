import { activityFrom } from '../engine/activity.js';
import { catchUpNeeds } from '../engine/catch-up.js';
import { type ChannelLayout, engineCount, layoutOf } from '../engine/channel-layout.js';
import type { EngineKind } from '../engine/engine.js';
import type { SwapPlan } from '../engine/engine-swap.js';
import type { MeterReading } from '../engine/meters.js';
import type { ParameterName } from '../engine/parameters.js';
import { DilatoneError } from '../errors.js';
import { expectModel } from '../formats/expect-model.js';
import type { ControlValues, Model, NetworkChoice } from '../formats/model.js';
import { catchUpSpeed, realtimeShare } from './catch-up-speed.js';
import { loadOf, noteLoad } from './context-load.js';
import type { DilatoneEvents } from './dilatone-events.js';
import { type DilatoneInfo, describe, type RunningModel } from './dilatone-info.js';
import { LatestChange, type SwapOutcome } from './latest-change.js';
import { Listeners } from './listeners.js';
import { type LiveEngineOptions, liveResampling, prepareLiveEngine } from './live-engine.js';
import { Metering } from './metering.js';
import { OverloadPolicy, smallerSize } from './overload-policy.js';
import { disposedError, type ProcessorLink } from './processor-link.js';
import { ProcessorRequests } from './processor-requests.js';
import type { AnyAudioContext, NodeOf } from './worklet-host.js';

/** How to change models. */
export interface SetModelOptions extends NetworkChoice {
  /** Length of the crossfade in seconds, 0 … 60; default 0.05. */
  readonly crossfadeSeconds?: number;
  /** `crossfadeSeconds` by a shorter name; that one counts where both are given. */
  readonly crossfade?: number;
}

/** Readings of the activity for each second: one for each frame of most screens. */
const ACTIVITY_HZ = 60;

/** What `createDilatone` puts together. */
export interface DilatoneParts<Context> {
  readonly node: AudioWorkletNode;
  readonly link: ProcessorLink;
  readonly context: Context;
  readonly layout: ChannelLayout;
  /** What was asked for, and what the audio thread can do. */
  readonly engine: EngineKind | 'auto';
  readonly compiling: LiveEngineOptions;
  readonly resample: boolean;
  readonly stepDown: boolean;
  readonly choice: NetworkChoice;
  readonly running: RunningModel;
  /** Share of real time that the first model needs, as far as is known. */
  readonly share: number;
}

/**
 * An audio node that runs a model. Connect sources to `node`, and this to where the sound goes.
 *
 * `createDilatone` makes it. After `dispose` every call is refused with a DilatoneError `disposed`.
 */
export class Dilatone<Context extends AnyAudioContext = BaseAudioContext> {
  /** The node to connect sources to; it belongs to the context and is of its kind. */
  readonly node: NodeOf<Context>;
  /** Gain in dB before the network, −60 … 40; default 0. */
  readonly inputGainDb: AudioParam;
  /** Gain in dB after the network, −60 … 40; default 0. The dry share of the mix is not changed by it. */
  readonly outputGainDb: AudioParam;
  /** Wet share of the output, 0 … 1; default 1. The dry share is the input as it came. */
  readonly mix: AudioParam;
  readonly #node: AudioWorkletNode;
  readonly #link: ProcessorLink;
  readonly #requests: ProcessorRequests;
  readonly #context: Context;
  readonly #layout: ChannelLayout;
  readonly #engine: EngineKind | 'auto';
  readonly #compiling: LiveEngineOptions;
  readonly #resample: boolean;
  readonly #overload: OverloadPolicy | null;
  readonly #listeners = new Listeners<DilatoneEvents>();
  readonly #metering: Metering;
  #info: DilatoneInfo;
  /** The model in use, and what of it was chosen. */
  #running: { readonly model: Model; readonly choice: NetworkChoice };
  /** What the last change asked for, whether it has come about or not. */
  #wanted: { readonly model: Model; readonly choice: NetworkChoice };
  readonly #controlChange = new LatestChange((options: SetModelOptions) => this.#change(this.#wanted.model, options));
  #bypass = false;
  #watching = false;
  #disposed = false;
  /** Calls of `setModel` so far, and of those the ones that have not ended. */
  #turn = 0;
  #changes = 0;

  constructor(parts: DilatoneParts<Context>) {
    const { node, link, context, layout, engine, compiling, resample, stepDown, choice, running, share } = parts;
    this.node = node as NodeOf<Context>;
    this.inputGainDb = parameterOf(node, 'inputGainDb');
    this.outputGainDb = parameterOf(node, 'outputGainDb');
    this.mix = parameterOf(node, 'mix');
    this.#node = node;
    this.#link = link;
    this.#requests = new ProcessorRequests(link, context);
    this.#context = context;
    this.#layout = layout;
    this.#engine = engine;
    this.#compiling = compiling;
    this.#resample = resample;
    this.#overload = stepDown ? new OverloadPolicy() : null;
    this.#running = { model: running.model, choice };
    this.#wanted = this.#running;
    this.#info = describe(running, layout, context.sampleRate, engine);
    noteLoad(context, this, share);
    link.onFault = (reason) => this.#listeners.tell('fault', { reason });
    this.#metering = new Metering(link, context.sampleRate, (reading) => this.#hearMeters(reading));
    link.onActivity = (notice) => this.#listeners.tell('activity', activityFrom(notice, 1 / ACTIVITY_HZ));
    this.#switchMeasuring();
  }

  /** Facts about the model in use and the node. */
  get info(): DilatoneInfo {
    return this.#info;
  }

  /** Whether the input passes unprocessed. Changing it crossfades; the network goes on, so that it returns at once. */
  get bypass(): boolean {
    return this.#bypass;
  }

  set bypass(bypass: boolean) {
    this.#refuseIfDisposed();
    this.#bypass = bypass;
    // Its answer says nothing: bypassing cannot fail, and a processor that died has told so as a fault.
    this.#link.request({ type: 'setBypass', bypass }).catch(() => {});
  }

  /** Connects the output; the arguments are those of Web Audio's `AudioNode.connect`. Returns the destination. */
  connect<Destination extends object>(
    destination: Destination,
    ...ends: [output?: number, input?: number]
  ): Destination {
    this.#refuseIfDisposed();
    this.#node.connect(destination as AudioNode, ...ends);
    return destination;
  }

  /** Disconnects the output; the arguments are those of Web Audio's `AudioNode.disconnect`. */
  disconnect(...from: [destination?: object, output?: number, input?: number]): void {
    this.#node.disconnect(...(from as [AudioNode, number, number]));
  }

  /**
   * Changes to another model while the sound goes on. The new model first catches up, unheard, on as much of the input as
   * it remembers, then the sound crossfades; from there on it is what it would have been with that model all along. While
   * the context does not run, the change is immediate; one that is interrupted by a suspension, or by the node's being
   * disconnected, is completed at once.
   *
   * Rejects with a DilatoneError where the model does not fit the node's channels or does not run; what was heard before
   * then goes on. Rejects, too, where the context is closed.
   */
  async setModel(model: Model, options: SetModelOptions = {}): Promise<SwapOutcome> {
    this.#controlChange.overtake();
    return this.#change(model, options);
  }

  /** Values of the model's controls as they were last set; those not named are at their defaults. */
  get controls(): ControlValues {
    return this.#wanted.choice.controls ?? {};
  }

  /**
   * Sets controls of the model, such as the knobs of the device that it learned (see `ModelInfo.controls`); those not named
   * stay. They are folded into the weights here, off the audio thread, and come about as a change of models does: without a
   * click, and exact afterwards. Changes that follow one another too fast are overtaken, all but the last.
   *
   * Rejects with a RangeError for a control that the model has not, and for a value out of its range.
   */
  async setControls(
    values: ControlValues,
    { crossfade, crossfadeSeconds = crossfade }: Pick<SetModelOptions, 'crossfade' | 'crossfadeSeconds'> = {},
  ): Promise<SwapOutcome> {
    const { model, choice } = this.#wanted;
    const controls = { ...choice.controls, ...values };
    // Refused at once, before anything is remembered.
    model.network({ ...choice, controls });
    this.#wanted = { model, choice: { ...choice, controls } };
    return this.#controlChange.request({ ...choice, controls, crossfadeSeconds });
  }

  async #change(model: Model, options: SetModelOptions): Promise<SwapOutcome> {
    this.#changes++;
    try {
      return await this.#changeModel(model, options);
    } catch (error) {
      if (this.#changes === 1) this.#wanted = this.#running;
      throw error;
    } finally {
      this.#changes--;
    }
  }

  async #changeModel(model: Model, options: SetModelOptions): Promise<SwapOutcome> {
    this.#refuseIfDisposed();
    const { crossfade = 0.05, crossfadeSeconds = crossfade, size, tanh, controls } = options;
    if (!(crossfadeSeconds >= 0 && crossfadeSeconds <= 60)) {
      throw new RangeError(`crossfadeSeconds: expected a number from 0 to 60, got ${crossfadeSeconds}`);
    }
    expectModel(model);
    const choice = { size, tanh, controls };
    const network = model.network(choice);
    const engines = engineCount(layoutOf(network), this.#layout);
    const { sampleRate } = this.#context;
    const resampling = this.#resample ? liveResampling(sampleRate, network.sampleRate) : null;
    const turn = ++this.#turn;
    this.#wanted = { model, choice };
    const { source, framesPerMs } = await prepareLiveEngine(network, this.#compiling);
    this.#refuseIfDisposed();
    if (turn !== this.#turn) return 'overtaken';
    const share = realtimeShare(framesPerMs, resampling === null ? sampleRate : network.sampleRate, engines);
    const heard = this.#context.state === 'running';
    const plan: SwapPlan = {
      ...catchUpNeeds(network, resampling),
      catchUpSpeed: heard ? catchUpSpeed(share, loadOf(this.#context)) : Number.POSITIVE_INFINITY,
      fadeFrames: heard ? Math.round(crossfadeSeconds * sampleRate) : 0,
    };
    const outcome = await this.#requests.swapEngines({ type: 'setEngine', source, resampling, plan }, share);
    if (outcome === 'overtaken') return 'overtaken';
    noteLoad(this.#context, this, share);
    this.#running = { model, choice };
    this.#info = describe({ model, network, source, resampling }, this.#layout, sampleRate, this.#engine);
    return 'done';
  }

  /** Forgets all past input, and recovers from a fault. */
  async reset(): Promise<void> {
    await this.#requests.ask('reset', { type: 'reset' });
  }

  /** Calls `listener` for every event of a kind; the function returned ends that. */
  on<Name extends keyof DilatoneEvents>(name: Name, listener: (event: DilatoneEvents[Name]) => void): () => void {
    const remove = this.#listeners.add(name, listener);
    this.#switchMeasuring();
    return () => {
      remove();
      this.#switchMeasuring();
    };
  }

  /** Takes the node out of the graph and frees its processor. Calling it again does nothing. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    noteLoad(this.#context, this, 0);
    this.#metering.dispose();
    this.#node.disconnect();
    this.#link.dispose();
  }

  #hearMeters(reading: MeterReading): void {
    this.#listeners.tell('meters', reading);
    if (this.#overload?.isOverloaded(reading.load)) this.#stepDown();
  }

  /** Changes to the next smaller size, unless there is none or another change is under way. */
  #stepDown(): void {
    const { model, choice } = this.#running;
    const size = smallerSize(model.info.sizes, choice.size);
    if (size === undefined || this.#changes > 0 || this.#disposed) return;
    this.setModel(model, { ...choice, size }).then(
      (outcome) => {
        if (outcome === 'done') this.#listeners.tell('stepDown', { size });
      },
      // A smaller network that does not run leaves things as they are.
      () => {},
    );
  }

  /** Has measured what somebody listens for, and nothing else. */
  #switchMeasuring(): void {
    this.#metering.switch(this.#overload !== null || this.#listeners.has('meters'), this.#overload !== null);
    const watching = this.#listeners.has('activity');
    if (watching === this.#watching) return;
    this.#watching = watching;
    const intervalFrames = watching ? Math.round(this.#context.sampleRate / ACTIVITY_HZ) : 0;
    this.#link.request({ type: 'setActivity', intervalFrames }).catch(() => {});
  }

  #refuseIfDisposed(): void {
    if (this.#disposed) throw disposedError();
  }
}

function parameterOf(node: AudioWorkletNode, name: ParameterName): AudioParam {
  const parameter = node.parameters.get(name);
  if (parameter === undefined)
    throw new DilatoneError('worklet', 'processor', `expected a parameter ${name}, got none`);
  return parameter;
}
