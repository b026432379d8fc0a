import { html, LitElement, nothing } from 'lit';
import { ChooseEvent, RemoveEvent } from '../events.js';
import { closeIcon, moreIcon } from './icons.js';
import { keepPlaced } from './keep-placed.js';
import { menuStyles } from './menu-styles.js';
import { sharedStyles } from './styles.js';

/** One item of a menu. */
export interface MenuItem {
  readonly value: string;
  readonly label: string;
  /** A second line of text. */
  readonly about?: string;
  /** A small picture before the label. */
  readonly mark?: unknown;
  /** Whether it is the one in use, for lists of which one item is. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
  /** Whether the visitor can remove it from the list. */
  readonly removable?: boolean;
}

/** A group of items; a line separates it from the next. */
export interface MenuSection {
  readonly title?: string;
  readonly items: readonly MenuItem[];
}

/** A button that opens a menu. Its label is the slot's content; it emits ChooseEvent and RemoveEvent. */
export class Menu extends LitElement {
  static override properties = {
    label: {},
    sections: { attribute: false },
    chip: { type: Boolean },
    icon: { type: Boolean },
  };

  static override styles = [sharedStyles, menuStyles];

  declare label: string;
  declare sections: readonly MenuSection[];
  /** Whether the button has a border. */
  declare chip: boolean;
  /** Whether the slot holds an icon alone; the label is the button's name then. */
  declare icon: boolean;
  /** Whether the last input to the open menu was a key. */
  #byKey = false;
  #stopPlacing: (() => void) | null = null;

  constructor() {
    super();
    this.label = '';
    this.sections = [];
    this.chip = false;
    this.icon = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#closed();
  }

  protected override render(): unknown {
    return html`
      <button
        class="opener ${this.chip ? 'chip' : ''} ${this.icon ? 'icon' : ''}"
        aria-haspopup="menu"
        aria-label=${this.icon ? this.label : nothing}
        title=${this.icon ? this.label : nothing}
        popovertarget="menu"
        @keydown=${this.#keyOnButton}
      >
        <span class="content"><slot></slot></span>
        ${this.icon ? nothing : html`<span class="more">${moreIcon}</span>`}
      </button>
      <div
        popover
        id="menu"
        role="menu"
        aria-label=${this.label}
        @keydown=${this.#key}
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

  #point(): void {
    this.#byKey = false;
  }

  #toggled(event: ToggleEvent): void {
    this.#closed();
    if (event.newState === 'open') {
      this.#byKey = false;
      this.#stopPlacing = keepPlaced(this, this.#popover, () => this.#focusFirst());
    } else if (this.#byKey && this.#items.some((item) => item.matches(':focus'))) {
      // A menu closed by a key gives the focus back to its button. One closed by the pointer does not, so that the space
      // bar plays instead of opening the menu again.
      this.renderRoot.querySelector<HTMLElement>('.opener')?.focus();
    }
  }

  #closed(): void {
    this.#stopPlacing?.();
    this.#stopPlacing = null;
  }

  #focusFirst(): void {
    const checked = this.#items.find((item) => item.getAttribute('aria-checked') === 'true');
    (checked ?? this.#items[0])?.focus();
  }

  #keyOnButton(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    this.#popover.showPopover();
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
    // Keys are for the menu while it is open, not for what lies behind it.
    event.stopPropagation();
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    items[target]?.focus();
  }
}
