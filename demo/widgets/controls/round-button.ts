import { css, html, LitElement, nothing } from 'lit';
import { sharedStyles } from './styles.js';

/** A round button with an icon in its slot; `label` is its accessible name. */
export class RoundButton extends LitElement {
  static override properties = { label: {}, busy: { type: Boolean }, disabled: { type: Boolean } };

  static override styles = [
    sharedStyles,
    css`
      button {
        display: grid;
        place-items: center;
        width: var(--button-size, 40px);
        height: var(--button-size, 40px);
        border: 1px solid var(--button-line, var(--line));
        border-radius: 50%;
        background: var(--button-fill, var(--panel));
        color: var(--button-ink, var(--ink));
        transition: border-color 0.15s;
      }
      button:hover {
        border-color: var(--muted);
      }
      button[aria-busy='true'] {
        cursor: progress;
        opacity: 0.6;
      }
    `,
  ];

  declare label: string;
  declare busy: boolean;
  /** Whether it does nothing now; it keeps the focus. */
  declare disabled: boolean;

  constructor() {
    super();
    this.label = '';
    this.busy = false;
    this.disabled = false;
  }

  protected override render(): unknown {
    return html`
      <button
        aria-label=${this.label}
        title=${this.label}
        aria-busy=${this.busy}
        aria-disabled=${this.disabled ? 'true' : nothing}
      >
        <slot></slot>
      </button>
    `;
  }
}
