import { css, html, LitElement } from 'lit';
import { METER_FLOOR_DB, PeakMeter, peakDb } from '../../analysis/meter.js';
import type { LiveSignals } from '../../audio/live-signals.js';
import { formatDb } from '../../format.js';
import { sharedStyles } from '../controls/styles.js';

const CHANNELS = ['dry', 'wet'] as const;
/** Interval at which the numbers change, so that they can be read. */
const TEXT_SECONDS = 0.25;

/** What the limiter takes away is shown from here on. */
const LEAST_LIMITED_DB = 0.5;
/** The limiter's bar is as long as the whole track where it takes away so much. */
const MOST_LIMITED_DB = 24;

/**
 * Peak meters of dry and wet with peak hold; they turn red beyond full scale. What the limiter takes away grows from the right
 * end of the wet one, and stands in place of the number, as the level itself is then known.
 */
export class LevelMeters extends LitElement {
  static override properties = { live: { attribute: false } };

  static override styles = [
    sharedStyles,
    css`
      .meters {
        display: grid;
        grid-template-columns: auto 1fr 44px;
        align-items: center;
        gap: 5px 10px;
        font-size: 12px;
        line-height: 14px;
      }
      .name {
        color: var(--muted);
      }
      .track {
        position: relative;
        height: 8px;
        border-radius: 4px;
        background: var(--line);
        overflow: hidden;
      }
      .bar {
        position: absolute;
        inset: 0;
        border-radius: 4px;
        transform: translateX(-101%);
      }
      .held {
        position: absolute;
        top: 0;
        bottom: 0;
        left: 0;
        width: 100%;
        border-left: 2px solid var(--ink);
        opacity: 0;
      }
      .limited {
        position: absolute;
        inset: 0;
        background: var(--ink);
        transform: translateX(100%);
        transition: transform 0.1s linear;
      }
      .dry .bar {
        background: var(--dry);
      }
      .wet .bar {
        background: var(--wet);
      }
      .over .bar {
        background: var(--wrong);
      }
      .number {
        text-align: right;
        white-space: nowrap;
      }
    `,
  ];

  declare live: LiveSignals | null;
  readonly #meters = { dry: new PeakMeter(), wet: new PeakMeter() };
  #unsubscribe: (() => void) | null = null;
  #sinceText = 0;

  constructor() {
    super();
    this.live = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
  }

  protected override firstUpdated(): void {
    this.#unsubscribe = this.live?.subscribe((live) => this.#follow(live)) ?? null;
  }

  protected override render(): unknown {
    return html`
      <div class="meters">
        ${CHANNELS.map(
          (channel) => html`
            <span class="name" id=${channel}>${channel}</span>
            <div
              class="track ${channel}"
              role="meter"
              aria-labelledby=${channel}
              aria-valuemin=${METER_FLOOR_DB}
              aria-valuemax="0"
              aria-valuenow=${METER_FLOOR_DB}
              aria-valuetext="silent"
            >
              <div class="bar"></div>
              <div class="held"></div>
              <div class="limited"></div>
            </div>
            <span class="number" aria-hidden="true">–</span>
          `,
        )}
      </div>
    `;
  }

  #follow(live: LiveSignals): void {
    this.#sinceText += live.elapsedSeconds;
    const showText = this.#sinceText >= TEXT_SECONDS;
    if (showText) this.#sinceText = 0;
    const tracks = this.renderRoot.querySelectorAll<HTMLElement>('.track');
    const numbers = this.renderRoot.querySelectorAll<HTMLElement>('.number');
    CHANNELS.forEach((channel, i) => {
      const meter = this.#meters[channel];
      meter.update(peakDb(channel === 'dry' ? live.dryPeak : live.wetPeak), live.elapsedSeconds);
      const limitedDb = channel === 'wet' ? live.network.limitedDb : 0;
      showMeter(tracks[i], meter, limitedDb);
      if (showText) showNumber(tracks[i], numbers[i], meter, limitedDb);
    });
  }
}

function showMeter(track: HTMLElement, meter: PeakMeter, limitedDb: number): void {
  const [bar, held, limited] = track.children as unknown as [HTMLElement, HTMLElement, HTMLElement];
  const limitedShare = limitedDb < LEAST_LIMITED_DB ? 0 : Math.min(1, limitedDb / MOST_LIMITED_DB);
  limited.style.transform = `translateX(${100 * (1 - limitedShare)}%)`;
  bar.style.transform = `translateX(${-101 * (1 - shareOf(meter.levelDb))}%)`;
  held.style.transform = `translateX(${100 * shareOf(meter.heldDb)}%)`;
  held.style.opacity = meter.heldDb > METER_FLOOR_DB ? '0.7' : '0';
  track.classList.toggle('over', meter.heldDb > 0);
}

function showNumber(track: HTMLElement, number: HTMLElement, meter: PeakMeter, limitedDb: number): void {
  const silent = meter.heldDb <= METER_FLOOR_DB;
  const text = silent ? '–' : formatDb(Math.round(meter.heldDb));
  const limits = limitedDb >= LEAST_LIMITED_DB;
  const limited = `limited by ${Math.round(limitedDb)} dB`;
  number.textContent = limits ? `lim ${Math.round(limitedDb)}` : text;
  number.title = limits ? limited : '';
  track.setAttribute('aria-valuenow', meter.heldDb.toFixed(0));
  track.setAttribute('aria-valuetext', silent ? 'silent' : limits ? `${text}, ${limited}` : text);
}

function shareOf(db: number): number {
  return Math.min(1, Math.max(0, 1 - db / METER_FLOOR_DB));
}
