import { LitElement, type PropertyValues } from 'lit';

/**
 * A tool in a sheet over the page. Its render makes one element with `popover="manual"`, which is shown while `open` is set. Escape
 * closes it before anything behind it. Emits `close`.
 */
export class Sheet extends LitElement {
  static override properties = { open: { type: Boolean } };

  declare open: boolean;

  constructor() {
    super();
    this.open = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('keydown', this.#onKey, { capture: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('keydown', this.#onKey, { capture: true });
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('open')) return;
    this.renderRoot.querySelector<HTMLElement>('[popover]')?.togglePopover(this.open);
  }

  protected close(): void {
    this.dispatchEvent(new Event('close'));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (!this.open || event.key !== 'Escape' || event.defaultPrevented) return;
    // A menu that is open closes first.
    if (event.composedPath().some((node) => node instanceof HTMLElement && node.matches('[role="menu"]'))) return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  };
}
