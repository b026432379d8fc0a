import type { Dilatone } from '../controller/node/dilatone.js';
import type { DilatoneEvents } from '../controller/node/dilatone-events.js';
import type { ControlValues, Model } from '../model/model.js';
import type { PedalDevice, PedalParameter } from '../pedal/pedal-device.js';
import { AUTOMATED } from './automation/automation.js';
import type { DilatoneWamNode } from './wam-node.js';

/** What a pedal plays on in a host: its turns are those of the WAM's parameters, which the host sees. */
export class WamDevice implements PedalDevice {
  readonly inputGainDb: PedalParameter;
  readonly outputGainDb: PedalParameter;
  readonly mix: PedalParameter;
  readonly #bypass: PedalParameter;
  readonly #amp: Dilatone;
  readonly #node: DilatoneWamNode;

  constructor(amp: Dilatone, node: DilatoneWamNode) {
    this.#amp = amp;
    this.#node = node;
    this.inputGainDb = new WamParameter(node, 'inputGainDb');
    this.outputGainDb = new WamParameter(node, 'outputGainDb');
    this.mix = new WamParameter(node, 'mix');
    this.#bypass = new WamParameter(node, 'bypass');
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

  /** Plays a model of which the state will know nothing, since there is no file. */
  setModel(model: Model): Promise<unknown> {
    return this.#amp.setModel(model);
  }

  loadFile(file: Blob): Promise<unknown> {
    return this.#node.loadFile(file);
  }

  on<Name extends 'fault' | 'meters'>(name: Name, listener: (event: DilatoneEvents[Name]) => void): () => void {
    return this.#amp.on(name, listener);
  }
}

class WamParameter implements PedalParameter {
  readonly defaultValue: number;
  readonly #node: DilatoneWamNode;
  readonly #id: string;

  constructor(node: DilatoneWamNode, id: string) {
    this.#node = node;
    this.#id = id;
    this.defaultValue = AUTOMATED.find((parameter) => parameter.id === id)?.defaultValue ?? 0;
  }

  get value(): number {
    return this.#node.parameterValue(this.#id);
  }

  set value(value: number) {
    this.#node.setParameterValues({ [this.#id]: { id: this.#id, value, normalized: false } });
  }
}
