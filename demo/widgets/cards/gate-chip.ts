import { css, html, LitElement, nothing } from 'lit';
import { formatDb } from '../../format.js';
import { chipStyles, rangeStyles, sharedStyles } from '../controls/styles.js';

/** The noise gate's threshold was moved, or the gate turned on or off (null). */
export class GateEvent extends Event {
  readonly thresholdDb: number | null;

  constructor(thresholdDb: number | null) {
    super('gate');
    this.thresholdDb = thresholdDb;
  }
}

/** Turns the noise gate on and off; while it is on, a slider sets its threshold. */
export class GateChip extends LitElement {
  static override properties = { thresholdDb: { attribute: false }, defaultDb: { type: Number } };

  static override styles = [
    sharedStyles,
    rangeStyles,
    chipStyles,
    css`
      .gate {
        display: flex;
        align-items: center;
        gap: 10px;
      }
      input {
        width: 80px !important;
      }
      .value {
        min-width: 52px;
        color: var(--muted);
        font-size: 12px;
      }
    `,
  ];

  declare thresholdDb: number | null;
  declare defaultDb: number;

  constructor() {
    super();
    this.thresholdDb = null;
    this.defaultDb = -55;
  }

  protected override render(): unknown {
    const on = this.thresholdDb !== null;
    return html`
      <div class="gate">
        <button
          class="chip"
          aria-pressed=${on}
          title="Silences hum and hiss between the notes"
          @click=${() => this.dispatchEvent(new GateEvent(on ? null : this.defaultDb))}
        >
          Gate
        </button>
        ${
          this.thresholdDb === null
            ? nothing
            : html`
                <input
                  type="range"
                  min="-80"
                  max="-20"
                  step="1"
                  aria-label="Gate threshold"
                  aria-valuetext=${formatDb(this.thresholdDb)}
                  .value=${String(this.thresholdDb)}
                  @input=${(event: InputEvent) =>
                    this.dispatchEvent(new GateEvent(Number((event.target as HTMLInputElement).value)))}
                />
                <span class="value" aria-hidden="true">${formatDb(this.thresholdDb)}</span>
              `
        }
      </div>
    `;
  }
}
