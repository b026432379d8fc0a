import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import type { Place } from '../../session/places.js';
import type { Session } from '../../session/session.js';
import type { ModelState } from '../../state.js';
import { sharedStyles } from '../controls/styles.js';

/** What the element of a place is given; it declares what it needs. */
export interface PlaceElement extends HTMLElement {
  session?: Session;
  /** The model that is loaded, or null. */
  model?: ModelState | null;
}

/** Shows a place that has an element of its own, once its code is loaded. It keeps elements that were opened before. */
export class PlaceOutlet extends LitElement {
  static override properties = {
    place: { attribute: false },
    session: { attribute: false },
    model: { attribute: false },
    state: { state: true },
  };

  static override styles = [
    sharedStyles,
    css`
      main:focus {
        outline: none;
      }
      p {
        margin: 0;
        padding: 48px 24px;
        color: var(--muted-on-background);
        text-align: center;
      }
      button {
        padding: 8px 16px;
        border: 1px solid var(--line);
        border-radius: 999px;
        color: var(--ink);
      }
    `,
  ];

  declare place: Place | null;
  declare session: Session | null;
  declare model: ModelState | null;
  declare state: 'loading' | 'ready' | 'failed';
  readonly #elements = new Map<Place, PlaceElement>();

  constructor() {
    super();
    this.place = null;
    this.session = null;
    this.model = null;
    this.state = 'loading';
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('main')?.focus(options);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('place') && this.place?.element) void this.#open(this.place);
    for (const element of this.#elements.values()) this.#inform(element);
  }

  protected override render(): unknown {
    const { place } = this;
    if (!place?.element) return nothing;
    const element = this.#elements.get(place);
    return html`<main tabindex="-1" aria-label=${place.label}>${element ?? this.#message()}</main>`;
  }

  #message(): unknown {
    if (this.state !== 'failed') return html`<p aria-live="polite">Opening…</p>`;
    return html`
      <p role="alert">
        This place could not be loaded. Check the connection, then
        <button @click=${() => this.place && this.#open(this.place)}>try again</button>
      </p>
    `;
  }

  #inform(element: PlaceElement): void {
    element.session = this.session ?? undefined;
    element.model = this.model;
  }

  async #open(place: Place): Promise<void> {
    if (!place.element || this.#elements.has(place)) return;
    this.state = 'loading';
    try {
      if (!customElements.get(place.element.name)) await place.element.define();
      if (this.#elements.has(place)) return;
      const element: PlaceElement = document.createElement(place.element.name);
      this.#inform(element);
      this.#elements.set(place, element);
      this.state = 'ready';
    } catch {
      this.state = 'failed';
    }
  }
}
