import type { LevelReading } from '../live/meters/meters.js';
import { html } from './elements.js';

/** The lowest level that a bar displays. */
const FLOOR_DB = -60;
/** What a limiter takes away is shown from here on. */
const LEAST_LIMITED_DB = 0.5;
/** How far a bar falls with each reading when the level drops. */
const FALL_DB = 1.5;

/** A bar that displays the peak level at the input or the output of a device. */
export class LevelBar {
  readonly element: HTMLElement;
  readonly #bar: HTMLElement;
  readonly #fill = html('div', { class: 'fill' });
  #levelDb = FLOOR_DB;
  #limitedDb = 0;

  constructor(label: string) {
    const range = { 'aria-valuemin': String(FLOOR_DB), 'aria-valuemax': '0' };
    this.#bar = html('div', { class: 'bar', role: 'meter', 'aria-label': `${label} level`, ...range }, this.#fill);
    this.element = html('div', { class: 'level' }, html('span', { 'aria-hidden': 'true' }, label), this.#bar);
    this.#show();
  }

  /** Displays a reading: the bar jumps up to a peak and falls slowly. A limiter at work marks its end. */
  read({ peak }: LevelReading, limitedDb = 0): void {
    this.#limitedDb = limitedDb;
    const peakDb = Math.max(FLOOR_DB, 20 * Math.log10(peak));
    this.#levelDb = Math.max(peakDb, this.#levelDb - FALL_DB);
    this.#show();
  }

  /** Displays silence. */
  clear(): void {
    this.#levelDb = FLOOR_DB;
    this.#limitedDb = 0;
    this.#show();
  }

  #show(): void {
    const levelDb = Math.min(0, this.#levelDb);
    this.#bar.setAttribute('aria-valuenow', levelDb.toFixed(0));
    const limits = this.#limitedDb >= LEAST_LIMITED_DB;
    const limited = limits ? `, limited by ${this.#limitedDb.toFixed(0)} dB` : '';
    const level = levelDb === FLOOR_DB ? 'silence' : `${levelDb.toFixed(0)} dB`;
    this.#bar.setAttribute('aria-valuetext', level + limited);
    this.#bar.title = limited.slice(2);
    this.#bar.classList.toggle('limits', limits);
    this.#bar.classList.toggle('clips', this.#levelDb >= 0);
    this.#fill.style.setProperty('transform', `scaleX(${1 - levelDb / FLOOR_DB})`);
  }
}
