import type { WamDescriptor } from './wam-api.js';
import type { WamNode } from './wam-node.js';

/** Instances made so far in this page. */
let instances = 0;

/**
 * What all our Web Audio Modules 2.0 have in common. Vue and other libraries for state leave a module and its node alone, by a
 * hidden property `__v_skip`. Everything here belongs to the main thread. The page's Content-Security-Policy has to allow
 * `blob:` scripts, which hosts made with the WAM SDK need themselves.
 */
export abstract class WamModule<Node extends WamNode> {
  /** Marks the class for hosts. */
  static readonly isWebAudioModuleConstructor = true;

  /** Marks an instance for hosts. */
  readonly isWebAudioModule = true;
  /** Id of the host's group. */
  readonly groupId: string;
  /** The context of the node. */
  readonly audioContext: BaseAudioContext;
  /** Unique id of the instance. */
  readonly instanceId: string;
  /** Facts for hosts that can be read without making sound. */
  readonly descriptor: WamDescriptor;
  #node: Node | null = null;
  /** The making of the node; null before it, and after one that failed. */
  #making: Promise<Node> | null = null;

  constructor(groupId: string, audioContext: BaseAudioContext, descriptor: WamDescriptor) {
    this.groupId = groupId;
    this.audioContext = audioContext;
    this.descriptor = descriptor;
    this.instanceId = `${descriptor.identifier}.${++instances}`;
  }

  /** Identifier of this kind of WAM. */
  get moduleId(): string {
    return this.descriptor.identifier;
  }

  /** Name to show. */
  get name(): string {
    return this.descriptor.name;
  }

  /** Vendor to show. */
  get vendor(): string {
    return this.descriptor.vendor;
  }

  /** Whether `initialize` has made the node. */
  get initialized(): boolean {
    return this.#node !== null;
  }

  /** The node to connect. TypeError before `initialize`. */
  get audioNode(): Node {
    if (this.#node === null) throw new TypeError('audioNode: expected an initialized WAM, got one that is not');
    return this.#node;
  }

  /** Makes the node, unless there is one or it is being made. `createInstance` calls it. */
  async initialize(state?: unknown): Promise<this> {
    this.#making ??= this.createAudioNode(state);
    try {
      this.#node = await this.#making;
    } catch (error) {
      this.#making = null;
      throw error;
    }
    return this;
  }

  /** Makes a node in a state; without one, in the first. Hosts use `initialize` instead. */
  abstract createAudioNode(state?: unknown): Promise<Node>;

  /** Makes an element that controls this instance. Call it after `initialize`; the host puts it into the page. */
  abstract createGui(): Promise<Element>;

  /** Detaches an element that `createGui` made. The host removes it from the page. */
  abstract destroyGui(gui: Element): void;
}
