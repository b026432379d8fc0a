import { DilatoneError } from '../../errors.js';
import { activityFrom } from '../../live/meters/activity.js';
import type { MeterReading } from '../../live/meters/meters.js';
import type { ParameterName } from '../../live/parameters.js';
import type { ControlValues, Model } from '../../model/model.js';
import { disposedError, type ProcessorLink } from '../link/processor-link.js';
import { ProcessorRequests } from '../link/processor-requests.js';
import type { AnyAudioContext, NodeOf } from '../link/worklet-host.js';
import type { DilatoneEvents } from './dilatone-events.js';
import type { DilatoneInfo } from './dilatone-info.js';
import type { SwapOutcome } from './latest-change.js';
import { Listeners } from './listeners.js';
import { Metering } from './metering.js';
import { ModelChanges, type ModelChangesParts, type SetModelOptions } from './model-changes.js';
import { OverloadPolicy, smallerSize } from './overload-policy.js';

/** Readings of the activity for each second: one for each frame of most screens. */
const ACTIVITY_HZ = 60;

/** What `createDilatone` puts together. */
export interface DilatoneParts<Context> extends ModelChangesParts {
  readonly node: AudioWorkletNode;
  readonly link: ProcessorLink;
  readonly context: Context & AnyAudioContext;
  readonly stepDown: boolean;
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
  readonly #models: ModelChanges;
  readonly #overload: OverloadPolicy | null;
  readonly #listeners = new Listeners<DilatoneEvents>();
  readonly #metering: Metering;
  #bypass = false;
  #watching = false;
  #disposed = false;

  constructor(parts: DilatoneParts<Context>) {
    const { node, link, context, stepDown } = parts;
    this.node = node as NodeOf<Context>;
    this.inputGainDb = parameterOf(node, 'inputGainDb');
    this.outputGainDb = parameterOf(node, 'outputGainDb');
    this.mix = parameterOf(node, 'mix');
    this.#node = node;
    this.#link = link;
    this.#requests = new ProcessorRequests(link, context);
    this.#context = context;
    this.#models = new ModelChanges(parts, this.#requests);
    this.#overload = stepDown ? new OverloadPolicy() : null;
    link.onFault = (reason) => this.#listeners.tell('fault', { reason });
    this.#metering = new Metering(link, context.sampleRate, (reading) => this.#hearMeters(reading));
    link.onActivity = (notice) => this.#listeners.tell('activity', activityFrom(notice, 1 / ACTIVITY_HZ));
    this.#switchMeasuring();
  }

  /** Facts about the model in use and the node. */
  get info(): DilatoneInfo {
    return this.#models.info;
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
    return this.#models.setModel(model, options);
  }

  /** Values of the model's controls as they were last set; those not named are at their defaults. */
  get controls(): ControlValues {
    return this.#models.controls;
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
    options: Pick<SetModelOptions, 'crossfade' | 'crossfadeSeconds'> = {},
  ): Promise<SwapOutcome> {
    return this.#models.setControls(values, options);
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
    this.#models.dispose();
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
    const { model, choice } = this.#models.running;
    const size = smallerSize(model.info.sizes, choice.size);
    if (size === undefined || this.#models.changing || this.#disposed) return;
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
    const intervalFrames = watching ? Math.round(this.#context.sampleRate / ACTIVITY_HZ) : null;
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
