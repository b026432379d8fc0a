import type { BlockPlace } from '../../rig/document/edit-rig.js';

/** Where something that is dragged would go, and the element before which a mark shows it. */
export interface DropTarget {
  readonly place: BlockPlace;
  readonly before: Element;
}

/**
 * The place for a block at a point of the screen: in the innermost list there, else in the series, before the first card whose
 * middle is behind it. The index does not count the card that is dragged; null where that card itself would contain the place.
 */
export function dropTarget(
  root: ShadowRoot,
  series: Element,
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
  dragged: Element | null,
): DropTarget | null {
  const under = root.elementsFromPoint(clientX, clientY).find((element) => series.contains(element));
  const list = under?.closest('ol') ?? series;
  if (dragged?.contains(list)) return null;
  const items = [...list.children].filter((item) => item !== dragged);
  // The last child is the tile to add blocks.
  const cards = items.slice(0, -1);
  const behind = cards.findIndex((card) => {
    const { left, width } = card.getBoundingClientRect();
    return clientX < left + width / 2;
  });
  const index = behind === -1 ? cards.length : behind;
  const { split, path } = (list as HTMLElement).dataset;
  const way = split === undefined ? undefined : ({ split, path: path === '1' ? 1 : 0 } as const);
  return { place: { index, path: way }, before: items[index] };
}

/** Shows where something would be dropped: at most one mark. */
export class DropMark {
  #marked: Element | null = null;

  /** Marks the gap before an element; null removes the mark. */
  show(before: Element | null): void {
    if (before === this.#marked) return;
    this.#marked?.classList.remove('drop-before');
    before?.classList.add('drop-before');
    this.#marked = before;
  }
}
