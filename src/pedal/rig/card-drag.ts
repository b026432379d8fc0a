import type { BlockPlace } from '../../rig/document/edit-rig.js';
import { DropMark, dropTarget } from './drop-target.js';

/** How far the pointer moves, in CSS pixels, before a press becomes a drag. */
const LEAST_PIXELS = 5;
/** Width of the row's ends where a drag scrolls it, and how far with each move. */
const EDGE_PIXELS = 40;
const SCROLL_PIXELS = 12;

/** What a drag needs to know. */
interface DragOptions {
  readonly event: PointerEvent;
  readonly root: ShadowRoot;
  /** The row that scrolls. */
  readonly row: Element;
  /** The list of the blocks in series. */
  readonly series: Element;
  readonly onDrop: (place: BlockPlace) => void;
}

/** Lets the pointer that went down on a grip drag its card. Escape, and a pointer that is lost, end the drag without effect. */
export function dragCard({ event, root, row, series, onDrop }: DragOptions): void {
  const grip = event.currentTarget as HTMLElement;
  const card = grip.closest('li');
  if (card === null || event.button !== 0) return;
  event.preventDefault();
  grip.setPointerCapture(event.pointerId);
  const mark = new DropMark();
  const ending = new AbortController();
  const { signal } = ending;
  let place: BlockPlace | null = null;

  const end = () => {
    ending.abort();
    mark.show(null);
    card.classList.remove('dragged');
  };
  const follow = (move: PointerEvent) => {
    const isDrag = Math.hypot(move.clientX - event.clientX, move.clientY - event.clientY) >= LEAST_PIXELS;
    if (!isDrag && !card.classList.contains('dragged')) return;
    card.classList.add('dragged');
    const { left, right } = row.getBoundingClientRect();
    if (move.clientX < left + EDGE_PIXELS) row.scrollLeft -= SCROLL_PIXELS;
    if (move.clientX > right - EDGE_PIXELS) row.scrollLeft += SCROLL_PIXELS;
    const target = dropTarget(root, series, move, card);
    place = target?.place ?? null;
    mark.show(target?.before ?? null);
  };
  const drop = () => {
    end();
    if (place !== null) onDrop(place);
  };
  grip.addEventListener('pointermove', follow, { signal });
  grip.addEventListener('pointerup', drop, { signal });
  grip.addEventListener('lostpointercapture', end, { signal });
  const cancel = ({ key }: KeyboardEvent) => key === 'Escape' && end();
  globalThis.addEventListener('keydown', cancel, { signal, capture: true });
}
