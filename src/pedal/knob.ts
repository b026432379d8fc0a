import { html, svg } from './elements.js';

/** The range and the looks of a knob. */
export interface KnobOptions {
  readonly label: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  /** The value after a double click. */
  readonly defaultValue: number;
  readonly format: (value: number) => string;
  /** Called with the value when the player turns the knob; not by `show`. */
  readonly onTurn: (value: number) => void;
}

/** Distance of the pointer, in CSS pixels, from one end of the range to the other. */
const DRAG_PIXELS = 160;
const SWEEP_DEGREES = 270;

/**
 * A knob: the pointer drags it up and down, arrow keys turn it, a double click resets it.
 *
 * Keyboards and screen readers use a range input, which lies invisible on the dial. The knob handles the pointer itself,
 * since a range input would jump to where it is touched.
 */
export class Knob {
  readonly element: HTMLElement;
  readonly #options: KnobOptions;
  readonly #input: HTMLInputElement;
  readonly #arc = svg('path', { class: 'arc', d: ARC, pathLength: '1' });
  readonly #pointer = svg('line', { class: 'pointer', x1: '32', y1: '14', x2: '32', y2: '24' });
  readonly #value = html('span', { class: 'value', 'aria-hidden': 'true' });
  /** The value on display; null before the first. */
  #shown: number | null = null;
  /** Where the pointer went down: its height and the value there; null while it is up. */
  #grip: { readonly y: number; readonly value: number } | null = null;

  constructor(options: KnobOptions) {
    const { label, minimum, maximum, step } = options;
    this.#options = options;
    const range = { min: String(minimum), max: String(maximum), step: String(step) };
    this.#input = html('input', { type: 'range', 'aria-label': label, ...range });
    const track = svg('path', { class: 'track', d: ARC });
    const picture = svg('svg', { viewBox: '0 0 64 64', 'aria-hidden': 'true' }, track, this.#arc, this.#pointer);
    const dial = html('div', { class: 'dial' }, this.#input, picture);
    const name = html('span', { class: 'name', 'aria-hidden': 'true' }, label);
    this.element = html('div', { class: 'knob' }, dial, name, this.#value);
    this.#input.addEventListener('input', () => this.#turn(Number(this.#input.value)));
    this.#listenToPointer(dial);
    this.show(options.defaultValue);
  }

  /** Displays a value. */
  show(value: number): void {
    const { minimum, maximum, format } = this.#options;
    if (value === this.#shown) return;
    this.#shown = value;
    const text = format(value);
    const share = clamp((value - minimum) / (maximum - minimum));
    // The arc starts at zero if the range contains it.
    const home = clamp(-minimum / (maximum - minimum));
    this.#input.value = String(value);
    this.#input.setAttribute('aria-valuetext', text);
    this.#value.textContent = text;
    this.#arc.setAttribute('stroke-dasharray', `${Math.abs(share - home)} 2`);
    this.#arc.setAttribute('stroke-dashoffset', String(-Math.min(share, home)));
    this.#pointer.setAttribute('transform', `rotate(${(share - 0.5) * SWEEP_DEGREES} 32 32)`);
  }

  #turn(value: number): void {
    this.show(value);
    this.#options.onTurn(value);
  }

  #listenToPointer(dial: HTMLElement): void {
    const { minimum, maximum, step, defaultValue } = this.#options;
    dial.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      this.#input.focus();
      dial.setPointerCapture(event.pointerId);
      this.#grip = { y: event.clientY, value: Number(this.#input.value) };
    });
    dial.addEventListener('pointermove', (event) => {
      if (this.#grip === null) return;
      const turned = ((this.#grip.y - event.clientY) / DRAG_PIXELS) * (maximum - minimum);
      const steps = Math.round((this.#grip.value + turned - minimum) / step);
      this.#turn(Math.min(maximum, Math.max(minimum, minimum + steps * step)));
    });
    dial.addEventListener('lostpointercapture', () => {
      this.#grip = null;
    });
    dial.addEventListener('dblclick', () => this.#turn(defaultValue));
  }
}

/** Three quarters of a circle, open below. */
const ARC = 'M 13.6 50.4 A 26 26 0 1 1 50.4 50.4';

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
