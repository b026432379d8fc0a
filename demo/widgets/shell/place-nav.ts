import { css, html, LitElement, nothing } from 'lit';
import { PLACES, type Place } from '../../session/places.js';
import { sharedStyles } from '../controls/styles.js';

/** Links to the places. */
export class PlaceNav extends LitElement {
  static override properties = { place: { attribute: false } };

  static override styles = [
    sharedStyles,
    css`
      nav {
        display: flex;
        gap: 4px;
      }
      a {
        padding: 7px 12px;
        border-radius: 999px;
        color: var(--muted-on-background);
        text-decoration: none;
      }
      a:hover {
        color: var(--ink);
      }
      a[aria-current] {
        background: var(--line);
        color: var(--ink);
        font-weight: 600;
      }
      @media (forced-colors: active) {
        a[aria-current] {
          outline: 1px solid;
        }
      }
      @media (max-width: 699px) {
        /* A row of its own below the rest of the header. */
        :host {
          order: 1;
          flex: 1 0 100%;
        }
        nav {
          gap: 0;
        }
        a {
          flex: 1;
          text-align: center;
        }
      }
    `,
  ];

  declare place: Place;

  constructor() {
    super();
    this.place = PLACES[0];
  }

  protected override render(): unknown {
    return html`
      <nav aria-label="Places">
        ${PLACES.map(
          (place) => html`
            <a href="#${place.id}" aria-current=${place === this.place ? 'page' : nothing}>${place.label}</a>
          `,
        )}
      </nav>
    `;
  }
}
