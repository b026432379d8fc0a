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
      dialog {
        box-sizing: border-box;
        width: min(640px, calc(100% - 32px));
        padding: 16px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--panel);
        color: var(--ink);
        pointer-events: auto;
      }
      dialog::backdrop {
        background: color-mix(in srgb, var(--background) 70%, transparent);
      }
      textarea {
        box-sizing: border-box;
        display: block;
        width: 100%;
        margin: 12px 0;
        padding: 8px;
        border: 1px solid var(--line);
        border-radius: 6px;
        background: var(--background);
        color: var(--ink);
        font:
          12px / 1.5 ui-monospace,
          monospace;
        white-space: pre;
      }
      dialog button {
        width: auto;
        padding: 0 16px;
        border-radius: 16px;
        border: 1px solid var(--line);
        color: var(--ink);
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
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog && !dialog.open) {
      dialog.showModal();
      dialog.querySelector('textarea')?.select();
    }
    if (this.notice?.tone === 'info') this.#timer = window.setTimeout(() => this.#dismiss(), INFO_MS);
  }

  protected override render(): unknown {
    return html`<div role=${this.notice?.tone === 'info' ? 'status' : 'alert'}>${this.#content()}</div>`;
  }

  #content(): unknown {
    if (!this.notice) return nothing;
    const { tone, what, advice, detail, text } = this.notice;
    if (text !== undefined) return this.#dialog(what, advice, text);
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

  /** Text to be copied by hand. Esc closes it, too. */
  #dialog(what: string, advice: string, text: string): unknown {
    return html`
      <dialog aria-label="Text to copy" @close=${() => this.#dismiss()} @keydown=${(event: Event) => event.stopPropagation()}>
        <p><b>${what}</b> ${advice}</p>
        <textarea readonly aria-label="Text to copy" rows=${Math.min(16, text.split('\n').length + 1)} .value=${text}></textarea>
        <button @click=${() => this.#dismiss()}>Close</button>
      </dialog>
    `;
  }

  #dismiss(): void {
    this.dispatchEvent(new Event('dismiss'));
  }
}
