import { loadModel } from '../controller/load-model.js';
import type { Dilatone } from '../controller/node/dilatone.js';
import type { PedalDevice } from '../pedal/pedal-device.js';
import { AUTOMATED } from './automation/automation.js';
import type { AutomationEvent, AutomationNotice, AutomationRequest } from './automation/automation-protocol.js';
import type { DilatoneWam } from './wam.js';
import type { WamEvent, WamParameterData, WamParameterInfo } from './wam-api.js';
import { WamDevice } from './wam-device.js';
import { parameterInfo, parameterValues } from './wam-parameters.js';
import { bytesOf, type ModelFile, modelFileOf, readState, valuesOf, type WamState } from './wam-state.js';
import { wireModel } from './wire.js';

/** What a WAM's node is made of. */
export interface WamNodeParts {
  readonly module: DilatoneWam;
  readonly amp: Dilatone;
  readonly automation: AudioWorkletNode;
  readonly values: readonly number[];
  readonly file: ModelFile | null;
}

/** A server that only imports this has no nodes. */
const Gain: typeof GainNode = globalThis.GainNode ?? class {};

/**
 * The node that a host connects: sound goes in here and comes out of the Dilatone behind it. Parameters travel as signals
 * of the automation node, so that what a host schedules is heard at its very frame.
 */
export class DilatoneWamNode extends Gain {
  /** The instance that it belongs to. */
  readonly module: DilatoneWam;
  /** What a pedal plays on. */
  readonly device: PedalDevice;
  readonly #amp: Dilatone;
  readonly #automation: AudioWorkletNode;
  /** The parameters' values, as last set or heard. */
  readonly #values: Float64Array;
  #file: ModelFile | null;

  constructor({ module, amp, automation, values, file }: WamNodeParts) {
    super(amp.node.context);
    this.module = module;
    this.#amp = amp;
    this.#automation = automation;
    this.#values = Float64Array.from(values);
    this.#file = file;
    this.device = new WamDevice(amp, this);
    super.connect(amp.node);
    [amp.inputGainDb, amp.outputGainDb, amp.mix].forEach((parameter, output) => {
      // What is connected to a parameter is added to its own value.
      parameter.value = 0;
      automation.connect(parameter, output);
    });
    automation.port.onmessage = (event: MessageEvent<AutomationNotice>) => this.#hear(event.data);
  }

  /** Id of the host's group. */
  get groupId(): string {
    return this.module.groupId;
  }

  /** Identifier of this kind of WAM. */
  get moduleId(): string {
    return this.module.moduleId;
  }

  /** Id of the instance, its own on a page. */
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

  /** What can be automated; all of it where no id is given. */
  async getParameterInfo(...ids: string[]): Promise<Record<string, WamParameterInfo>> {
    return parameterInfo(ids);
  }

  /** Values of the parameters; of all where no id is given. */
  async getParameterValues(normalized = false, ...ids: string[]): Promise<Record<string, WamParameterData>> {
    return parameterValues(this.#values, normalized, ids);
  }

  /** Sets parameters at once. */
  async setParameterValues(values: Readonly<Record<string, WamParameterData>>): Promise<void> {
    const events = Object.values(values).map((data) => ({ type: 'wam-automation', data }));
    for (const { data } of events) this.#keep(data);
    this.#ask({ type: 'schedule', events });
  }

  /** The value of a parameter, as last set or heard. */
  parameterValue(id: string): number {
    return this.#values[indexOf(id)];
  }

  /** Everything that is to be stored with a song, the model included. */
  async getState(): Promise<WamState> {
    const parameters = Object.fromEntries(AUTOMATED.map(({ id }, index) => [id, this.#values[index]]));
    return { version: 1, parameters, model: this.#file, controls: this.#amp.controls };
  }

  /** Goes back to what `getState` gave; what is wrong with it is refused before anything changes. */
  async setState(state: unknown): Promise<void> {
    const wanted = readState(state);
    const { model: file, controls } = wanted;
    const bytes = file && bytesOf(file);
    const model = bytes ? await loadModel(bytes) : wireModel(this.context.sampleRate);
    await this.#amp.setModel(model, { controls });
    this.#file = file;
    const data = AUTOMATED.map(({ id }, index) => ({ id, value: valuesOf(wanted)[index], normalized: false }));
    await this.setParameterValues(Object.fromEntries(data.map((datum) => [datum.id, datum])));
  }

  /** Plays a model file, and keeps it for the state. */
  async loadFile(file: Blob): Promise<void> {
    await this.#amp.setModel(await loadModel(file));
    this.#file = await modelFileOf(file);
  }

  /** Frames by which the output lags behind the input. */
  async getCompensationDelay(): Promise<number> {
    return this.#amp.info.latencyFrames;
  }

  /** Has parameters change, each at its event's time; listeners to `wam-automation` are told when they have. */
  scheduleEvents(...events: WamEvent[]): void {
    this.#ask({ type: 'schedule', events: events satisfies AutomationEvent[] });
  }

  /** Drops all events that have not happened. */
  clearEvents(): void {
    this.#ask({ type: 'clear' });
  }

  /** Sends events on to another WAM of the group. */
  connectEvents(toId: string, output?: number): void {
    this.#ask({ type: 'connect', toId, output });
  }

  /** Ends that; to all where no id is given. */
  disconnectEvents(toId?: string, output?: number): void {
    this.#ask({ type: 'disconnect', toId, output });
  }

  /** Takes the node out of the graph and frees what it needed. */
  destroy(): void {
    super.disconnect();
    this.#ask({ type: 'destroy' });
    this.#automation.disconnect();
    this.#amp.dispose();
  }

  /** The audio thread tells that events have changed something. */
  #hear(values: AutomationNotice): void {
    AUTOMATED.forEach(({ id }, index) => {
      if (values[index] === this.#values[index]) return;
      const data: WamParameterData = { id, value: values[index], normalized: false };
      this.#keep(data);
      this.dispatchEvent(new CustomEvent('wam-automation', { detail: { type: 'wam-automation', data } }));
    });
  }

  #keep({ id, value, normalized }: WamParameterData): void {
    const index = indexOf(id);
    if (index === -1) return;
    const { minValue, maxValue } = AUTOMATED[index];
    const wanted = normalized ? minValue + value * (maxValue - minValue) : value;
    this.#values[index] = Math.min(maxValue, Math.max(minValue, wanted));
  }

  #ask(request: AutomationRequest): void {
    this.#automation.port.postMessage(request);
  }
}

/** The place of a parameter among the automation node's outputs. */
function indexOf(id: string): number {
  return AUTOMATED.findIndex((parameter) => parameter.id === id);
}
