import { css, html, LitElement, nothing } from 'lit';
import type { LoadReading } from '../../../src/index.js';
import type { LiveSignals } from '../../audio/live-signals.js';
import type { EndsState } from '../../ends-state.js';
import { formatMs, formatPercent } from '../../format.js';
import { sharedStyles } from '../controls/styles.js';
import { wordsOfLate, wordsOfRoundTrip } from './health-words.js';

const TEXT_SECONDS = 0.5;

/** What a player wants to know at a glance: the time from the string to the ear, the load, and how many blocks were late. */
export class StatusPills extends LitElement {
  static override properties = { live: { attribute: false }, ends: { attribute: false }, load: { state: true } };

  static override styles = [
    sharedStyles,
    css`
      .pills {
        display: flex;
        gap: 8px;
      }
      .pill {
        padding: 6px 12px;
        border: 1px solid var(--line);
        border-radius: 999px;
        color: var(--muted-on-background);
        font-size: 13px;
        white-space: nowrap;
      }
      b {
        color: var(--ink);
        font-weight: 500;
      }
      /* The output card says the same. */
      @media (max-width: 899px) {
        .pills {
          display: none;
        }
      }
      .bad {
        border-color: var(--wrong);
      }
    `,
  ];

  declare live: LiveSignals | null;
  declare ends: EndsState;
  declare load: LoadReading | null;
  #unsubscribe: (() => void) | null = null;
  #sinceText = 0;

  constructor() {
    super();
    this.live = null;
    this.load = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
    this.#unsubscribe = null;
  }

  protected override updated(): void {
    this.#unsubscribe ??= this.live?.subscribe((live) => this.#follow(live)) ?? null;
  }

  protected override render(): unknown {
    const { roundTrip, late, stalled } = this.ends;
    if (roundTrip === null) return nothing;
    const share = this.load ? formatPercent(Math.round(this.load.mean * 100) / 100) : '–';
    return html`
      <div class="pills">
        <span class="pill" title=${wordsOfRoundTrip(roundTrip)}>
          ${roundTrip.withInput || roundTrip.measured ? 'round trip' : 'to the ear'} <b>${roundTrip.measured ? '' : '≈ '}${formatMs(roundTrip.ms)}</b>
        </span>
        <span class="pill ${stalled || (late?.count ?? 0) > 0 ? 'bad' : ''}" title=${wordsOfLate(late)}>
          processor <b>${share} · ${stalled ? 'stopped' : `${late?.count ?? 0} late`}</b>
        </span>
      </div>
    `;
  }

  #follow(live: LiveSignals): void {
    this.#sinceText += live.elapsedSeconds;
    if (this.#sinceText < TEXT_SECONDS) return;
    this.#sinceText = 0;
    this.load = live.network.load;
  }
}
