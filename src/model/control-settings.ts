import { type Control, foldControls } from '../network/controls.js';
import type { Network } from '../network/network.js';
import type { ControlValues } from './model.js';

/** Networks with their controls set that are kept for the next time. */
const KEPT_SETTINGS = 16;

/** The controls of a model, and the networks that they were last folded into. */
export class ControlSettings {
  readonly #controls: readonly Control[];
  /** Latest last. */
  readonly #folded: { readonly source: Network; readonly key: string; readonly network: Network }[] = [];

  constructor(controls: readonly Control[]) {
    this.#controls = controls;
  }

  /** The network with the controls at the given values; itself where there are none. */
  apply(source: Network, settings: ControlValues = {}): Network {
    const values = controlValues(this.#controls, settings);
    if (values.length === 0) return source;
    const key = values.join();
    const index = this.#folded.findIndex((known) => known.source === source && known.key === key);
    const [entry] =
      index < 0 ? [{ source, key, network: foldControls(source, values) }] : this.#folded.splice(index, 1);
    this.#folded.push(entry);
    if (this.#folded.length > KEPT_SETTINGS) this.#folded.shift();
    return entry.network;
  }
}

/** The value of each control: the one given, else its default. */
export function controlValues(controls: readonly Control[], settings: ControlValues): number[] {
  for (const name of Object.keys(settings)) {
    if (controls.some((control) => control.name === name)) continue;
    const names =
      controls.length > 0 ? controls.map((control) => control.name).join(', ') : 'none, as the model has none';
    throw new RangeError(`controls: expected ${names}, got ${name}`);
  }
  return controls.map(({ name, minimum, maximum, default: preset }) => {
    const value = Object.hasOwn(settings, name) ? settings[name] : preset;
    if (value >= minimum && value <= maximum) return value;
    throw new RangeError(`controls.${name}: expected ${minimum} to ${maximum}, got ${value}`);
  });
}
