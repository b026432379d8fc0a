import { loadModel } from '../controller/load-model.js';
import { createDilatone } from '../controller/node/create-dilatone.js';
import { type DilatonePedal, definePedal } from '../pedal/pedal.js';
import { createAutomationNode } from './automation-node.js';
import { DESCRIPTOR } from './descriptor.js';
import type { WamDescriptor } from './wam-api.js';
import { DilatoneWamNode } from './wam-node.js';
import { bytesOf, readState, valuesOf, type WamState } from './wam-state.js';
import { wireModel } from './wire.js';

/** Where a WAM begins that has no state: the sound passes as it is. */
const FIRST_STATE: WamState = { version: 1, parameters: {}, model: null, controls: {} };

/** Instances made so far on this page. */
let instances = 0;

/**
 * Dilatone as a Web Audio Module 2.0: an effect that any WAM host can load. It needs nothing of the page but that its
 * Content-Security-Policy allows `blob:` scripts, as hosts made with the WAM SDK do themselves.
 */
export class DilatoneWam {
  /** How hosts recognize the class. */
  static readonly isWebAudioModuleConstructor = true;

  /** Makes an instance; `initialState` is what the node's `getState` gave. */
  static createInstance(groupId: string, audioContext: BaseAudioContext, initialState?: unknown): Promise<DilatoneWam> {
    return new DilatoneWam(groupId, audioContext).initialize(initialState);
  }

  /** How hosts recognize an instance. */
  readonly isWebAudioModule = true;
  /** Id of the host's group. */
  readonly groupId: string;
  /** Where it plays. */
  readonly audioContext: BaseAudioContext;
  /** Its own on a page. */
  readonly instanceId: string;
  #node: DilatoneWamNode | null = null;

  constructor(groupId: string, audioContext: BaseAudioContext) {
    this.groupId = groupId;
    this.audioContext = audioContext;
    this.instanceId = `${DESCRIPTOR.identifier}.${++instances}`;
  }

  /** What a host can know of it without running it. */
  get descriptor(): WamDescriptor {
    return DESCRIPTOR;
  }

  /** Identifier of this kind of WAM. */
  get moduleId(): string {
    return DESCRIPTOR.identifier;
  }

  /** What people call it. */
  get name(): string {
    return DESCRIPTOR.name;
  }

  /** Who makes it. */
  get vendor(): string {
    return DESCRIPTOR.vendor;
  }

  /** Whether there is a node. */
  get initialized(): boolean {
    return this.#node !== null;
  }

  /** The node to connect. Before `initialize` there is none, which is a TypeError. */
  get audioNode(): DilatoneWamNode {
    if (this.#node === null) throw new TypeError('audioNode: expected an initialized WAM, got one that is not');
    return this.#node;
  }

  /** Makes the node. `createInstance` does it. */
  async initialize(state?: unknown): Promise<DilatoneWam> {
    this.#node ??= await this.createAudioNode(state);
    return this;
  }

  /** Makes a node in a state; where none is given, without a model. */
  async createAudioNode(state?: unknown): Promise<DilatoneWamNode> {
    const wanted = state === undefined || state === null ? FIRST_STATE : readState(state);
    const { model: file, controls } = wanted;
    const { audioContext: context, groupId, moduleId, instanceId } = this;
    const model = file ? await loadModel(bytesOf(file)) : wireModel(context.sampleRate);
    const values = valuesOf(wanted);
    const [amp, automation] = await Promise.all([
      createDilatone(context, { model, controls, channels: 'auto' }),
      createAutomationNode(context, { groupId, moduleId, instanceId, values }),
    ]);
    return new DilatoneWamNode({ module: this, amp, automation, values, file });
  }

  /** Makes a pedal that plays on this instance; hosts show it. */
  async createGui(): Promise<DilatonePedal> {
    definePedal();
    const pedal = document.createElement('dilatone-pedal');
    pedal.device = this.audioNode.device;
    return pedal;
  }

  /** Lets go of a pedal that `createGui` made. */
  destroyGui(gui: Element): void {
    (gui as DilatonePedal).device = null;
  }
}
