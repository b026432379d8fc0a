import type { Dilatone } from '../controller/node/dilatone.js';
import type { DilatoneEvents } from '../controller/node/dilatone-events.js';
import type { ControlValues, Model } from '../model/model.js';
import { makeOpaque } from '../model/opaque.js';
import type { PedalDevice, PedalParameter } from '../pedal/pedal-device.js';
import { AUTOMATED } from './automation/automation.js';
import type { WamParameters } from './wam-parameters.js';

/** Changes models so that the state of the WAM has their files. */
type WamModels = Required<Pick<PedalDevice, 'setModel' | 'loadFile'>>;

/** What a pedal controls in a host: its knobs set the parameters of the WAM, so that the host sees every turn. */
export class WamDevice implements PedalDevice {
  readonly inputGainDb: PedalParameter;
  readonly outputGainDb: PedalParameter;
  readonly mix: PedalParameter;
  readonly #bypass: PedalParameter;
  readonly #amp: Dilatone;
  readonly #models: WamModels;

  constructor(amp: Dilatone, parameters: WamParameters, models: WamModels) {
    this.inputGainDb = new WamParameter(parameters, 'inputGainDb');
    this.outputGainDb = new WamParameter(parameters, 'outputGainDb');
    this.mix = new WamParameter(parameters, 'mix');
    this.#bypass = new WamParameter(parameters, 'bypass');
    this.#amp = amp;
    this.#models = models;
    makeOpaque(this, WamDevice);
  }

  get bypass(): boolean {
    return this.#bypass.value >= 0.5;
  }

  set bypass(bypass: boolean) {
    this.#bypass.value = Number(bypass);
  }

  get info(): PedalDevice['info'] {
    return this.#amp.info;
  }

  get controls(): ControlValues {
    return this.#amp.controls;
  }

  setControls(values: ControlValues): Promise<unknown> {
    return this.#amp.setControls(values);
  }

  /** The WAM's state does not include a model that was built. */
  setModel(model: Model): Promise<unknown> {
    return this.#models.setModel(model);
  }

  loadFile(file: Blob): Promise<unknown> {
    return this.#models.loadFile(file);
  }

  on<Name extends 'fault' | 'meters' | 'restart'>(
    name: Name,
    listener: (event: DilatoneEvents[Name]) => void,
  ): () => void {
    return this.#amp.on(name, listener);
  }
}

class WamParameter implements PedalParameter {
  readonly defaultValue: number;
  readonly #parameters: WamParameters;
  readonly #id: string;

  constructor(parameters: WamParameters, id: string) {
    this.#parameters = parameters;
    this.#id = id;
    this.defaultValue = AUTOMATED.find((parameter) => parameter.id === id)?.defaultValue ?? 0;
    makeOpaque(this, WamParameter);
  }

  get value(): number {
    return this.#parameters.value(this.#id);
  }

  set value(value: number) {
    this.#parameters.set([{ id: this.#id, value, normalized: false }]);
  }
}
