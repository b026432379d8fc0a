import type { WamEvent, WamParameterData, WamParameterInfo } from './wam-api.js';
import { parameterInfo, type WamParameters } from './wam-parameters.js';

/** What a WAM plays: a Dilatone or a rig. */
export interface WamCore {
  readonly node: AudioNode;
  readonly inputGainDb: AudioParam;
  readonly outputGainDb: AudioParam;
  readonly mix: AudioParam;
  readonly info: { readonly latencyFrames: number };
  connect(destination: object, ...ends: [output?: number, input?: number]): object;
  disconnect(...from: [destination?: object, output?: number, input?: number]): void;
  dispose(): void;
}

/** What a node says of its module. */
export interface WamIds {
  readonly groupId: string;
  readonly moduleId: string;
  readonly instanceId: string;
}

/** A server can import this module, but has no nodes. */
const Gain: typeof GainNode = globalThis.GainNode ?? class {};

/**
 * A node that a host connects: sound enters here and leaves what is played behind it. Parameters are signals of an automation
 * node, so a scheduled change happens at its exact frame. The node works until `destroy`.
 */
export abstract class WamNode extends Gain {
  readonly #ids: WamIds;
  readonly #core: WamCore;
  readonly #parameters: WamParameters;

  constructor(ids: WamIds, core: WamCore, parameters: WamParameters) {
    super(core.node.context);
    this.#ids = ids;
    this.#core = core;
    this.#parameters = parameters;
    parameters.drive([core.inputGainDb, core.outputGainDb, core.mix]);
    parameters.onChange = (data) =>
      this.dispatchEvent(new CustomEvent('wam-automation', { detail: { type: 'wam-automation', data } }));
    super.connect(core.node);
  }

  /** Id of the host's group. */
  get groupId(): string {
    return this.#ids.groupId;
  }

  /** Identifier of this kind of WAM. */
  get moduleId(): string {
    return this.#ids.moduleId;
  }

  /** Unique id of the instance. */
  get instanceId(): string {
    return this.#ids.instanceId;
  }

  /** Connects the output, as Web Audio's `AudioNode.connect`. */
  override connect(destination: AudioNode, output?: number, input?: number): AudioNode;
  /** Connects the output to a parameter, as Web Audio's `AudioNode.connect`. */
  override connect(destination: AudioParam, output?: number): void;
  override connect(destination: AudioNode | AudioParam, ...ends: [number?, number?]): AudioNode | undefined {
    this.#core.connect(destination, ...ends);
    return destination instanceof AudioNode ? destination : undefined;
  }

  override disconnect(...from: [destination?: object, output?: number, input?: number] | [output: number]): void {
    this.#core.disconnect(...(from as [object, number, number]));
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

  /** Frames of the context by which the output lags behind the input. */
  async getCompensationDelay(): Promise<number> {
    return this.#core.info.latencyFrames;
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
    this.#core.dispose();
  }
}

/** Waits for what a node plays and for its parameters. If one fails, the other does not stay. */
export async function bothHalves<Core extends WamCore>(
  coreMade: Promise<Core>,
  parametersMade: Promise<WamParameters>,
): Promise<[Core, WamParameters]> {
  return Promise.all([coreMade, parametersMade]).catch((error: unknown) => {
    coreMade.then((half) => half.dispose()).catch(() => {});
    parametersMade.then((half) => half.destroy()).catch(() => {});
    throw error;
  });
}
