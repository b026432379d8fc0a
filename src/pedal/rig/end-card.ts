import { BLOCK_PARAMETERS } from '../../live/rig/block-parameters.js';
import { html } from '../elements.js';
import { type ParameterKnob, parameterKnob } from './parameter-knob.js';

/** The card before the first block, or after the last: a gain. */
export class EndCard {
  readonly element: HTMLElement;
  readonly #knob: ParameterKnob;

  constructor(label: string, onTurn: (gainDb: number) => void) {
    this.#knob = parameterKnob({ ...BLOCK_PARAMETERS.gain[0], label: `${label} gain` }, onTurn);
    this.element = html('div', { class: 'card end' }, html('p', { class: 'title' }, label), this.#knob.element);
  }

  /** Displays a gain in dB. */
  show(gainDb: number): void {
    this.#knob.show(gainDb);
  }
}
