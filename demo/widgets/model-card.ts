import { css, html, LitElement, nothing } from 'lit';
import { BUILTIN_MODELS } from '../builtin-models.js';
import { formatInteger } from '../format.js';
import type { ModelState } from '../state.js';
import { moreIcon } from './icons.js';
import { sharedStyles } from './shared-styles.js';

/** A built-in model was chosen. */
export class ChooseModelEvent extends Event {
  /** Counted from 0. */
  readonly index: number;

  constructor(index: number) {
    super('choosemodel');
    this.index = index;
  }
}

/** Asks the page for the browser's dialogue that opens a file. */
export class OpenFileEvent extends Event {
  readonly kind: 'model' | 'sound';

  constructor(kind: 'model' | 'sound') {
    super('openfile', { bubbles: true, composed: true });
    this.kind = kind;
  }
}

/** The model in use, and a menu with the others. */
export class ModelCard extends LitElement {
  static override properties = {
    model: { attribute: false },
    opening: { attribute: false },
  };

  static override styles = [
    sharedStyles,
    css`
      .card {
        display: block;
        width: 100%;
        padding: 4px 8px;
        margin: -4px -8px;
        border-radius: 8px;
        text-align: left;
      }
      .card:hover .more {
        color: var(--ink);
      }
      .name {
        display: flex;
        align-items: center;
        gap: 6px;
        font-size: 16px;
        font-weight: 650;
        line-height: 1.3;
      }
      .name span,
      .about {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .more {
        flex: none;
        display: grid;
        color: var(--muted);
      }
      .about {
        display: block;
        color: var(--muted);
        font-size: 12px;
      }
      [popover] {
        position: fixed;
        inset: auto;
        min-width: 260px;
        max-width: calc(100vw - 32px);
        margin: 0;
        padding: 6px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--panel);
        color: var(--ink);
      }
      [role^='menuitem'] {
        display: flex;
        align-items: center;
        gap: 12px;
        width: 100%;
        padding: 9px 10px;
        border-radius: 8px;
        text-align: left;
      }
      [role^='menuitem']:hover,
      [role^='menuitem']:focus {
        background: var(--line);
      }
      [role^='menuitem']:focus-visible {
        outline-offset: -2px;
      }
      kbd {
        width: 24px;
        padding: 1px 0;
        border: 1px solid var(--line);
        border-radius: 5px;
        background: var(--background);
        color: var(--muted);
        font: inherit;
        font-size: 12px;
        text-align: center;
      }
      .chosen {
        margin-left: auto;
        width: 8px;
        height: 8px;
        border-radius: 50%;
        background: var(--wet);
      }
      hr {
        margin: 6px 4px;
        border: 0;
        border-top: 1px solid var(--line);
      }
    `,
  ];

  declare model: ModelState | null;
  /** Name of a file that is being opened. */
  declare opening: string | null;

  constructor() {
    super();
    this.model = null;
    this.opening = null;
  }

  protected override render(): unknown {
    return html`
      <button class="card" aria-haspopup="menu" @click=${this.#open}>
        <span class="name">
          <span>${this.model?.name ?? 'No model yet'}</span>
          <span class="more">${moreIcon}</span>
        </span>
        <span class="about">${this.#about()}</span>
      </button>
      <div
        popover
        role="menu"
        aria-label="Models"
        @keydown=${this.#key}
        @toggle=${(event: ToggleEvent) => event.newState === 'open' && this.#items[0]?.focus()}
      >
        ${BUILTIN_MODELS.map(
          ({ name }, index) => html`
            <button
              role="menuitemradio"
              aria-checked=${this.model?.builtinIndex === index}
              @click=${() => this.#choose(new ChooseModelEvent(index))}
            >
              <kbd>${index < 9 ? index + 1 : nothing}</kbd>
              ${name} ${this.model?.builtinIndex === index ? html`<span class="chosen"></span>` : nothing}
            </button>
          `,
        )}
        ${BUILTIN_MODELS.length > 0 ? html`<hr />` : nothing}
        <button role="menuitem" @click=${() => this.#choose(new OpenFileEvent('model'))}>
          <kbd>↥</kbd>
          Open a .nam file…
        </button>
      </div>
    `;
  }

  #about(): string {
    if (this.opening !== null) return `Opening ${this.opening}…`;
    if (!this.model) return 'Drop a .nam file to hear it';
    const { architecture, layers, parameters } = this.model.info;
    return `${architecture}, ${layers} layers, ${formatInteger(parameters)} weights — drop a .nam to change`;
  }

  get #popover(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('[popover]')!;
  }

  get #items(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
  }

  #open(event: Event): void {
    const { left, bottom } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const width = Math.min(280, innerWidth - 32);
    this.#popover.style.left = `${Math.max(16, Math.min(left, innerWidth - width - 16))}px`;
    this.#popover.style.top = `${bottom + 8}px`;
    this.#popover.togglePopover();
  }

  #choose(event: Event): void {
    this.#popover.hidePopover();
    this.dispatchEvent(event);
  }

  #key(event: KeyboardEvent): void {
    const direction = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    const items = this.#items;
    const index = items.indexOf(event.target as HTMLElement);
    items[(index + direction + items.length) % items.length]?.focus();
  }
}
