import { css, html, LitElement } from 'lit';
import type { LoadReading } from '../../../src/index.js';
import type { LiveSignals } from '../../audio/live-signals.js';
import { formatPercent } from '../../format.js';
import { sharedStyles } from '../controls/styles.js';

/** Interval at which the numbers change, so that they can be read. */
const TEXT_SECONDS = 0.4;
/** From this load on, the sound may have gaps. */
const HIGH_LOAD = 0.8;

/** The model's share of the time of a render quantum, and how many quanta took too long. */
export class LoadMeter extends LitElement {
  static override properties = { live: { attribute: false }, load: { state: true } };

  static override styles = [
    sharedStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 12px;
        margin: 0;
        font-size: 13px;
      }
      dt {
        color: var(--muted);
      }
      dd {
        margin: 0;
        text-align: right;
      }
      .track {
        position: relative;
        height: 6px;
        margin-top: 4px;
        border-radius: 4px;
        background: var(--line);
        overflow: hidden;
      }
      .bar {
        position: absolute;
        inset: 0 auto 0 0;
        min-width: 6px;
        border-radius: 4px;
        background: var(--fine);
      }
      .high .bar {
        background: var(--wrong);
      }
    `,
  ];

  declare live: LiveSignals | null;
  declare load: LoadReading | null;
  #unsubscribe: (() => void) | null = null;
  #seconds = TEXT_SECONDS;

  constructor() {
    super();
    this.live = null;
    this.load = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
  }

  protected override firstUpdated(): void {
    this.#unsubscribe = this.live?.subscribe((live) => this.#follow(live)) ?? null;
  }

  protected override render(): unknown {
    const { load } = this;
    const mean = load?.mean ?? 0;
    return html`
      <dl>
        <dt>Processor</dt>
        <dd>${load ? describe(load) : '–'}</dd>
      </dl>
      <div
        class="track ${mean > HIGH_LOAD ? 'high' : ''}"
        role="meter"
        aria-label="Processor"
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${Math.round(mean * 100)}
      >
        <div class="bar" style="width: ${Math.min(1, mean) * 100}%"></div>
      </div>
    `;
  }

  #follow(live: LiveSignals): void {
    this.#seconds += live.elapsedSeconds;
    if (this.#seconds < TEXT_SECONDS) return;
    this.#seconds = 0;
    this.load = live.network.load;
  }
}

/** `2.5 % of its time, 0 late`: the second number counts the render quanta that took too long. */
function describe({ mean, overruns }: LoadReading): string {
  return `${formatPercent(Math.round(mean * 1000) / 1000)} of its time, ${overruns} late`;
}
