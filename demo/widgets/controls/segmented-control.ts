import { css, html, LitElement, nothing } from 'lit';
import { ChooseEvent } from '../events.js';
import { sharedStyles } from './styles.js';

/** A row of buttons of which one is on: a radio group. */
export class SegmentedControl extends LitElement {
  static override properties = {
    label: {},
    options: { attribute: false },
    value: {},
  };

  static override styles = [
    sharedStyles,
    css`
      [role='radiogroup'] {
        display: flex;
        border: 1px solid var(--line);
        border-radius: 999px;
        overflow: hidden;
      }
      button {
        flex: 1;
        padding: 8px 13px;
        color: var(--muted);
        white-space: nowrap;
        transition: color 0.15s;
      }
      button:hover {
        color: var(--ink);
      }
      button[aria-checked='true'] {
        background: var(--line);
        color: var(--ink);
      }
      button:focus-visible {
        outline-offset: -3px;
        border-radius: 999px;
      }
      @media (pointer: coarse) {
        button {
          min-height: 40px;
        }
      }
      @media (forced-colors: active) {
        button[aria-checked='true'] {
          background: Highlight;
          color: HighlightText;
          forced-color-adjust: none;
        }
      }
    `,
  ];

  declare label: string;
  /** `name` is said in place of a label that is short. */
  declare options: readonly { readonly value: string; readonly label: string; readonly name?: string }[];
  declare value: string;

  constructor() {
    super();
    this.label = '';
    this.options = [];
    this.value = '';
  }

  protected override render(): unknown {
    return html`
      <div role="radiogroup" aria-label=${this.label} @keydown=${this.#key}>
        ${this.options.map(
          ({ value, label, name }) => html`
            <button
              role="radio"
              aria-checked=${value === this.value}
              tabindex=${value === this.value ? 0 : -1}
              aria-label=${name ?? nothing}
              data-value=${value}
              @click=${() => this.dispatchEvent(new ChooseEvent(value))}
            >
              ${label}
            </button>
          `,
        )}
      </div>
    `;
  }

  /** Arrow keys move the focus but choose nothing: a choice may open a dialog, which needs a deliberate click. */
  #key(event: KeyboardEvent): void {
    const direction = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    const buttons = [...this.renderRoot.querySelectorAll('button')];
    const index = buttons.indexOf(event.target as HTMLButtonElement);
    buttons[(index + direction + buttons.length) % buttons.length]?.focus();
  }
}
