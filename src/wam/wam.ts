import { loadModel } from '../controller/load-model.js';
import { createDilatone } from '../controller/node/create-dilatone.js';
import type { Dilatone } from '../controller/node/dilatone.js';
import type { ControlValues, Model, ModelFile } from '../model/model.js';
import { makeOpaque } from '../model/opaque.js';
import { type DilatonePedal, definePedal } from '../pedal/pedal.js';
import type { PedalDevice } from '../pedal/pedal-device.js';
import { DESCRIPTOR } from './descriptor.js';
import { WamDevice } from './wam-device.js';
import { WamModule } from './wam-module.js';
import { bothHalves, WamNode } from './wam-node.js';
import { WamParameters } from './wam-parameters.js';
import { FIRST_STATE, modelOfState, readState, valuesOf, type WamState } from './wam-state.js';

/**
 * Dilatone as a Web Audio Module 2.0: an effect that any WAM host can load. Vue and other libraries for state leave it and its
 * node alone, by a hidden property `__v_skip`. Everything here belongs to the main thread. The
 * page's Content-Security-Policy has to allow `blob:` scripts, which hosts made with the WAM SDK need themselves.
 */
export class DilatoneWam extends WamModule<DilatoneWamNode> {
  /**
   * Makes an instance and its node. `initialState` is what `getState` of a node gave; without it the WAM starts without a
   * model, and passes sound unchanged. The host has to `destroy` the node.
   *
   * Rejects with a DilatoneError: `malformed` for a broken state, `worklet` where the browser does not allow the scripts, and
   * those of `loadModel`.
   */
  static createInstance(groupId: string, audioContext: BaseAudioContext, initialState?: unknown): Promise<DilatoneWam> {
    return new DilatoneWam(groupId, audioContext).initialize(initialState);
  }

  constructor(groupId: string, audioContext: BaseAudioContext) {
    super(groupId, audioContext, DESCRIPTOR);
    makeOpaque(this, WamModule);
  }

  /** Makes a node in a state; without one, without a model. Hosts use `initialize` instead. */
  override async createAudioNode(state?: unknown): Promise<DilatoneWamNode> {
    const first = state === undefined || state === null ? FIRST_STATE : readState(state);
    const { audioContext: context, groupId, moduleId, instanceId } = this;
    const model = await modelOfState(first, context.sampleRate);
    const [amp, parameters] = await bothHalves(
      createDilatone(context, { model, controls: first.controls, channels: 'auto' }),
      WamParameters.create(context, { groupId, moduleId, instanceId, values: valuesOf(first) }),
    );
    return new DilatoneWamNode(this, amp, parameters, first.model);
  }

  /** Makes a pedal that controls this instance. Call it after `initialize`; the host puts it into the page. */
  override async createGui(): Promise<DilatonePedal> {
    definePedal();
    const pedal = document.createElement('dilatone-pedal');
    pedal.device = this.audioNode.device;
    return pedal;
  }

  /** Detaches a pedal that `createGui` made. The host removes it from the page. */
  override destroyGui(gui: Element): void {
    (gui as DilatonePedal).device = null;
  }
}

/**
 * The node that a host connects: sound enters here and leaves the Dilatone behind it. Parameters are signals of an automation
 * node, so a scheduled change happens at its exact frame. The node works until `destroy`.
 */
export class DilatoneWamNode extends WamNode {
  /** The instance that it belongs to. */
  readonly module: DilatoneWam;
  /** What a pedal controls; see `createGui`. */
  readonly device: PedalDevice;
  readonly #amp: Dilatone;
  readonly #parameters: WamParameters;
  /** The file of the model in use, as the state stores it; null where there is no model. */
  #file: ModelFile | null;
  /** Number of the latest change of models. */
  #turn = 0;
  /** What `setState` was last given; null if it was never called. */
  #latestState: WamState | null = null;

  constructor(module: DilatoneWam, amp: Dilatone, parameters: WamParameters, file: ModelFile | null) {
    super(module, amp, parameters);
    this.module = module;
    this.device = new WamDevice(amp, parameters, {
      setModel: (model) => this.#setModel(model, model.file),
      loadFile: (blob) => this.loadFile(blob),
    });
    this.#amp = amp;
    this.#parameters = parameters;
    this.#file = file;
    makeOpaque(this, WamNode);
  }

  /** Everything to store with a song, the model file included. JSON can hold it. */
  async getState(): Promise<WamState> {
    return { version: 1, parameters: this.#parameters.all(), model: this.#file, controls: this.#amp.controls };
  }

  /** Restores what `getState` gave. Rejects with a DilatoneError where the state is broken, before anything changes. */
  async setState(state: unknown): Promise<void> {
    const next = readState(state);
    const model = await modelOfState(next, this.context.sampleRate);
    this.#latestState = next;
    await this.#setModel(model, next.model, next.controls);
    if (next === this.#latestState) this.#parameters.setAll(valuesOf(next));
  }

  /** Changes to the model of a file, and keeps the file for the state. Rejects as `loadModel` and `setModel` do. */
  async loadFile(file: Blob): Promise<void> {
    const model = await loadModel(file);
    await this.#setModel(model, model.file);
  }

  /** Changes the model, and the file that the state stores. A change may end after later ones. */
  async #setModel(model: Model, file: ModelFile | null, controls?: ControlValues): Promise<void> {
    const turn = ++this.#turn;
    const outcome = await this.#amp.setModel(model, { controls });
    // If the latest change was overtaken, then by controls of the same model.
    if (outcome === 'done' || turn === this.#turn) this.#file = file;
  }
}
