import { css, html, LitElement, nothing } from 'lit';
import { InputLevel, TARGET_LEAST_DB, TARGET_MOST_DB } from '../../analysis/input-level.js';
import { METER_FLOOR_DB, PeakMeter, peakDb } from '../../analysis/meter.js';
import type { LiveSignals } from '../../audio/live-signals.js';
import { formatDb } from '../../format.js';
import { sharedStyles } from '../controls/styles.js';

/** Interval at which the words change, so that they can be read. */
const TEXT_SECONDS = 0.25;

/** The peak level of what goes in or comes out, as a bar and in words. What goes in has a zone that its peaks should reach. */
export class PeakBar extends LitElement {
  static override properties = {
    live: { attribute: false },
    signal: {},
    target: { type: Boolean },
    label: {},
    words: { state: true },
  };

  static override styles = [
    sharedStyles,
    css`
      .track {
        position: relative;
        height: 8px;
        border-radius: 4px;
        background: var(--line);
        overflow: hidden;
      }
      .zone {
        position: absolute;
        inset: 0 auto 0 0;
        border: 0 solid var(--fine);
        border-width: 0 2px;
        background: color-mix(in srgb, var(--fine) 30%, transparent);
      }
      .bar {
        position: absolute;
        inset: 0;
        border-radius: 4px;
        background: var(--wet);
        transform: translateX(-101%);
      }
      .dry .bar {
        background: var(--dry);
      }
      .over .bar {
        background: var(--wrong);
      }
      .held {
        position: absolute;
        inset: 0 auto 0 0;
        width: 100%;
        border-left: 2px solid var(--ink);
        opacity: 0;
      }
      .words {
        margin-top: 4px;
        color: var(--muted);
        font-size: 12px;
        white-space: nowrap;
      }
      .verdict {
        color: var(--ink);
      }
      .good::before,
      .hot::before {
        content: '';
        display: inline-block;
        width: 8px;
        height: 8px;
        margin-right: 5px;
        border-radius: 50%;
        background: var(--fine);
      }
      .hot::before {
        background: var(--wrong);
      }
      @media (forced-colors: active) {
        .bar {
          background: Highlight;
        }
        .zone {
          border-color: CanvasText;
        }
      }
    `,
  ];

  declare live: LiveSignals | null;
  declare signal: 'dry' | 'wet';
  /** Whether it shows the zone, and says how the level suits it. */
  declare target: boolean;
  declare label: string;
  declare words: { readonly peak: string; readonly verdict: string };
  readonly #meter = new PeakMeter();
  readonly #level = new InputLevel();
  #unsubscribe: (() => void) | null = null;
  #sinceText = 0;

  constructor() {
    super();
    this.live = null;
    this.signal = 'dry';
    this.target = false;
    this.label = '';
    this.words = { peak: 'no sound', verdict: '' };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#subscribe();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
    this.#unsubscribe = null;
  }

  protected override updated(): void {
    this.#subscribe();
  }

  protected override render(): unknown {
    const { peak, verdict } = this.words;
    const zone = [TARGET_LEAST_DB, TARGET_MOST_DB].map((db) => 100 * shareOf(db));
    const tone = verdict === 'good' ? 'good' : verdict === 'too hot' ? 'hot' : '';
    return html`
      <div
        class="track ${this.signal}"
        role="meter"
        aria-label=${this.label}
        aria-valuemin=${METER_FLOOR_DB}
        aria-valuemax="0"
        aria-valuenow=${METER_FLOOR_DB}
        aria-valuetext=${verdict ? `${peak}, ${verdict}` : peak}
      >
        <div class="bar"></div>
        ${
          this.target ? html`<div class="zone" style="left: ${zone[0]}%; width: ${zone[1] - zone[0]}%"></div>` : nothing
        }
        <div class="held"></div>
      </div>
      <div class="words" aria-hidden="true">
        ${peak}${verdict ? html` · <span class="verdict ${tone}">${verdict}</span>` : nothing}
      </div>
    `;
  }

  #subscribe(): void {
    if (this.isConnected) this.#unsubscribe ??= this.live?.subscribe((live) => this.#follow(live)) ?? null;
  }

  #follow(live: LiveSignals): void {
    const db = peakDb(this.signal === 'dry' ? live.dryPeak : live.wetPeak);
    this.#meter.update(db, live.elapsedSeconds);
    this.#level.hear(db, live.elapsedSeconds);
    const track = this.renderRoot.querySelector<HTMLElement>('.track');
    if (track) this.#show(track);
    this.#sinceText += live.elapsedSeconds;
    if (this.#sinceText < TEXT_SECONDS) return;
    this.#sinceText = 0;
    track?.setAttribute('aria-valuenow', this.#meter.heldDb.toFixed(0));
    const shown = this.target ? this.#level.peakDb : this.#meter.heldDb;
    const verdict = this.#level.verdict;
    const peak = shown <= METER_FLOOR_DB || verdict === 'no sound' ? 'no sound' : `${formatDb(Math.round(shown))} peak`;
    const next = { peak, verdict: this.target && verdict !== 'no sound' ? verdict : '' };
    if (next.peak !== this.words.peak || next.verdict !== this.words.verdict) this.words = next;
  }

  #show(track: HTMLElement): void {
    const { levelDb, heldDb } = this.#meter;
    const bar = track.querySelector<HTMLElement>('.bar');
    const held = track.querySelector<HTMLElement>('.held');
    if (!bar || !held) return;
    bar.style.transform = `translateX(${-101 * (1 - shareOf(levelDb))}%)`;
    held.style.transform = `translateX(${100 * shareOf(heldDb)}%)`;
    held.style.opacity = heldDb > METER_FLOOR_DB ? '0.7' : '0';
    track.classList.toggle('over', heldDb > 0);
  }
}

function shareOf(db: number): number {
  return Math.min(1, Math.max(0, 1 - db / METER_FLOOR_DB));
}
