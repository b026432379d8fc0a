import { html, LitElement, nothing } from 'lit';
import { closeIcon, moreIcon } from './icons.js';
import { menuStyles } from './menu-styles.js';
import { ChooseEvent } from './segmented-control.js';
import { sharedStyles } from './styles.js';

/** Something to choose from a menu. */
export interface MenuItem {
  readonly value: string;
  readonly label: string;
  /** A few words more. */
  readonly about?: string;
  /** A small picture or key before the label. */
  readonly mark?: unknown;
  /** Makes it one of several of which one is on. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
  /** Whether it can be removed from the list. */
  readonly removable?: boolean;
}

/** Items that belong together. */
export interface MenuSection {
  readonly title?: string;
  readonly items: readonly MenuItem[];
}

/** An item shall be removed from the list. */
export class RemoveEvent extends Event {
  readonly choice: string;

  constructor(choice: string) {
    super('removeitem');
    this.choice = choice;
  }
}

const EDGE = 12;

/** A button, with what is in its slot on it, that opens a menu; choices come as `ChooseEvent`. */
export class Menu extends LitElement {
  static override properties = {
    label: {},
    sections: { attribute: false },
    chip: { type: Boolean },
  };

  static override styles = [sharedStyles, menuStyles];

  declare label: string;
  declare sections: readonly MenuSection[];
  /** Whether the button looks like a button. */
  declare chip: boolean;
  /** Whether a key was the last to do something in the open menu. */
  #byKey = false;

  constructor() {
    super();
    this.label = '';
    this.sections = [];
    this.chip = false;
  }

  /** Opens the menu. */
  open(): void {
    this.#popover.showPopover();
  }

  protected override render(): unknown {
    return html`
      <button
        class="opener ${this.chip ? 'chip' : ''}"
        aria-haspopup="menu"
        popovertarget="menu"
        @keydown=${this.#keyOnButton}
      >
        <span class="content"><slot></slot></span>
        <span class="more">${moreIcon}</span>
      </button>
      <div
        popover
        id="menu"
        role="menu"
        aria-label=${this.label}
        @keydown=${this.#key}
        @beforetoggle=${this.#place}
        @toggle=${this.#toggled}
        @pointerdown=${this.#point}
      >
        ${this.sections
          .filter(({ items }) => items.length > 0)
          .map(
            ({ title, items }, index) => html`
              ${index > 0 ? html`<hr role="separator" />` : nothing}
              ${title ? html`<div class="title" role="presentation">${title}</div>` : nothing}
              ${items.map((item) => this.#row(item))}
            `,
          )}
      </div>
    `;
  }

  #row(item: MenuItem): unknown {
    const { value, label, about, mark, checked, disabled, removable } = item;
    return html`
      <div class="row" role="none">
        <button
          role=${checked === undefined ? 'menuitem' : 'menuitemradio'}
          aria-checked=${checked ?? nothing}
          aria-disabled=${disabled ? 'true' : nothing}
          data-value=${value}
          tabindex="-1"
          @click=${() => this.#choose(item)}
        >
          ${mark === undefined ? nothing : html`<span class="mark">${mark}</span>`}
          <span class="words">
            <span>${label}</span>
            ${about ? html`<span class="about">${about}</span>` : nothing}
          </span>
          ${checked ? html`<span class="chosen"></span>` : nothing}
        </button>
        ${
          removable
            ? html`
                <button
                  class="remove"
                  role="menuitem"
                  tabindex="-1"
                  aria-label="Forget ${label}"
                  title="Forget ${label}"
                  @click=${() => this.dispatchEvent(new RemoveEvent(value))}
                >
                  ${closeIcon}
                </button>
              `
            : nothing
        }
      </div>
    `;
  }

  get #popover(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('[popover]')!;
  }

  get #items(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
  }

  #choose({ value, disabled }: MenuItem): void {
    if (disabled) return;
    this.#popover.hidePopover();
    this.dispatchEvent(new ChooseEvent(value));
  }

  /** Below the button, and within the window. */
  #place(event: ToggleEvent): void {
    if (event.newState !== 'open') return;
    const { left, bottom } = this.getBoundingClientRect();
    this.#popover.style.left = `${Math.max(EDGE, left)}px`;
    this.#popover.style.top = `${bottom + 6}px`;
  }

  #point(): void {
    this.#byKey = false;
  }

  #toggled(event: ToggleEvent): void {
    if (event.newState === 'open') this.#opened();
    // Closed by a key, the focus is still within, and soon nowhere; with a pointer it shall be, so that space plays.
    else if (this.#byKey && this.#items.some((item) => item.matches(':focus'))) {
      this.renderRoot.querySelector<HTMLElement>('.opener')?.focus();
    }
  }

  #opened(): void {
    this.#byKey = false;
    const { style } = this.#popover;
    const { width, height, right, bottom } = this.#popover.getBoundingClientRect();
    if (right > innerWidth - EDGE) style.left = `${Math.max(EDGE, innerWidth - EDGE - width)}px`;
    if (bottom > innerHeight - EDGE) {
      const above = this.getBoundingClientRect().top - 6 - height;
      style.top = `${above >= EDGE ? above : Math.max(EDGE, innerHeight - EDGE - height)}px`;
    }
    const checked = this.#items.find((item) => item.getAttribute('aria-checked') === 'true');
    (checked ?? this.#items[0])?.focus();
  }

  #keyOnButton(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    this.open();
  }

  #key(event: KeyboardEvent): void {
    this.#byKey = true;
    const items = this.#items;
    const index = items.indexOf(event.target as HTMLElement);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: (index + 1) % items.length,
      ArrowUp: (index - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    };
    if (event.key === 'Tab') this.#popover.hidePopover();
    // Closes the menu, and nothing else on the page.
    if (event.key === 'Escape') event.stopPropagation();
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    items[target]?.focus();
  }
}
