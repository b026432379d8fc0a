import { css, html, LitElement } from 'lit';
import { sharedStyles } from '../controls/styles.js';
import { FOCUS_KEYS, PAGE_KEYS } from './shortcuts.js';

/** The list of all keys, which opens over the page. */
export class KeyList extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      [popover] {
        inset: 64px 24px auto auto;
        width: min(420px, calc(100vw - 48px));
        max-height: calc(100dvh - 88px);
        overflow-y: auto;
        margin: 0;
        padding: 16px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--panel);
        color: var(--ink);
      }
      h2 {
        margin: 0 0 8px;
        color: var(--muted);
        font-size: 12px;
        font-weight: 600;
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 6px 16px;
        margin: 0 0 16px;
      }
      dl:last-child {
        margin: 0;
      }
      dt {
        font-weight: 600;
      }
      dd {
        margin: 0;
        color: var(--muted);
      }
    `,
  ];

  /** Opens or closes the list. */
  toggle(): void {
    this.renderRoot.querySelector<HTMLElement>('[popover]')!.togglePopover();
  }

  protected override render(): unknown {
    return html`
      <div popover role="dialog" aria-label="Keyboard shortcuts" tabindex="0">
        <h2>Everywhere</h2>
        <dl>${PAGE_KEYS.map(({ keys, does }) => html`<dt>${keys}</dt><dd>${does}</dd>`)}</dl>
        <h2>Where the focus is</h2>
        <dl>${FOCUS_KEYS.map(({ keys, does }) => html`<dt>${keys}</dt><dd>${does}</dd>`)}</dl>
      </div>
    `;
  }
}
