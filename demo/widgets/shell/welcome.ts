import { css, html, LitElement } from 'lit';
import { playIcon } from '../controls/icons.js';
import { sharedStyles } from '../controls/styles.js';

/** The big play button before the first sound; emits `play`. */
export class Welcome extends LitElement {
  static override properties = { modelName: { attribute: false }, busy: { type: Boolean } };

  static override styles = [
    sharedStyles,
    css`
      :host {
        position: relative;
        display: grid;
        place-content: center;
        justify-items: center;
        text-align: center;
        text-wrap: balance;
        /* The network behind it still gets the pointer. */
        pointer-events: none;
      }
      button {
        pointer-events: auto;
        display: grid;
        place-items: center;
        width: 96px;
        height: 96px;
        border-radius: 50%;
        background: var(--wet);
        color: var(--on-wet);
        transition: transform 0.15s;
      }
      button:hover {
        transform: scale(1.05);
      }
      button:focus-visible {
        outline-width: 3px;
        outline-offset: 4px;
      }
      button[aria-busy='true'] {
        cursor: progress;
        opacity: 0.7;
      }
      svg {
        width: 36px;
        height: 36px;
        margin-left: 4px;
      }
      .text {
        margin-top: 14px;
        padding: 6px 18px 8px;
        border-radius: var(--radius);
        background: color-mix(in srgb, var(--panel) 88%, transparent);
      }
      p {
        margin: 0;
      }
      .lead {
        font-size: 16px;
        font-weight: 600;
      }
      .hint {
        margin-top: 2px;
        color: var(--muted);
      }
      /* Fingers drop no files. */
      @media (pointer: coarse) {
        .hint {
          display: none;
        }
      }
    `,
  ];

  /** Null without a model. */
  declare modelName: string | null;
  declare busy: boolean;

  constructor() {
    super();
    this.modelName = null;
    this.busy = false;
  }

  protected override render(): unknown {
    return html`
      <button aria-label="Play the guitar riff" aria-busy=${this.busy} @click=${() => this.dispatchEvent(new Event('play'))}>
        ${playIcon}
      </button>
      <div class="text">
        <p class="lead">Hear a guitar${this.modelName ? html` through ${this.modelName}` : null}</p>
        <p class="hint">Then drop your own sound or .nam model anywhere on this page.</p>
      </div>
    `;
  }
}
