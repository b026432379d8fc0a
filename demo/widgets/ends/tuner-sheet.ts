import { css, html, nothing, type PropertyValues } from 'lit';
import { findTone, type Tone } from '../../analysis/pitch.js';
import type { LiveSignals } from '../../audio/live-signals.js';
import { formatHz } from '../../format.js';
import { closeIcon } from '../controls/icons.js';
import { sharedStyles } from '../controls/styles.js';
import { Sheet } from './sheet.js';
import { sheetStyles } from './sheet-styles.js';

/** Interval between two measurements: fast enough for tuning. */
const LOOK_SECONDS = 0.08;
/** Closer than this counts as in tune. */
const IN_TUNE_CENTS = 3;
/** How long a tone stays on display after it has died away. */
const KEEP_SECONDS = 1.2;

/** The tuner, to be read from where one stands with a guitar: the note that goes in, and how far it is off. Emits `mutes` and `close`. */
export class TunerSheet extends Sheet {
  static override properties = {
    ...Sheet.properties,
    live: { attribute: false },
    mutes: { type: Boolean },
    tone: { state: true },
  };

  static override styles = [
    sharedStyles,
    sheetStyles,
    css`
      .reading {
        display: grid;
        justify-items: center;
        gap: 10px;
      }
      .note {
        font-size: 72px;
        font-weight: 650;
        line-height: 1;
      }
      .tuned .note {
        color: var(--fine);
      }
      .scale {
        position: relative;
        width: 100%;
        height: 34px;
        border-bottom: 1px solid var(--line);
        background: repeating-linear-gradient(
            to right,
            var(--line) 0 1px,
            transparent 1px 10%
          )
          0 100% / 100% 10px no-repeat;
      }
      .scale::before {
        content: '';
        position: absolute;
        inset: 0 calc(50% - 1px);
        background: var(--muted);
      }
      .needle {
        position: absolute;
        bottom: 0;
        left: calc(50% - 3px);
        width: 6px;
        height: 34px;
        border-radius: 3px;
        background: var(--dry);
        transition: translate 0.08s linear;
      }
      .tuned .needle {
        background: var(--fine);
      }
      .words {
        min-height: 20px;
        color: var(--muted);
      }
      @media (forced-colors: active) {
        .needle {
          background: Highlight;
        }
      }
    `,
  ];

  declare live: LiveSignals | null;
  /** Whether nothing is heard meanwhile. */
  declare mutes: boolean;
  declare tone: Tone | null;
  #unsubscribe: (() => void) | null = null;
  #sinceLook = 0;
  #sinceTone = 0;

  constructor() {
    super();
    this.live = null;
    this.mutes = false;
    this.tone = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
    this.#unsubscribe = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('open') && !changed.has('live')) return;
    this.#unsubscribe?.();
    this.#unsubscribe = this.open ? (this.live?.subscribe((live) => this.#look(live)) ?? null) : null;
    if (!this.open) this.tone = null;
  }

  protected override render(): unknown {
    const cents = Math.round(this.tone?.cents ?? 0);
    const tuned = this.tone !== null && Math.abs(cents) <= IN_TUNE_CENTS;
    const error = `${Math.abs(cents)} cents ${cents > 0 ? 'sharp' : 'flat'}`;
    const words = this.tone ? `${tuned ? 'in tune' : error} · ${formatHz(this.tone.frequencyHz)}` : 'Play one string.';
    return html`
      <section popover="manual" data-keys="page" aria-label="Tuner">
        <div class="title">
          <h3>Tuner</h3>
          <label>
            <input type="checkbox" .checked=${this.mutes} @change=${() => this.dispatchEvent(new Event('mutes'))} />
            Mute the output
          </label>
          <button class="close" aria-label="Close the tuner" @click=${() => this.close()}>${closeIcon}</button>
        </div>
        <div class="reading ${tuned ? 'tuned' : ''}">
          <span class="note">${this.tone?.note ?? '–'}</span>
          <div class="scale" aria-hidden="true">
            ${this.tone ? html`<div class="needle" style="translate: ${(cents / 100) * this.#width}px"></div>` : nothing}
          </div>
          <span class="words">${words}</span>
        </div>
      </section>
    `;
  }

  /** Of the scale, which spans 100 cents. */
  get #width(): number {
    return this.renderRoot.querySelector('.scale')?.clientWidth ?? 0;
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
