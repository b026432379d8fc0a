import { css, html, LitElement } from 'lit';
import { sharedStyles } from './styles.js';

/** A button that shows whether the whole rig is bypassed; the container handles its clicks. */
export class BypassButton extends LitElement {
  static override properties = { bypassed: { type: Boolean } };

  static override styles = [
    sharedStyles,
    css`
      button {
        width: 100%;
        min-width: 88px;
        height: 40px;
        padding: 0 16px;
        border: 1px solid var(--wet);
        border-radius: 999px;
        background: var(--wet);
        color: var(--on-wet);
        font-weight: 600;
        white-space: nowrap;
      }
      button[aria-pressed='false'] {
        border-color: var(--line);
        background: none;
        color: var(--ink);
      }
      button[aria-pressed='false']:hover {
        border-color: var(--muted);
      }
      @media (forced-colors: active) {
        button[aria-pressed='true'] {
          border: 3px solid Highlight;
        }
      }
    `,
  ];

  declare bypassed: boolean;

  constructor() {
    super();
    this.bypassed = false;
  }

  protected override render(): unknown {
    return html`
      <button aria-pressed=${!this.bypassed} title="Hear the sound with or without the rig (B)">
        Rig ${this.bypassed ? 'off' : 'on'}
      </button>
    `;
  }
}
