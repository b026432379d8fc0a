import { makeOpaque } from '../../model/opaque.js';
import type { RigDevice } from '../../pedal/rig/rig-device.js';
import { type DilatoneRig, defineRig } from '../../pedal/rig/rig-element.js';
import { createRig } from '../../rig/create-rig.js';
import type { Rig } from '../../rig/rig.js';
import { RIG_DESCRIPTOR } from '../descriptor.js';
import type { WamEvent, WamParameterData, WamParameterInfo } from '../wam-api.js';
import { WamModule } from '../wam-module.js';
import { bothHalves, WamNode } from '../wam-node.js';
import { parameterInfo, WamParameters } from '../wam-parameters.js';
import { valuesOf } from '../wam-state.js';
import { BlockAutomation } from './block-automation.js';
import { FIRST_RIG_STATE, type RigWamState, readRigState } from './rig-wam-state.js';

/**
 * A rig as a Web Audio Module 2.0: models, cabinets and effects in one effect that any WAM host can load. As `DilatoneWam`, but
 * for what it plays.
 */
export class DilatoneRigWam extends WamModule<DilatoneRigWamNode> {
  /**
   * Makes an instance and its node. `initialState` is what `getState` of a node gave, or a `RigDocument`; without it the rig has
   * no blocks, and passes sound unchanged. The host has to `destroy` the node.
   *
   * Rejects with a DilatoneError: `malformed` or `unsupported` for a broken state, `worklet` where the browser does not allow the
   * scripts.
   */
  static createInstance(
    groupId: string,
    audioContext: BaseAudioContext,
    initialState?: unknown,
  ): Promise<DilatoneRigWam> {
    return new DilatoneRigWam(groupId, audioContext).initialize(initialState);
  }

  constructor(groupId: string, audioContext: BaseAudioContext) {
    super(groupId, audioContext, RIG_DESCRIPTOR);
    makeOpaque(this, WamModule);
  }

  /** Makes a node in a state; without one, without blocks. Hosts use `initialize` instead. */
  override async createAudioNode(state?: unknown): Promise<DilatoneRigWamNode> {
    const first = state === undefined || state === null ? FIRST_RIG_STATE : readRigState(state);
    const { audioContext: context, groupId, moduleId, instanceId } = this;
    const [rig, parameters] = await bothHalves(
      createRig(context, first.rig),
      WamParameters.create(context, { groupId, moduleId, instanceId, values: valuesOf(first) }),
    );
    return new DilatoneRigWamNode(this, rig, parameters);
  }

  /** Makes an element that shows and edits the rig. Call it after `initialize`; the host puts it into the page. */
  override async createGui(): Promise<DilatoneRig> {
    defineRig();
    const element = document.createElement('dilatone-rig');
    element.rig = this.audioNode.rig;
    return element;
  }

  /** Detaches an element that `createGui` made. The host removes it from the page. */
  override destroyGui(gui: Element): void {
    (gui as DilatoneRig).rig = null;
  }
}

/**
 * The node that a host connects: sound enters here and leaves the rig behind it. The parameters of the node are exact to the frame;
 * those of the blocks, `block.parameter`, come and go with the rig and are set on the main thread. Works until `destroy`.
 */
export class DilatoneRigWamNode extends WamNode {
  /** The instance that it belongs to. */
  readonly module: DilatoneRigWam;
  /** What an element shows and edits; see `createGui`. Its bypass is the parameter of the WAM. */
  readonly rig: RigDevice;
  readonly #rig: Rig;
  readonly #parameters: WamParameters;
  readonly #blocks: BlockAutomation;
  /** What `setState` was last given; null if it was never called. */
  #latestState: RigWamState | null = null;

  constructor(module: DilatoneRigWam, rig: Rig, parameters: WamParameters) {
    super(module, rig, parameters);
    this.module = module;
    this.rig = withBypass(rig, parameters);
    this.#rig = rig;
    this.#parameters = parameters;
    this.#blocks = new BlockAutomation(rig, parameters.onChange);
    makeOpaque(this, WamNode);
  }

  /** Facts about the parameters with these ids; about all if there is no id, those of the blocks included. */
  override async getParameterInfo(...ids: string[]): Promise<Record<string, WamParameterInfo>> {
    return { ...parameterInfo(ids), ...this.#blocks.info(ids) };
  }

  override async getParameterValues(normalized = false, ...ids: string[]): Promise<Record<string, WamParameterData>> {
    return { ...this.#parameters.data(normalized, ids), ...this.#blocks.data(normalized, ids) };
  }

  override async setParameterValues(values: Readonly<Record<string, WamParameterData>>): Promise<void> {
    const data = Object.values(values);
    this.#blocks.set(data);
    this.#parameters.set(data);
  }

  /** Changes parameters, those of the node at the frame of their event's time, those of blocks about then. */
  override scheduleEvents(...events: WamEvent[]): void {
    const isOfBlock = ({ type, data }: WamEvent) =>
      type === 'wam-automation' && this.#blocks.has((data as WamParameterData).id);
    this.#blocks.schedule(events.filter(isOfBlock), this.context.currentTime);
    this.#parameters.schedule(events.filter((event) => !isOfBlock(event)));
  }

  override clearEvents(): void {
    super.clearEvents();
    this.#blocks.clear();
  }

  /** Everything to store with a song: the rig with the bytes of its files. JSON can hold it. */
  async getState(): Promise<RigWamState> {
    return { version: 1, parameters: this.#parameters.all(), rig: this.#rig.getState({ embed: 'all' }) };
  }

  /**
   * Restores what `getState` gave, or another rig. Resolves when it is heard; rejects with a DilatoneError where the state is broken,
   * before anything changes. Blocks whose files are missing pass the sound by.
   */
  async setState(state: unknown): Promise<void> {
    const next = readRigState(state);
    this.#latestState = next;
    await this.#rig.setState(next.rig);
    if (next === this.#latestState) this.#parameters.setAll(valuesOf(next));
  }

  override destroy(): void {
    this.#blocks.clear();
    super.destroy();
  }
}

/** A rig whose bypass is the parameter of the WAM, so that the host sees and stores it. All else is the rig's own. */
function withBypass(rig: Rig, parameters: WamParameters): RigDevice {
  return Object.create(rig, {
    bypass: {
      get: () => parameters.value('bypass') >= 0.5,
      set: (bypass: boolean) => parameters.set([{ id: 'bypass', value: Number(bypass), normalized: false }]),
    },
  });
}
