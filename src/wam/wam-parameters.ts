import source from 'virtual:dilatone-wam-source';
import { DilatoneError } from '../errors.js';
import { AUTOMATED, AUTOMATION_PROCESSOR_NAME, type AutomatedParameter } from './automation/automation.js';
import type {
  AutomationEvent,
  AutomationNotice,
  AutomationOptions,
  AutomationRequest,
} from './automation/automation-protocol.js';
import type { WamEvent, WamParameterData, WamParameterInfo } from './wam-api.js';

const LABELS: Readonly<Record<string, string>> = {
  inputGainDb: 'Drive',
  outputGainDb: 'Level',
  mix: 'Mix',
  bypass: 'Bypass',
};

/**
 * The parameters of a WAM. Their values are on this thread; changes travel to a processor on the audio thread, which makes
 * each at its frame and sends the values back.
 */
export class WamParameters {
  /** Called when events have changed a parameter; not by `set`. */
  onChange: (data: WamParameterData) => void = () => {};
  readonly #node: AudioWorkletNode;
  /** Values by id, as last set here or reported by the processor. */
  readonly #values: Map<string, number>;

  /** Starts the processor. Rejects with a DilatoneError `worklet` where the browser refuses its script. */
  static async create(context: BaseAudioContext, options: AutomationOptions): Promise<WamParameters> {
    await registerAutomation(context);
    const node = new AudioWorkletNode(context, AUTOMATION_PROCESSOR_NAME, {
      numberOfInputs: 0,
      numberOfOutputs: AUTOMATED.length,
      outputChannelCount: AUTOMATED.map(() => 1),
      processorOptions: options,
    });
    return new WamParameters(node, options.values);
  }

  private constructor(node: AudioWorkletNode, values: readonly number[]) {
    this.#node = node;
    this.#values = new Map(AUTOMATED.map(({ id }, index) => [id, values[index]]));
    node.port.onmessage = (event: MessageEvent<AutomationNotice>) => this.#receive(event.data);
  }

  /** Connects the processor's outputs, one mono signal for each of `AUTOMATED`, to AudioParams. */
  drive(targets: readonly AudioParam[]): void {
    targets.forEach((target, output) => {
      // The param adds its connections to its own value.
      target.value = 0;
      this.#node.connect(target, output);
    });
  }

  /** All values by id. */
  all(): Record<string, number> {
    return Object.fromEntries(this.#values);
  }

  /** The value of a parameter. RangeError for an id that does not exist. */
  value(id: string): number {
    const value = this.#values.get(id);
    if (value !== undefined) return value;
    throw new RangeError(`id: expected ${[...this.#values.keys()].join(', ')}, got ${id}`);
  }

  /** The values of the parameters with these ids; of all if there is no id. */
  data(normalized: boolean, ids: readonly string[]): Record<string, WamParameterData> {
    const data = chosen(ids).map((parameter) => {
      const value = this.value(parameter.id);
      return { id: parameter.id, value: normalized ? describe(parameter).normalize(value) : value, normalized };
    });
    return Object.fromEntries(data.map((datum) => [datum.id, datum]));
  }

  /** Sets parameters now. Unknown ids are ignored, values are limited to their range. */
  set(data: readonly WamParameterData[]): void {
    for (const datum of data) this.#keep(datum);
    this.schedule(data.map((datum) => ({ type: 'wam-automation', data: datum })));
  }

  /** Sets all parameters now; values in their own units, in the order of `AUTOMATED`. */
  setAll(values: readonly number[]): void {
    this.set(AUTOMATED.map(({ id }, index) => ({ id, value: values[index], normalized: false })));
  }

  /** Changes parameters, each at its event's time. */
  schedule(events: readonly WamEvent[]): void {
    this.#post({ type: 'schedule', events: events satisfies readonly AutomationEvent[] });
  }

  /** Drops all events that have not been carried out. */
  clear(): void {
    this.#post({ type: 'clear' });
  }

  /** Starts to forward events to another WAM of the host's group. */
  connectEvents(toId: string, output?: number): void {
    this.#post({ type: 'connect', toId, output });
  }

  /** Stops forwarding events to another WAM; to all if there is no id. */
  disconnectEvents(toId?: string, output?: number): void {
    this.#post({ type: 'disconnect', toId, output });
  }

  /** Ends the processor. */
  destroy(): void {
    this.#post({ type: 'destroy' });
    this.#node.disconnect();
  }

  #receive(values: AutomationNotice): void {
    AUTOMATED.forEach(({ id }, index) => {
      if (values[index] === this.#values.get(id)) return;
      const data: WamParameterData = { id, value: values[index], normalized: false };
      this.#keep(data);
      this.onChange(data);
    });
  }

  #keep({ id, value, normalized }: WamParameterData): void {
    const parameter = AUTOMATED.find((parameter) => parameter.id === id);
    if (parameter === undefined || !Number.isFinite(value)) return;
    const { minValue, maxValue } = parameter;
    const target = normalized ? describe(parameter).denormalize(value) : value;
    this.#values.set(id, Math.min(maxValue, Math.max(minValue, target)));
  }

  #post(request: AutomationRequest): void {
    this.#node.port.postMessage(request);
  }
}

/** What a host can know of the parameters with these ids; of all if there is no id. */
export function parameterInfo(ids: readonly string[]): Record<string, WamParameterInfo> {
  return Object.fromEntries(chosen(ids).map((parameter) => [parameter.id, describe(parameter)]));
}

function chosen(ids: readonly string[]): readonly AutomatedParameter[] {
  return ids.length === 0 ? AUTOMATED : AUTOMATED.filter(({ id }) => ids.includes(id));
}

function describe({ id, defaultValue, minValue, maxValue }: AutomatedParameter): WamParameterInfo {
  const isSwitch = id === 'bypass';
  const units = id.endsWith('Db') ? 'dB' : '';
  return {
    id,
    label: LABELS[id],
    type: isSwitch ? 'boolean' : 'float',
    defaultValue,
    minValue,
    maxValue,
    discreteStep: isSwitch ? 1 : 0,
    exponent: 0,
    choices: [],
    units,
    normalize: (value) => (value - minValue) / (maxValue - minValue),
    denormalize: (share) => minValue + share * (maxValue - minValue),
    valueString: (value) => (isSwitch ? (value < 0.5 ? 'off' : 'on') : `${Number(value.toFixed(2))} ${units}`.trim()),
  };
}

const registrations = new WeakMap<BaseAudioContext, Promise<void>>();

/** Loads the processor's script into a context, once for all WAMs in it; after a failure the next call tries again. */
function registerAutomation(context: BaseAudioContext): Promise<void> {
  const known = registrations.get(context);
  if (known !== undefined) return known;
  const registration = loadScript(context);
  registrations.set(context, registration);
  registration.catch(() => registrations.delete(context));
  return registration;
}

async function loadScript(context: BaseAudioContext): Promise<void> {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    await context.audioWorklet.addModule(url);
  } catch (cause) {
    const detail = `expected the browser to load the script of the automation, got ${cause}; add blob: to script-src`;
    throw new DilatoneError('worklet', 'wam', detail, { cause });
  } finally {
    URL.revokeObjectURL(url);
  }
}
