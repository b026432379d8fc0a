import { loadModel } from '../controller/load-model.js';
import { createDilatone } from '../controller/node/create-dilatone.js';
import type { Dilatone } from '../controller/node/dilatone.js';
import type { ControlValues, Model, ModelFile } from '../model/model.js';
import { makeOpaque } from '../model/opaque.js';
import { type DilatonePedal, definePedal } from '../pedal/pedal.js';
import type { PedalDevice } from '../pedal/pedal-device.js';
import { DESCRIPTOR } from './descriptor.js';
import type { WamDescriptor, WamEvent, WamParameterData, WamParameterInfo } from './wam-api.js';
import { WamDevice } from './wam-device.js';
import { parameterInfo, WamParameters } from './wam-parameters.js';
import { FIRST_STATE, modelOfState, readState, valuesOf, type WamState } from './wam-state.js';

/** Instances made so far in this page. */
let instances = 0;

/**
 * Dilatone as a Web Audio Module 2.0: an effect that any WAM host can load. Vue and other libraries for state leave it and its
 * node alone, by a hidden property `__v_skip`. Everything here belongs to the main thread. The
 * page's Content-Security-Policy has to allow `blob:` scripts, which hosts made with the WAM SDK need themselves.
 */
export class DilatoneWam {
  /** Marks the class for hosts. */
  static readonly isWebAudioModuleConstructor = true;

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

  /** Marks an instance for hosts. */
  readonly isWebAudioModule = true;
  /** Id of the host's group. */
  readonly groupId: string;
  /** The context of the node. */
  readonly audioContext: BaseAudioContext;
  /** Unique id of the instance. */
  readonly instanceId: string;
  #node: DilatoneWamNode | null = null;
  /** The making of the node; null before it, and after one that failed. */
  #making: Promise<DilatoneWamNode> | null = null;

  constructor(groupId: string, audioContext: BaseAudioContext) {
    this.groupId = groupId;
    this.audioContext = audioContext;
    this.instanceId = `${DESCRIPTOR.identifier}.${++instances}`;
    makeOpaque(this, DilatoneWam);
  }

  /** Facts for hosts that can be read without making sound. */
  get descriptor(): WamDescriptor {
    return DESCRIPTOR;
  }

  /** Identifier of this kind of WAM. */
  get moduleId(): string {
    return DESCRIPTOR.identifier;
  }

  /** Name to show. */
  get name(): string {
    return DESCRIPTOR.name;
  }

  /** Vendor to show. */
  get vendor(): string {
    return DESCRIPTOR.vendor;
  }

  /** Whether `initialize` has made the node. */
  get initialized(): boolean {
    return this.#node !== null;
  }

  /** The node to connect. TypeError before `initialize`. */
  get audioNode(): DilatoneWamNode {
    if (this.#node === null) throw new TypeError('audioNode: expected an initialized WAM, got one that is not');
    return this.#node;
  }

  /** Makes the node, unless there is one or it is being made. `createInstance` calls it. */
  async initialize(state?: unknown): Promise<DilatoneWam> {
    this.#making ??= this.createAudioNode(state);
    try {
      this.#node = await this.#making;
    } catch (error) {
      this.#making = null;
      throw error;
    }
    return this;
  }

  /** Makes a node in a state; without one, without a model. Hosts use `initialize` instead. */
  async createAudioNode(state?: unknown): Promise<DilatoneWamNode> {
    const first = state === undefined || state === null ? FIRST_STATE : readState(state);
    const { audioContext: context, groupId, moduleId, instanceId } = this;
    const model = await modelOfState(first, context.sampleRate);
    const ampMade = createDilatone(context, { model, controls: first.controls, channels: 'auto' });
    const parametersMade = WamParameters.create(context, { groupId, moduleId, instanceId, values: valuesOf(first) });
    const [amp, parameters] = await Promise.all([ampMade, parametersMade]).catch((error: unknown) => {
      // Of two halves none is left.
      ampMade.then((half) => half.dispose()).catch(() => {});
      parametersMade.then((half) => half.destroy()).catch(() => {});
      throw error;
    });
    return new DilatoneWamNode(this, amp, parameters, first.model);
  }

  /** Makes a pedal that controls this instance. Call it after `initialize`; the host puts it into the page. */
  async createGui(): Promise<DilatonePedal> {
    definePedal();
    const pedal = document.createElement('dilatone-pedal');
    pedal.device = this.audioNode.device;
    return pedal;
  }

  /** Detaches a pedal that `createGui` made. The host removes it from the page. */
  destroyGui(gui: Element): void {
    (gui as DilatonePedal).device = null;
  }
}

/** A server can import this module, but has no nodes. */
const Gain: typeof GainNode = globalThis.GainNode ?? class {};

/**
 * The node that a host connects: sound enters here and leaves the Dilatone behind it. Parameters are signals of an automation
 * node, so a scheduled change happens at its exact frame. The node works until `destroy`.
 */
export class DilatoneWamNode extends Gain {
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
    super(amp.node.context);
    this.module = module;
    this.device = new WamDevice(amp, parameters, {
      setModel: (model) => this.#setModel(model, model.file),
      loadFile: (blob) => this.loadFile(blob),
    });
    this.#amp = amp;
    this.#parameters = parameters;
    this.#file = file;
    parameters.drive([amp.inputGainDb, amp.outputGainDb, amp.mix]);
    parameters.onChange = (data) =>
      this.dispatchEvent(new CustomEvent('wam-automation', { detail: { type: 'wam-automation', data } }));
    super.connect(amp.node);
    makeOpaque(this, DilatoneWamNode);
  }

  /** Id of the host's group. */
  get groupId(): string {
    return this.module.groupId;
  }

  /** Identifier of this kind of WAM. */
  get moduleId(): string {
    return this.module.moduleId;
  }

  /** Unique id of the instance. */
  get instanceId(): string {
    return this.module.instanceId;
  }

  /** Connects the output, as Web Audio's `AudioNode.connect`. */
  override connect(destination: AudioNode, output?: number, input?: number): AudioNode;
  /** Connects the output to a parameter, as Web Audio's `AudioNode.connect`. */
  override connect(destination: AudioParam, output?: number): void;
  override connect(destination: AudioNode | AudioParam, ...ends: [number?, number?]): AudioNode | undefined {
    this.#amp.connect(destination, ...ends);
    return destination instanceof AudioNode ? destination : undefined;
  }

  override disconnect(...from: [destination?: object, output?: number, input?: number] | [output: number]): void {
    this.#amp.disconnect(...(from as [object, number, number]));
  }

  /** Facts about the parameters with these ids; about all if there is no id. */
  async getParameterInfo(...ids: string[]): Promise<Record<string, WamParameterInfo>> {
    return parameterInfo(ids);
  }

  /** Values of the parameters with these ids, in their own units or normalized; of all if there is no id. */
  async getParameterValues(normalized = false, ...ids: string[]): Promise<Record<string, WamParameterData>> {
    return this.#parameters.data(normalized, ids);
  }

  /** Sets parameters now. Unknown ids are ignored; values outside a parameter's range are limited to it. */
  async setParameterValues(values: Readonly<Record<string, WamParameterData>>): Promise<void> {
    this.#parameters.set(Object.values(values));
  }

  /** The value of a parameter in its own unit, as last set, or as the audio thread last reported it. */
  parameterValue(id: string): number {
    return this.#parameters.value(id);
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

  /** Frames of the context by which the output lags behind the input. */
  async getCompensationDelay(): Promise<number> {
    return this.#amp.info.latencyFrames;
  }

  /** Changes parameters, each at its event's time. The node fires `wam-automation` when a change has happened. */
  scheduleEvents(...events: WamEvent[]): void {
    this.#parameters.schedule(events);
  }

  /** Drops all events that have not happened yet. */
  clearEvents(): void {
    this.#parameters.clear();
  }

  /** Starts to send events on to another WAM of the group. */
  connectEvents(toId: string, output?: number): void {
    this.#parameters.connectEvents(toId, output);
  }

  /** Stops sending events on to another WAM; to all if there is no id. */
  disconnectEvents(toId?: string, output?: number): void {
    this.#parameters.disconnectEvents(toId, output);
  }

  /** Disconnects the node, ends its processors and frees their memory. The node cannot be used afterwards. */
  destroy(): void {
    super.disconnect();
    this.#parameters.destroy();
    this.#amp.dispose();
  }

  /** Changes the model, and the file that the state stores. A change may end after later ones. */
  async #setModel(model: Model, file: ModelFile | null, controls?: ControlValues): Promise<void> {
    const turn = ++this.#turn;
    const outcome = await this.#amp.setModel(model, { controls });
    // If the latest change was overtaken, then by controls of the same model.
    if (outcome === 'done' || turn === this.#turn) this.#file = file;
  }
}
