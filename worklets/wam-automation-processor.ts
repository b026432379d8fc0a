import { AUTOMATED, Automation } from '../src/wam/automation/automation.js';
import type {
  AutomationEvent,
  AutomationNotice,
  AutomationOptions,
  AutomationRequest,
} from '../src/wam/automation/automation-protocol.js';

/** The global object of a WAM host on the audio thread: it knows the WAMs and carries events between them. */
interface WamEnvironment {
  addWam(wam: WamAutomationProcessor): void;
  removeWam(wam: WamAutomationProcessor): void;
  connectEvents(groupId: string, fromId: string, toId: string, output?: number): void;
  disconnectEvents(groupId: string, fromId: string, toId?: string, output?: number): void;
  emitEvents(from: WamAutomationProcessor, ...events: AutomationEvent[]): void;
}

/** Undefined without a host. */
const environment = () => (globalThis as { webAudioModules?: WamEnvironment }).webAudioModules;

/**
 * A WAM's end on the audio thread, registered with the host's group. Receives events from the host and from other WAMs, and
 * outputs the parameters' values as signals, exact to the frame: one mono output per parameter.
 */
export class WamAutomationProcessor extends AudioWorkletProcessor {
  readonly groupId: string;
  readonly moduleId: string;
  readonly instanceId: string;
  readonly #automation: Automation;
  /** The only channel of each output. */
  readonly #signals: Float32Array[] = [];
  #destroyed = false;

  constructor(options: { readonly processorOptions: AutomationOptions }) {
    super();
    const { groupId, moduleId, instanceId, values } = options.processorOptions;
    this.groupId = groupId;
    this.moduleId = moduleId;
    this.instanceId = instanceId;
    this.#automation = new Automation(values);
    this.port.onmessage = (event: MessageEvent<AutomationRequest>) => this.#handle(event.data);
    environment()?.addWam(this);
  }

  /** Schedules changes of parameters; other WAMs of the group call it, too. Ignores other events and invalid values. */
  scheduleEvents(...events: readonly AutomationEvent[]): void {
    for (const { type, data, time = 0 } of events) {
      if (type !== 'wam-automation') continue;
      const { id, value, normalized } = data as { id: string; value: number; normalized: boolean };
      const index = AUTOMATED.findIndex((parameter) => parameter.id === id);
      if (index === -1 || !Number.isFinite(value)) continue;
      const { minValue, maxValue } = AUTOMATED[index];
      const target = normalized ? minValue + value * (maxValue - minValue) : value;
      this.#automation.schedule(
        index,
        Math.min(maxValue, Math.max(minValue, target)),
        Math.round(time * sampleRate) || 0,
      );
    }
  }

  /** Sends events to the WAMs connected to this one. */
  emitEvents(...events: AutomationEvent[]): void {
    environment()?.emitEvents(this, ...events);
  }

  /** Drops all scheduled events. */
  clearEvents(): void {
    this.#automation.clear();
  }

  /** Delay of the automation itself, in samples. */
  getCompensationDelay(): number {
    return 0;
  }

  /** Leaves the host's group and ends the processor. */
  destroy(): void {
    if (!this.#destroyed) environment()?.removeWam(this);
    this.#destroyed = true;
  }

  /** @realtime */
  process(_inputs: readonly Float32Array[][], outputs: readonly Float32Array[][]): boolean {
    const signals = this.#signals;
    for (let i = 0; i < outputs.length; i++) signals[i] = outputs[i][0];
    if (this.#automation.process(signals, currentFrame, signals[0].length)) this.#postValues();
    return !this.#destroyed;
  }

  /** @realtime-exception posts the values, in quanta in which events took effect */
  #postValues(): void {
    this.port.postMessage(this.#automation.values satisfies AutomationNotice);
  }

  #handle(request: AutomationRequest): void {
    switch (request.type) {
      case 'schedule':
        this.scheduleEvents(...request.events);
        break;
      case 'clear':
        this.clearEvents();
        break;
      case 'connect':
        environment()?.connectEvents(this.groupId, this.instanceId, request.toId, request.output);
        break;
      case 'disconnect':
        environment()?.disconnectEvents(this.groupId, this.instanceId, request.toId, request.output);
        break;
      case 'destroy':
        this.destroy();
    }
  }
}
