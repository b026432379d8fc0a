import { html, LitElement, svg } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import type { RigBlock } from '../../../src/rig/index.js';
import { formatDb, formatHz } from '../../format.js';
import type { RigActions } from '../../rig-state.js';
import { notchesOf } from '../controls/knob-scale.js';
import { sharedStyles } from '../controls/styles.js';
import { curveStyles } from './curve-styles.js';
import { bandsOf, CURVE_DB, type CurveBand, curvePath, hzOfX, xOfHz } from './filter-curve.js';
import { type KnobParameter, parametersOf } from './parameters.js';

/** Size of the drawing, which is stretched to the element. */
const WIDTH = 480;
const HEIGHT = 200;
const GRID_HZ = [50, 100, 200, 500, 1000, 2000, 5000, 10_000] as const;
const GRID_DB = [-12, 0, 12] as const;
/** Ratio of an arrow key to the side. */
const STEP_RATIO = 2 ** (1 / 6);

/**
 * The curve of an equalizer, with a point for each band: drag it, or use the arrow keys; page keys, or the wheel while it has
 * the focus, make its band narrower and wider; a double click makes it flat.
 */
export class CurveGraph extends LitElement {
  static override properties = { block: { attribute: false }, actions: { attribute: false } };

  static override styles = [sharedStyles, curveStyles];

  declare block: RigBlock;
  declare actions: RigActions;
  #drag: { readonly pointer: number; readonly band: CurveBand } | null = null;

  protected override render(): unknown {
    const bands = bandsOf(this.block);
    return html`
      <div class="graph">
        <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
          ${GRID_HZ.map((hz) => svg`<path class="grid" d="M${WIDTH * xOfHz(hz)} 0V${HEIGHT}" />`)}
          ${GRID_DB.map((db) => svg`<path class="grid ${db === 0 ? 'zero' : ''}" d="M0 ${HEIGHT * yOfDb(db)}H${WIDTH}" />`)}
          <path class="line" d=${curvePath(bands, WIDTH, HEIGHT)} />
        </svg>
        <span class="mark top" aria-hidden="true">+12</span>
        <span class="mark bottom" aria-hidden="true">−12 dB</span>
        ${[100, 1000, 10_000].map(
          (hz) =>
            html`<span class="mark hz ${hz >= 10_000 ? 'last' : ''}" aria-hidden="true" style=${styleMap({ left: percent(xOfHz(hz)) })}>${formatHz(hz)}</span>`,
        )}
        ${bands.map((band, index) => this.#point(band, index))}
      </div>
    `;
  }

  #point(band: CurveBand, index: number): unknown {
    const words = [formatHz(band.hz), band.gain === null ? null : formatDb(band.gainDb)].filter(Boolean).join(', ');
    const value = band.gain === null ? band.hz : band.gainDb;
    const range = this.#parameter(band.gain ?? band.frequency ?? '');
    return html`
      <div
        class="point"
        role="slider"
        tabindex="0"
        aria-label="${band.label}, ${band.shape}"
        aria-orientation="vertical"
        aria-valuemin=${range?.minimum ?? 0}
        aria-valuemax=${range?.maximum ?? 1}
        aria-valuenow=${value}
        aria-valuetext=${words}
        title="${band.label}: ${words}"
        style=${styleMap({ left: percent(xOfHz(band.hz)), top: percent(yOfDb(band.gainDb)) })}
        @pointerdown=${(event: PointerEvent) => this.#grab(event, band)}
        @pointermove=${this.#pull}
        @pointerup=${this.#release}
        @pointercancel=${this.#release}
        @dblclick=${() => this.#set({ [band.gain ?? '']: 0 })}
        @wheel=${(event: WheelEvent) => this.#wheel(event, band)}
        @keydown=${(event: KeyboardEvent) => this.#key(event, band)}
      >
        <span>${index + 1}</span>
      </div>
    `;
  }

  #parameter(name: string): KnobParameter | undefined {
    return parametersOf(this.block).find((parameter) => parameter.name === name);
  }

  /** Sets those of some values that the block has, within their ends. */
  #set(values: Readonly<Record<string, number>>): void {
    const within = Object.entries(values).flatMap(([name, value]) => {
      const parameter = this.#parameter(name);
      if (!parameter) return [];
      const { minimum, maximum, unit } = parameter;
      const rounded = unit === 'dB' ? Math.round(value * 10) / 10 : Number(value.toPrecision(3));
      return [[name, Math.min(maximum, Math.max(minimum, rounded))]];
    });
    if (within.length > 0) this.actions.set(this.block.id ?? '', Object.fromEntries(within));
  }

  #grab(event: PointerEvent, band: CurveBand): void {
    if (event.button !== 0) return;
    const point = event.currentTarget as HTMLElement;
    point.setPointerCapture(event.pointerId);
    point.focus();
    event.preventDefault();
    this.#drag = { pointer: event.pointerId, band };
  }

  #pull(event: PointerEvent): void {
    if (event.pointerId !== this.#drag?.pointer) return;
    const { frequency, gain } = this.#drag.band;
    const box = this.renderRoot.querySelector('.graph')!.getBoundingClientRect();
    const share = (at: number, start: number, size: number) => Math.min(1, Math.max(0, (at - start) / size));
    this.#set({
      [frequency ?? '']: hzOfX(share(event.clientX, box.left, box.width)),
      [gain ?? '']: CURVE_DB * (1 - 2 * share(event.clientY, box.top, box.height)),
    });
  }

  #release(event: PointerEvent): void {
    if (event.pointerId === this.#drag?.pointer) this.#drag = null;
  }

  #wheel(event: WheelEvent, band: CurveBand): void {
    if (band.width === null || !(event.currentTarget as HTMLElement).matches(':focus')) return;
    event.preventDefault();
    this.#set({ [band.width]: band.q * STEP_RATIO ** notchesOf(event) });
  }

  #key(event: KeyboardEvent, band: CurveBand): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const fine = event.shiftKey ? 0.1 : 1;
    const { frequency, gain, width } = band;
    const change = (name: string | null, value: number) => ({ [name ?? '']: value });
    const changes: Readonly<Record<string, Readonly<Record<string, number>>>> = {
      ArrowUp: change(gain, band.gainDb + fine),
      ArrowDown: change(gain, band.gainDb - fine),
      ArrowRight: change(frequency, band.hz * STEP_RATIO ** fine),
      ArrowLeft: change(frequency, band.hz / STEP_RATIO ** fine),
      PageUp: change(width, band.q * STEP_RATIO),
      PageDown: change(width, band.q / STEP_RATIO),
      Delete: change(gain, 0),
    };
    const values = changes[event.key];
    if (!values) return;
    event.preventDefault();
    this.#set(values);
  }
}

function yOfDb(db: number): number {
  return 0.5 - Math.min(CURVE_DB, Math.max(-CURVE_DB, db)) / (2 * CURVE_DB);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}
