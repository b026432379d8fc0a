import type { SwapPlan } from '../../live/swap/engine-swap.js';
import type { ControlValues, Model, ModelParser, NetworkChoice } from '../../model/model.js';
import type { ProcessorLink } from '../link/processor-link.js';
import type { AnyAudioContext } from '../link/worklet-host.js';
import { catchUpSpeed, loadOf, noteLoad } from './live-engine.js';
import { type ModelSite, type PreparedModel, prepareModel } from './prepare-model.js';

/** Crossfade where the caller names none. */
const DEFAULT_CROSSFADE_SECONDS = 0.05;
const MOST_CROSSFADE_SECONDS = 60;

/** How to change models: which of the model's networks to run, and how long to crossfade. */
export interface SetModelOptions extends NetworkChoice {
  /** Length of the crossfade in seconds, 0 … 60; default 0.05. Immediate changes ignore it. */
  readonly crossfadeSeconds?: number | undefined;
  /** A shorter name of `crossfadeSeconds`, which has precedence if both are given. */
  readonly crossfade?: number | undefined;
}

/** The crossfade options under either name. */
export type CrossfadeOptions = Pick<SetModelOptions, 'crossfade' | 'crossfadeSeconds'>;

/** How a change of models ended: the new model alone is heard, or a later change has replaced this one. */
export type SwapOutcome = 'done' | 'overtaken';

/** A change of models that waits for the one under way. */
interface WaitingChange<Value> {
  readonly value: Value;
  resolve(outcome: SwapOutcome): void;
  reject(error: unknown): void;
}

/**
 * Coalesces changes: makes one at a time, and of those requested meanwhile only the latest. So a knob that turns faster
 * than a change takes is followed in steps, and its last position is always reached.
 */
export class LatestChange<Value> {
  readonly #make: (value: Value) => Promise<SwapOutcome>;
  #isBusy = false;
  #waiting: WaitingChange<Value> | null = null;

  constructor(make: (value: Value) => Promise<SwapOutcome>) {
    this.#make = make;
  }

  /** Makes a change now or after the one under way; the one that waited until now resolves with `overtaken`. */
  request(value: Value): Promise<SwapOutcome> {
    this.overtake();
    return new Promise((resolve, reject) => {
      this.#waiting = { value, resolve, reject };
      if (!this.#isBusy) this.#work();
    });
  }

  /** Drops the change that waits, if there is one: its promise resolves with `overtaken`. */
  overtake(): void {
    this.#waiting?.resolve('overtaken');
    this.#waiting = null;
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    while (this.#waiting) {
      const { value, resolve, reject } = this.#waiting;
      this.#waiting = null;
      await this.#make(value).then(resolve, reject);
    }
    this.#isBusy = false;
  }
}

/** A change of models. */
interface Change extends Pick<PreparedModel, 'model' | 'choice'> {
  readonly crossfadeSeconds: number;
}

function refuse(): never {
  throw new TypeError('use loadModel');
}

/** A model and which of its networks. */
export type RequestedModel = Pick<PreparedModel, 'model' | 'choice'>;

/** What is kept of a prepared model while it runs; its program can be dropped with its network. */
type RunningModel = Pick<PreparedModel, 'model' | 'choice' | 'info'>;

/** The model of a node, and its changes to others. */
export class ModelChanges {
  /** Reads files as the latest model was read that came from a file; throws a TypeError if there was none. */
  parse: ModelParser;
  readonly #link: ProcessorLink;
  readonly #context: AnyAudioContext;
  readonly #site: ModelSite;
  readonly #controlChange = new LatestChange((change: Change) => this.#change(change));
  #running: RunningModel;
  #requested: RequestedModel;
  /** Number of the latest change. */
  #turn = 0;
  /** Changes that have not ended, waiting ones included. */
  #pending = 0;

  /** `first` is the model that the processor was constructed with. */
  constructor(link: ProcessorLink, context: AnyAudioContext, site: ModelSite, first: PreparedModel) {
    this.#link = link;
    this.#context = context;
    this.#site = site;
    this.#running = runningModel(first);
    this.#requested = this.#running;
    this.parse = first.model.parse ?? refuse;
    noteLoad(context, this, first.share);
  }

  /** The model in use. */
  get running(): RunningModel {
    return this.#running;
  }

  /** What the latest change is for; the running model where no change is under way. */
  get requested(): RequestedModel {
    return this.#requested;
  }

  /** Values of controls as they were last set. */
  get controls(): ControlValues {
    return this.#requested.choice.controls ?? {};
  }

  /** Whether a change is under way. */
  get changing(): boolean {
    return this.#pending > 0;
  }

  /** See `Dilatone.setModel`. */
  async setModel(model: Model, { size, tanh, controls, ...crossfade }: SetModelOptions): Promise<SwapOutcome> {
    this.#link.expectInUse();
    const crossfadeSeconds = crossfadeSecondsOf(crossfade);
    return this.#track(this.#change({ model, choice: { size, tanh, controls }, crossfadeSeconds }));
  }

  /** See `Dilatone.setControls`. */
  async setControls(values: ControlValues, crossfade: CrossfadeOptions): Promise<SwapOutcome> {
    this.#link.expectInUse();
    const crossfadeSeconds = crossfadeSecondsOf(crossfade);
    const { model } = this.#requested;
    const choice = { ...this.#requested.choice, controls: { ...this.controls, ...values } };
    // Throws for wrong values before anything is remembered.
    model.network(choice);
    this.#requested = { model, choice };
    return this.#track(this.#controlChange.request({ model, choice, crossfadeSeconds }));
  }

  /** Gives back the node's share of the audio thread's time. */
  dispose(): void {
    noteLoad(this.#context, this, null);
  }

  /** Counts a change until it ends. When none is left, what was requested and did not come about is forgotten. */
  async #track(change: Promise<SwapOutcome>): Promise<SwapOutcome> {
    this.#pending++;
    try {
      return await change;
    } finally {
      this.#pending--;
      if (this.#pending === 0) this.#requested = this.#running;
    }
  }

  async #change({ model, choice, crossfadeSeconds }: Change): Promise<SwapOutcome> {
    this.#link.expectInUse();
    const preparing = prepareModel(model, choice, this.#site);
    // Only now: a model that is refused at once overtakes nothing.
    this.#controlChange.overtake();
    const turn = ++this.#turn;
    this.#requested = { model, choice };
    this.parse = model.parse ?? this.parse;
    const prepared = await preparing;
    this.#link.expectInUse();
    return turn === this.#turn ? this.#swap(prepared, crossfadeSeconds) : 'overtaken';
  }

  /** Changes the audio thread to a model. */
  async #swap(prepared: PreparedModel, crossfadeSeconds: number): Promise<SwapOutcome> {
    const context = this.#context;
    const { source, resampling, alignment, needs, share } = prepared;
    const isHeard = context.state === 'running';
    const speed = catchUpSpeed(share, loadOf(context));
    const plan: SwapPlan = {
      ...needs,
      catchUpSpeed: isHeard ? speed : 'immediate',
      fadeFrames: isHeard ? Math.round(crossfadeSeconds * context.sampleRate) : 0,
    };
    const command = { type: 'setEngine', source, resampling, alignment, plan } as const;
    noteLoad(context, command, isHeard && share !== null ? share * speed : null);
    try {
      const outcome = await this.#link.swapEngines(command);
      if (outcome === 'overtaken') return 'overtaken';
    } finally {
      noteLoad(context, command, null);
    }
    // The node may have been disposed since the answer came.
    this.#link.expectInUse();
    noteLoad(context, this, share);
    this.#running = runningModel(prepared);
    return 'done';
  }
}

/** The seconds of a crossfade from either name of the option. RangeError for others than 0 … 60. */
export function crossfadeSecondsOf({
  crossfade = DEFAULT_CROSSFADE_SECONDS,
  crossfadeSeconds = crossfade,
}: CrossfadeOptions): number {
  if (crossfadeSeconds >= 0 && crossfadeSeconds <= MOST_CROSSFADE_SECONDS) return crossfadeSeconds;
  throw new RangeError(`crossfadeSeconds: expected a number from 0 to 60, got ${crossfadeSeconds}`);
}

function runningModel({ model, choice, info }: PreparedModel): RunningModel {
  return { model, choice, info };
}
