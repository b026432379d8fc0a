import { DilatoneError } from '../../errors.js';
import type { ParameterName } from '../../live/parameters.js';
import type { ControlValues, Model } from '../../model/model.js';
import { makeOpaque } from '../../model/opaque.js';
import type { ProcessorLink } from '../link/processor-link.js';
import type { AnyAudioContext, NodeOf } from '../link/worklet-host.js';
import { type DilatoneEvents, NodeEvents } from './dilatone-events.js';
import {
  type DilatoneState,
  type GetStateOptions,
  readState,
  restoreModel,
  restoreSettings,
  type SetStateOptions,
  writeState,
} from './dilatone-state.js';
import { ModelChanges, type SetModelOptions, type SwapOutcome } from './model-changes.js';
import { OverloadPolicy, smallerSize } from './overload-policy.js';
import type { DilatoneInfo, ModelSite, PreparedModel } from './prepare-model.js';
import { wire } from './wire.js';

/** What `createDilatone` puts together. */
interface DilatoneParts<Context> {
  readonly context: Context & AnyAudioContext;
  readonly node: AudioWorkletNode;
  readonly link: ProcessorLink;
  readonly site: ModelSite;
  /** The model that the processor was constructed with. */
  readonly first: PreparedModel;
  readonly stepDown: boolean;
  /** What the processor was constructed with. */
  readonly limitDb: number | null;
}

/**
 * An audio node that runs a model, made by `createDilatone`. Connect sources to `node`, and this to the node that comes
 * next.
 *
 * All members belong to the main thread; the model itself runs on the audio thread. The node works until `dispose` or until
 * its context is closed, even while nothing refers to this object. While the context is suspended, commands still arrive and
 * every promise settles. After `dispose` every command is refused with a DilatoneError `disposed`.
 *
 * Vue and other libraries for state leave this object alone: it has a hidden property `__v_skip`. Where one wraps it in a
 * Proxy nevertheless, its members work through it; they are bound, and can be passed on as functions.
 */
export class Dilatone<Context extends AnyAudioContext = BaseAudioContext> {
  /** The node to connect sources to. It belongs to the context and is of the context's kind. */
  readonly node: NodeOf<Context>;
  /** Gain in dB before the network, −60 … 40; default 0. The dry share of the mix ignores it. A jump takes 10 ms. */
  readonly inputGainDb: AudioParam;
  /** Gain in dB after the network, −60 … 40; default 0. The dry share of the mix ignores it. A jump takes 10 ms. */
  readonly outputGainDb: AudioParam;
  /**
   * Wet share of the output, 0 … 1; default 1. The dry share is the input, in time with the model: delayed by the latency and
   * by the model's own `delayFrames`, turned over where the model is `inverted`. At 0 the output is the input untouched, delayed by the latency only, as with
   * `bypass`. A jump takes 10 ms.
   */
  readonly mix: AudioParam;
  readonly #node: AudioWorkletNode;
  readonly #link: ProcessorLink;
  readonly #models: ModelChanges;
  readonly #events: NodeEvents;
  #bypass = false;
  #limitDb: number | null;
  /** What `setState` was last given; null if it was never called. */
  #latestState: object | null = null;

  constructor({ context, node, link, site, first, stepDown, limitDb }: DilatoneParts<Context>) {
    this.node = node as NodeOf<Context>;
    this.inputGainDb = parameterOf(node, 'inputGainDb');
    this.outputGainDb = parameterOf(node, 'outputGainDb');
    this.mix = parameterOf(node, 'mix');
    this.#node = node;
    this.#link = link;
    this.#limitDb = limitDb;
    this.#models = new ModelChanges(link, context, site, first);
    // A hidden page must step down in time, too.
    this.#events = new NodeEvents(link, context.sampleRate, stepDown);
    if (stepDown) this.#watchLoad();
    makeOpaque(this, Dilatone);
  }

  /** Facts about the node and the model in use. A change of models replaces the object when the change is done. */
  get info(): DilatoneInfo {
    return this.#models.running.info;
  }

  /**
   * Whether the input passes unprocessed. A change takes 10 ms, without a click. The network keeps running meanwhile: it
   * costs as much as before, and comes back without a transient.
   */
  get bypass(): boolean {
    return this.#bypass;
  }

  set bypass(bypass: boolean) {
    this.#link.expectInUse();
    this.#bypass = bypass;
    this.#link.send({ type: 'setBypass', bypass });
  }

  /**
   * The level in dBFS that no sample of the output exceeds, up to 24; null, the usual initial value, for no limit. The limiter
   * acts on what leaves the node, the dry sound included, all channels alike. It adds no latency, and below the ceiling the
   * output is the same, bit for bit. Another value takes 10 ms to come into effect. RangeError for any other value.
   */
  get limitDb(): number | null {
    return this.#limitDb;
  }

  set limitDb(limitDb: number | null) {
    this.#link.expectInUse();
    this.#limitDb = expectLimitDb(limitDb);
    this.#link.send({ type: 'setLimit', limitDb });
  }

  /**
   * Connects the output; the arguments are those of Web Audio's `AudioNode.connect`. Also takes another Dilatone, a WAM, and
   * nodes and signals of Tone: what is connected is their input. Returns the destination.
   */
  connect<Destination extends object>(
    destination: Destination,
    ...ends: [output?: number, input?: number]
  ): Destination {
    this.#link.expectInUse();
    wire(this.#node, 'connect', [destination, ...ends]);
    return destination;
  }

  /** Disconnects the output; the arguments are those of Web Audio's `AudioNode.disconnect`, with destinations as in `connect`. */
  disconnect(...from: [destination?: object, output?: number, input?: number]): void {
    this.#link.expectInUse();
    wire(this.#node, 'disconnect', from);
  }

  /**
   * Changes to another model while the sound goes on. This thread compiles it, if it is new. Then it runs on the audio thread,
   * unheard, through as much past input as it needs, and is faded in. After that the output is what it
   * would be if that model had run all along.
   *
   * Resolves with `done` when the new model alone is heard, or with `overtaken` when a later change has replaced this one.
   * While the context does not run, the change is immediate. A change that a suspension interrupts, or that a node without
   * connections cannot play, is completed at once. Settings of the node (gains, mix, bypass) stay; a fault ends.
   *
   * Rejects where the model does not fit the node's channels or does not run: the sound from before then goes on. Rejects,
   * too, where the context is closed or the node is disposed before the end of the change.
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
   * keep their values. This thread folds them into the model's weights; then they take effect as a change of models does:
   * without a click, and exact afterwards. `controls` has the new values at once. While one change is under way, only the
   * latest of those that follow is made; the others resolve with `overtaken`.
   *
   * Rejects with a RangeError for a control that the model does not have, and for a value outside its range.
   */
  async setControls(
    values: ControlValues,
    options: Pick<SetModelOptions, 'crossfade' | 'crossfadeSeconds'> = {},
  ): Promise<SwapOutcome> {
    return this.#models.setControls(values, options);
  }

  /**
   * Everything that was set on the node, the file of its model included, as plain JSON: what `setState` restores. A change that
   * is under way counts as done; an AudioParam that moves is taken where it is.
   */
  getState({ model = true }: GetStateOptions = {}): DilatoneState {
    return writeState(this, this.#models.requested, model);
  }

  /**
   * Restores what `getState` gave, also that of another node. The model changes as by `setModel`, with the same outcomes, unless
   * it is the one in use; then gains, mix, bypass and limiter take their values, in 10 ms, and what was scheduled for the
   * AudioParams is cancelled. Of several states that are set in a row, only the last one's values count.
   *
   * The model of the state is read as the latest one of the node that came from a file, with the same limits. Rejects with a
   * DilatoneError `malformed` for a broken state, as `parseModel` and `setModel` do for its model, and with a TypeError where
   * all models so far were built: pass the node `loadModel(state.model)` first. Nothing has changed then.
   */
  async setState(state: DilatoneState, options: SetStateOptions = {}): Promise<SwapOutcome> {
    this.#link.expectInUse();
    const next = readState(state, expectLimitDb);
    this.#latestState = next;
    const outcome = await restoreModel(this.#models, next, options);
    if (next !== this.#latestState) return 'overtaken';
    restoreSettings(this, next);
    return outcome;
  }

  /** Clears the model's state, as if only silence had come before, and recovers from a fault. Resolves when it is done. */
  async reset(): Promise<void> {
    await this.#link.ask('reset', { type: 'reset' });
  }

  /** Calls `listener` on this thread for every event of a kind. Ends with `dispose`, or when the function returned is called. */
  on<Name extends keyof DilatoneEvents>(name: Name, listener: (event: DilatoneEvents[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  /**
   * Disconnects the output, ends the processor and frees its memory. Promises that wait reject with a DilatoneError
   * `disposed`, and listeners are no longer called. `info` and `controls` can still be read; the model and other nodes that
   * run it are not affected. Call this where the context is closed, too. Calling it again does nothing.
   */
  dispose(): void {
    if (this.#link.disposed) return;
    this.#link.dispose();
    this.#models.dispose();
    this.#events.dispose();
    this.#node.disconnect();
  }

  #watchLoad(): void {
    const policy = new OverloadPolicy();
    this.#events.on('meters', ({ load }) => {
      if (policy.isOverloaded(load)) this.#stepDown();
    });
  }

  /** Changes to the next smaller size, unless there is none or another change is under way. */
  #stepDown(): void {
    const { model, choice } = this.#models.running;
    const size = smallerSize(model.info.sizes, choice.size);
    if (size === undefined || this.#models.changing) return;
    this.setModel(model, { ...choice, size }).then(
      (outcome) => {
        if (outcome === 'done') this.#events.emit('stepDown', { size });
      },
      // If the smaller network does not run, the one in use stays.
      () => {},
    );
  }
}

/** The AudioParam of a node. Throws a DilatoneError where the node is of another processor. */
export function parameterOf(node: AudioWorkletNode, name: ParameterName): AudioParam {
  const parameter = node.parameters.get(name);
  if (parameter === undefined)
    throw new DilatoneError('worklet', 'processor', `expected a parameter ${name}, got none`);
  return parameter;
}

/** Highest ceiling of the limiter: beyond it nothing is worth limiting. */
const HIGHEST_LIMIT_DB = 24;

/** A ceiling of the limiter, checked: null for none, else a finite number of dBFS up to 24. RangeError for anything else. */
export function expectLimitDb(limitDb: number | null): number | null {
  if (limitDb === null || (Number.isFinite(limitDb) && limitDb <= HIGHEST_LIMIT_DB)) return limitDb;
  throw new RangeError(`limitDb: expected null, or a number of dBFS up to ${HIGHEST_LIMIT_DB}, got ${limitDb}`);
}
