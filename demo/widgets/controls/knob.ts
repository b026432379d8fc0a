import { css, html, LitElement, svg } from 'lit';
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

/** A knob: drag it up and down, use the wheel or arrow keys, double-click to reset it. Emits TurnEvent. */
export class Knob extends LitElement {
  static override properties = {
    label: {},
    value: { type: Number },
    min: { type: Number },
    max: { type: Number },
    step: { type: Number },
    defaultValue: { type: Number },
    format: { attribute: false },
  };

  static override styles = [
    sharedStyles,
    css`
      [role='slider'] {
        display: grid;
        justify-items: center;
        gap: 2px;
        padding: 2px 4px;
        border-radius: 10px;
        cursor: ns-resize;
        touch-action: none;
        user-select: none;
        -webkit-user-select: none;
      }
      svg {
        width: var(--knob-size, 60px);
        height: var(--knob-size, 60px);
        overflow: visible;
      }
      path {
        fill: none;
        stroke-width: 4.5;
        stroke-linecap: round;
      }
      .track {
        stroke: var(--line);
      }
      .turned {
        stroke: var(--wet);
      }
      .default {
        stroke: var(--muted);
        stroke-width: 2;
      }
      .pointer {
        stroke: var(--ink);
        stroke-width: 3;
      }
      .label {
        margin-top: 4px;
        text-align: center;
      }
      .value {
        color: var(--muted);
        font-size: 12px;
      }
    `,
  ];

  declare label: string;
  declare value: number;
  declare min: number;
  declare max: number;
  /** Step of an arrow key. */
  declare step: number;
  declare defaultValue: number;
  declare format: (value: number) => string;
  #drag: { pointer: number; startY: number; startValue: number } | null = null;

  constructor() {
    super();
    this.label = '';
    this.value = 0;
    this.min = 0;
    this.max = 1;
    this.step = 0.1;
    this.defaultValue = 0;
    this.format = String;
  }

  protected override render(): unknown {
    const share = (value: number) => (value - this.min) / (this.max - this.min);
    const position = share(this.value);
    return html`
      <div
        role="slider"
        tabindex="0"
        aria-label=${this.label}
        aria-valuemin=${this.min}
        aria-valuemax=${this.max}
        aria-valuenow=${this.value}
        aria-valuetext=${this.format(this.value)}
        title="Drag, scroll or use the arrow keys; double-click to reset"
        @pointerdown=${this.#grab}
        @pointermove=${this.#pull}
        @pointerup=${this.#release}
        @pointercancel=${this.#release}
        @dblclick=${() => this.#turn(this.defaultValue)}
        @wheel=${this.#wheel}
        @keydown=${this.#key}
      >
        <svg viewBox="-32 -32 64 60" aria-hidden="true">
          <path class="track" d=${arc(0, 1)} />
          ${position > 0.004 ? svg`<path class="turned" d=${arc(0, position)} />` : null}
          <path class="default" d="M0 -29.5V-32" transform="rotate(${degreesOf(share(this.defaultValue))})" />
          <path class="pointer" d="M0 -4V-16" transform="rotate(${degreesOf(position)})" />
        </svg>
        <span class="label">${this.label}</span>
        <span class="value">${this.format(this.value)}</span>
      </div>
    `;
  }

  #turn(value: number): void {
    const fine = this.step / 10;
    const rounded = Math.round(Math.min(this.max, Math.max(this.min, value)) / fine) * fine;
    if (rounded !== this.value) this.dispatchEvent(new TurnEvent(Number(rounded.toFixed(6))));
  }

  #grab(event: PointerEvent): void {
    if (event.button !== 0) return;
    const slider = event.currentTarget as HTMLElement;
    slider.setPointerCapture(event.pointerId);
    slider.focus();
    event.preventDefault();
    this.#drag = { pointer: event.pointerId, startY: event.clientY, startValue: this.value };
  }

  #pull(event: PointerEvent): void {
    if (event.pointerId !== this.#drag?.pointer) return;
    const way = (this.#drag.startY - event.clientY) / (event.shiftKey ? DRAG_PIXELS * 5 : DRAG_PIXELS);
    this.#turn(this.#drag.startValue + way * (this.max - this.min));
  }

  #release(event: PointerEvent): void {
    if (event.pointerId === this.#drag?.pointer) this.#drag = null;
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    this.#turn(this.value - Math.sign(event.deltaY) * this.step);
  }

  #key(event: KeyboardEvent): void {
    const step = event.shiftKey ? this.step / 10 : this.step;
    const targets: Record<string, number> = {
      ArrowUp: this.value + step,
      ArrowRight: this.value + step,
      ArrowDown: this.value - step,
      ArrowLeft: this.value - step,
      PageUp: this.value + 5 * step,
      PageDown: this.value - 5 * step,
      Home: this.min,
      End: this.max,
      Delete: this.defaultValue,
      Backspace: this.defaultValue,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    this.#turn(target);
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
