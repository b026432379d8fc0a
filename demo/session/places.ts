/** Where a visitor can be. One sound goes on between them. */
export interface Place {
  /** Its address, behind `#`. */
  readonly id: string;
  readonly label: string;
  /** The element that shows it, with its code loaded when it is first opened; null for the page itself. */
  readonly element: { readonly name: string; readonly define: () => Promise<void> } | null;
}

/** In the order of the header; the first one is where links to a setup lead. */
export const PLACES: readonly Place[] = [
  { id: 'play', label: 'Play', element: null },
  {
    id: 'explore',
    label: 'Explore',
    element: {
      name: 'demo-explore',
      define: async () => (await import('../explore/register-explore.js')).registerExplore(),
    },
  },
];

/** The place of an address' part behind `#`. */
export function placeOfHash(hash: string): Place {
  return PLACES.find(({ id }) => hash === `#${id}`) ?? PLACES[0];
}

/** Whether the part of an address behind `#` is that of a place, not a setup. */
export function isPlaceHash(hash: string): boolean {
  return PLACES.some(({ id }) => hash === `#${id}`);
}

/**
 * Calls back when a link to a setup is followed. The browser's back and forward buttons, and places, apply no setup: what the
 * visitor changed since is kept. The setup of the address that the page was opened with counts as followed.
 */
export function onSetupLink(follow: () => void): () => void {
  const markUsed = () => history.replaceState({ ...history.state, setupUsed: true }, '');
  const onHashChange = () => {
    if (isPlaceHash(location.hash) || history.state?.setupUsed) return;
    markUsed();
    follow();
  };
  markUsed();
  addEventListener('hashchange', onHashChange);
  return () => removeEventListener('hashchange', onHashChange);
}

/** Follows the address from place to place. */
export class PlaceAddress {
  #place = placeOfHash(location.hash);
  readonly #title = document.title;

  get place(): Place {
    return this.#place;
  }

  /** Calls back after each change of the place. Returns a function that ends it. */
  listen(onChange: () => void): () => void {
    const follow = () => {
      const place = placeOfHash(location.hash);
      document.title = place === PLACES[0] ? this.#title : `${place.label} · Dilatone`;
      if (place === this.#place) return;
      this.#place = place;
      onChange();
    };
    follow();
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }
}
