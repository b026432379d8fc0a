import { css, html, LitElement, nothing } from 'lit';
import { formatDb } from '../../format.js';
import { chipStyles, rangeStyles, sharedStyles } from '../controls/styles.js';

/** The visitor set the noise gate's threshold in dBFS; null turns the gate off. */
export class GateEvent extends Event {
  readonly thresholdDb: number | null;

  constructor(thresholdDb: number | null) {
    super('gate');
    this.thresholdDb = thresholdDb;
  }
}

/** A button for the noise gate, with a slider for its threshold while it is on. Emits GateEvent. */
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

  /** Null while the gate is off. */
  declare thresholdDb: number | null;
  /** Threshold with which the gate is turned on. */
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
