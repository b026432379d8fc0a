import { html, LitElement, type PropertyValues, svg } from 'lit';
import { type KnobScale, notchesOf, readNumber, rounded, shareOf, stepped, valueAt } from './knob-scale.js';
import { knobStyles } from './knob-styles.js';
import { sharedStyles } from './styles.js';

/** The visitor turned the knob. */
export class TurnEvent extends Event {
  readonly value: number;

  constructor(value: number) {
    super('turn');
    this.value = value;
  }
}

const SWEEP_DEGREES = 270;
const START_DEGREES = -135;
const RADIUS = 25;
/** Pointer movement for the whole range. */
const DRAG_PIXELS = 180;

/** Steps of the keys that turn a knob; Shift divides them by ten. */
const KEY_STEPS: Readonly<Record<string, number>> = {
  ArrowUp: 1,
  ArrowRight: 1,
  ArrowDown: -1,
  ArrowLeft: -1,
  PageUp: 5,
  PageDown: -5,
};

/**
 * A knob: drag it up and down, use the arrow keys, or the wheel while it has the focus or with Ctrl; double-click to reset
 * it; Enter or a click on its value takes a number. Emits TurnEvent.
 */
export class Knob extends LitElement {
  static override properties = {
    label: {},
    value: { type: Number },
    min: { type: Number },
    max: { type: Number },
    step: { type: Number },
    scale: {},
    defaultValue: { type: Number },
    format: { attribute: false },
    parse: { attribute: false },
    typing: { state: true },
  };

  static override styles = [sharedStyles, knobStyles];

  declare label: string;
  declare value: number;
  declare min: number;
  declare max: number;
  /** Step of an arrow key, on a linear scale. */
  declare step: number;
  declare scale: KnobScale['kind'];
  declare defaultValue: number;
  declare format: (value: number) => string;
  /** Reads a typed number; null for what is none. */
  declare parse: (text: string) => number | null;
  declare typing: boolean;
  #drag: { pointer: number; startY: number; startShare: number; startValue: number } | null = null;
  /** What the wheel turned beyond the last fine step. */
  #rest = 0;

  constructor() {
    super();
    this.label = '';
    this.value = 0;
    this.min = 0;
    this.max = 1;
    this.step = 0.1;
    this.scale = 'linear';
    this.defaultValue = 0;
    this.format = String;
    this.parse = readNumber;
    this.typing = false;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('typing') && this.typing) this.renderRoot.querySelector('input')?.select();
  }

  get #scale(): KnobScale {
    return { min: this.min, max: this.max, step: this.step, kind: this.scale };
  }

  protected override render(): unknown {
    const position = shareOf(this.#scale, this.value);
    const start = shareOf(this.#scale, this.defaultValue);
    return html`
      <div
        class="knob"
        role="slider"
        tabindex="0"
        aria-label=${this.label}
        aria-valuemin=${Math.min(this.min, this.value)}
        aria-valuemax=${Math.max(this.max, this.value)}
        aria-valuenow=${this.value}
        aria-valuetext=${this.format(this.value)}
        title="Drag or use the arrow keys; double-click to reset, Enter to type a number"
        @pointerdown=${this.#grab}
        @pointermove=${this.#pull}
        @pointerup=${this.#release}
        @pointercancel=${this.#cancel}
        @dblclick=${() => this.#turn(this.defaultValue)}
        @wheel=${this.#wheel}
        @keydown=${this.#key}
        @blur=${() => {
          this.#rest = 0;
        }}
      >
        <svg viewBox="-32 -32 64 60" aria-hidden="true">
          <path class="track" d=${arc(0, 1)} />
          ${position > 0.004 ? svg`<path class="turned" d=${arc(0, position)} />` : null}
          <path class="default" d="M0 -29.5V-32" transform="rotate(${degreesOf(start)})" />
          <path class="pointer" d="M0 -4V-16" transform="rotate(${degreesOf(position)})" />
        </svg>
        <span class="label">${this.label}</span>
      </div>
      ${
        this.typing
          ? html`
              <input
                class="value"
                inputmode="decimal"
                aria-label="${this.label}, a number"
                .value=${this.format(this.value)}
                @keydown=${this.#keyInField}
                @blur=${this.#take}
              />
            `
          : html`
              <button class="value" tabindex="-1" aria-hidden="true" title="Click to type a number" @click=${this.#type}>
                ${this.format(this.value)}
              </button>
            `
      }
    `;
  }

  #turn(value: number): void {
    const next = rounded(this.#scale, value);
    if (next !== this.value) this.dispatchEvent(new TurnEvent(next));
  }

  #grab(event: PointerEvent): void {
    if (event.button !== 0) return;
    const slider = event.currentTarget as HTMLElement;
    slider.setPointerCapture(event.pointerId);
    slider.focus();
    event.preventDefault();
    const startShare = shareOf(this.#scale, this.value);
    this.#drag = { pointer: event.pointerId, startY: event.clientY, startShare, startValue: this.value };
  }

  #pull(event: PointerEvent): void {
    if (event.pointerId !== this.#drag?.pointer) return;
    const way = (this.#drag.startY - event.clientY) / (event.shiftKey ? DRAG_PIXELS * 5 : DRAG_PIXELS);
    if (way !== 0) this.#turn(valueAt(this.#scale, this.#drag.startShare + way));
  }

  #release(event: PointerEvent): void {
    if (event.pointerId === this.#drag?.pointer) this.#drag = null;
  }

  /** The browser took the pointer, to scroll sideways: the knob was not meant. */
  #cancel(event: PointerEvent): void {
    if (event.pointerId === this.#drag?.pointer) this.#turn(this.#drag.startValue);
    this.#release(event);
  }

  /** Turns by the way of the wheel. Without focus or Ctrl, the page scrolls. */
  #wheel(event: WheelEvent): void {
    const focused = (event.currentTarget as HTMLElement).matches(':focus');
    if (!focused && !event.ctrlKey) return;
    event.preventDefault();
    const steps = this.#rest + notchesOf(event) / (event.shiftKey ? 10 : 1);
    const next = stepped(this.#scale, this.value, steps);
    this.#rest = next === this.value && next !== this.min && next !== this.max ? steps : 0;
    this.#turn(next);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = KEY_STEPS[event.key];
    const ends: Readonly<Record<string, number>> = {
      Home: this.min,
      End: this.max,
      Delete: this.defaultValue,
      Backspace: this.defaultValue,
    };
    if (steps !== undefined) this.#turn(stepped(this.#scale, this.value, event.shiftKey ? steps / 10 : steps));
    else if (ends[event.key] !== undefined) this.#turn(ends[event.key]);
    else if (event.key === 'Enter') this.#type();
    else return;
    event.preventDefault();
  }

  #type(): void {
    this.typing = true;
  }

  /** Enter takes the number, Escape leaves the value; the page's keys are for the page. */
  async #keyInField(event: KeyboardEvent): Promise<void> {
    event.stopPropagation();
    if (event.key === 'Escape') (event.target as HTMLInputElement).value = '';
    else if (event.key !== 'Enter') return;
    event.preventDefault();
    (event.target as HTMLInputElement).blur();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.knob')?.focus();
  }

  #take(event: FocusEvent): void {
    const value = this.parse((event.target as HTMLInputElement).value);
    this.typing = false;
    if (value !== null) this.#turn(value);
  }
}

function degreesOf(share: number): number {
  return START_DEGREES + share * SWEEP_DEGREES;
}

function arc(from: number, to: number): string {
  const point = (share: number) => {
    const radians = (degreesOf(share) * Math.PI) / 180;
    return `${(RADIUS * Math.sin(radians)).toFixed(2)} ${(-RADIUS * Math.cos(radians)).toFixed(2)}`;
  };
  return `M${point(from)}A${RADIUS} ${RADIUS} 0 ${(to - from) * SWEEP_DEGREES > 180 ? 1 : 0} 1 ${point(to)}`;
}
