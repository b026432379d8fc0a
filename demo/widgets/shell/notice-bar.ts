import { css, html, LitElement, nothing } from 'lit';
import type { Notice } from '../../state.js';
import { closeIcon } from '../controls/icons.js';
import { sharedStyles } from '../controls/styles.js';

/** Time after which an info notice disappears. */
const INFO_MS = 9000;

/** The current notice. Info disappears by itself, an error stays; emits `dismiss`. */
export class NoticeBar extends LitElement {
  static override properties = { notice: { attribute: false } };

  static override styles = [
    sharedStyles,
    css`
      .notice {
        display: flex;
        align-items: center;
        gap: 12px;
        max-width: 920px;
        padding: 8px 8px 8px 14px;
        border: 1px solid var(--muted);
        border-left-width: 4px;
        border-radius: var(--radius);
        background: var(--panel);
        pointer-events: auto;
      }
      .wrong {
        border-color: var(--wrong);
      }
      p {
        margin: 0;
      }
      b {
        font-weight: 600;
      }
      .detail {
        color: var(--muted);
        font-size: 12px;
        overflow-wrap: anywhere;
      }
      @media (min-width: 700px) {
        .detail {
          overflow: hidden;
          text-overflow: ellipsis;
          white-space: nowrap;
        }
      }
      .text {
        flex: 1;
        min-width: 0;
      }
      button {
        display: grid;
        place-items: center;
        flex: none;
        width: 32px;
        height: 32px;
        margin: 0;
        border-radius: 50%;
        color: var(--muted);
      }
      button:hover {
        background: var(--line);
        color: var(--ink);
      }
    `,
  ];

  declare notice: Notice | null;
  #timer = 0;

  constructor() {
    super();
    this.notice = null;
  }

  protected override updated(): void {
    clearTimeout(this.#timer);
    if (this.notice?.tone === 'info') this.#timer = window.setTimeout(() => this.#dismiss(), INFO_MS);
  }

  protected override render(): unknown {
    return html`<div role=${this.notice?.tone === 'info' ? 'status' : 'alert'}>${this.#content()}</div>`;
  }

  #content(): unknown {
    if (!this.notice) return nothing;
    const { tone, what, advice, detail } = this.notice;
    return html`
      <div class="notice ${tone}">
        <div class="text">
          <p><b>${what}</b> ${advice}</p>
          ${detail ? html`<p class="detail" title=${detail}>${detail}</p>` : nothing}
        </div>
        <button aria-label="Dismiss" title="Dismiss" @click=${() => this.#dismiss()}>${closeIcon}</button>
      </div>
    `;
  }

  #dismiss(): void {
    this.dispatchEvent(new Event('dismiss'));
  }
}
