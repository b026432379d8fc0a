import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { findTone, type Tone } from '../../analysis/pitch.js';
import type { LiveSignals } from '../../audio/live-signals.js';
import { chipStyles, sharedStyles } from '../controls/styles.js';

/** Interval between two measurements: fast enough for tuning. */
const LOOK_SECONDS = 0.08;
/** Closer than this counts as in tune. */
const IN_TUNE_CENTS = 3;
/** How long a tone stays on display after it has died away. */
const KEEP_SECONDS = 1.2;

/** A button for the tuner; while it is on, the note that is played and its error. Emits `toggletuner`. */
export class TunerChip extends LitElement {
  static override properties = {
    live: { attribute: false },
    on: { type: Boolean },
    tone: { state: true },
  };

  static override styles = [
    sharedStyles,
    chipStyles,
    css`
      .tuner {
        display: flex;
        align-items: center;
        gap: 12px;
      }
      .note {
        min-width: 34px;
        font-size: 17px;
        font-weight: 650;
        text-align: right;
      }
      .scale {
        position: relative;
        width: 96px;
        height: 20px;
        background: linear-gradient(var(--line), var(--line)) center / 100% 2px no-repeat;
      }
      .scale::before {
        content: '';
        position: absolute;
        inset: 2px calc(50% - 1px);
        background: var(--muted);
      }
      .needle {
        position: absolute;
        top: 4px;
        left: calc(50% - 6px);
        width: 12px;
        height: 12px;
        border-radius: 50%;
        background: var(--dry);
      }
      .tuned .needle {
        background: var(--fine);
      }
      .cents {
        min-width: 44px;
        color: var(--muted);
        font-size: 12px;
      }
    `,
  ];

  declare live: LiveSignals | null;
  declare on: boolean;
  declare tone: Tone | null;
  #unsubscribe: (() => void) | null = null;
  #sinceLook = 0;
  #sinceTone = 0;

  constructor() {
    super();
    this.live = null;
    this.on = false;
    this.tone = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
    this.#unsubscribe = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('on') && !changed.has('live')) return;
    this.#unsubscribe?.();
    this.#unsubscribe = this.on ? (this.live?.subscribe((live) => this.#look(live)) ?? null) : null;
    if (!this.on) this.tone = null;
  }

  protected override render(): unknown {
    return html`
      <div class="tuner">
        <button
          class="chip"
          aria-pressed=${this.on}
          title="Shows the note that goes in (T)"
          @click=${() => this.dispatchEvent(new Event('toggletuner'))}
        >
          Tuner
        </button>
        ${this.on ? this.#reading() : nothing}
      </div>
    `;
  }

  #reading(): unknown {
    const cents = Math.round(this.tone?.cents ?? 0);
    const tuned = this.tone !== null && Math.abs(cents) <= IN_TUNE_CENTS;
    const text = !this.tone ? '' : tuned ? 'in tune' : `${cents > 0 ? '+' : '−'}${Math.abs(cents)} ct`;
    return html`
      <span class="note">${this.tone?.note ?? '–'}</span>
      <span class="scale ${tuned ? 'tuned' : ''}" aria-hidden="true">
        ${this.tone ? html`<span class="needle" style="transform: translateX(${cents * 0.88}px)"></span>` : nothing}
      </span>
      <span class="cents">${text}</span>
    `;
  }

  #look(live: LiveSignals): void {
    this.#sinceLook += live.elapsedSeconds;
    this.#sinceTone += live.elapsedSeconds;
    if (this.#sinceLook < LOOK_SECONDS) return;
    this.#sinceLook = 0;
    const tone = findTone(live.dry, live.sampleRate);
    if (tone) this.#sinceTone = 0;
    if (tone || this.#sinceTone > KEEP_SECONDS) this.tone = tone;
  }
}
