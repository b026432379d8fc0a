import type { BlockPlace } from '../../../src/rig/index.js';

/** What the drag of a card needs of the strip. */
export interface DragHost {
  /** The element around all cards and gaps. */
  readonly root: HTMLElement;
  /** Whether a block may go to a place, and another one than its own. */
  accepts(id: string, place: BlockPlace): boolean;
  drop(id: string, place: BlockPlace): void;
}

/** Way of the mouse after which a press is a drag. */
const START_PIXELS = 6;
/** How long a finger rests on a card before it holds it; until then, the page scrolls. */
const LONG_PRESS_MS = 350;
/** Way of a finger that scrolls rather than presses. */
const STRAY_PIXELS = 10;

/** Drags one card to a gap between others, by mouse or, after a long press, by finger. Escape leaves it where it was. */
export class CardDrag {
  readonly #host: DragHost;
  readonly #card: HTMLElement;
  readonly #id: string;
  readonly #start: PointerEvent;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dragging = false;
  #target: HTMLElement | null = null;

  /** Begins with the press on a card's handle; null where the press is on none. */
  static from(event: PointerEvent, host: DragHost): CardDrag | null {
    if (event.button !== 0 || !event.isPrimary) return null;
    const path = event.composedPath();
    const handle = path.some((node) => node instanceof Element && node.classList.contains('handle'));
    const card = path.find((node): node is HTMLElement => node instanceof HTMLElement && 'block' in node.dataset);
    return handle && card ? new CardDrag(event, card, host) : null;
  }

  private constructor(start: PointerEvent, card: HTMLElement, host: DragHost) {
    this.#host = host;
    this.#card = card;
    this.#id = card.dataset.block ?? '';
    this.#start = start;
    addEventListener('pointermove', this.#move);
    addEventListener('pointerup', this.#release);
    addEventListener('pointercancel', this.#end);
    addEventListener('keydown', this.#key, true);
    addEventListener('touchmove', this.#hold, { passive: false });
    addEventListener('contextmenu', this.#hold);
    if (start.pointerType === 'touch') this.#timer = setTimeout(() => this.#begin(), LONG_PRESS_MS);
  }

  #begin(): void {
    this.#dragging = true;
    this.#card.classList.add('dragging');
    this.#host.root.classList.add('moving');
  }

  readonly #move = (event: PointerEvent): void => {
    if (event.pointerId !== this.#start.pointerId) return;
    const x = event.clientX - this.#start.clientX;
    const y = event.clientY - this.#start.clientY;
    if (!this.#dragging) {
      const touch = this.#start.pointerType === 'touch';
      if (Math.hypot(x, y) <= (touch ? STRAY_PIXELS : START_PIXELS)) return;
      if (touch) this.#end();
      else this.#begin();
      if (touch) return;
    }
    this.#card.style.transform = `translate(${x}px, ${y}px)`;
    this.#aim(this.#nearest(event.clientX, event.clientY));
  };

  /** The nearest gap that takes the block; null if the block stays where it is. */
  #nearest(x: number, y: number): HTMLElement | null {
    let nearest: HTMLElement | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const gap of this.#host.root.querySelectorAll<HTMLElement>('.gap')) {
      const box = gap.getBoundingClientRect();
      const away = Math.hypot(
        Math.max(box.left - x, 0, x - box.right),
        // A row away is further than a card away.
        2 * Math.max(box.top - y, 0, y - box.bottom),
      );
      if (away >= least) continue;
      least = away;
      nearest = gap;
    }
    return nearest && this.#host.accepts(this.#id, placeOf(nearest)) ? nearest : null;
  }

  #aim(gap: HTMLElement | null): void {
    this.#target?.classList.remove('target');
    this.#target = gap;
    gap?.classList.add('target');
  }

  readonly #release = (event: PointerEvent): void => {
    if (event.pointerId !== this.#start.pointerId) return;
    const place = this.#dragging && this.#target ? placeOf(this.#target) : null;
    if (this.#dragging) {
      // The press was no click.
      const swallow = (click: MouseEvent) => click.stopPropagation();
      addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener('click', swallow, true));
    }
    this.#end();
    if (place) this.#host.drop(this.#id, place);
  };

  /** While a card is held, the page neither scrolls nor shows a menu. */
  readonly #hold = (event: Event): void => {
    if (this.#dragging) event.preventDefault();
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.#dragging) return;
    event.stopPropagation();
    this.#end();
  };

  readonly #end = (): void => {
    clearTimeout(this.#timer);
    removeEventListener('pointermove', this.#move);
    removeEventListener('pointerup', this.#release);
    removeEventListener('pointercancel', this.#end);
    removeEventListener('keydown', this.#key, true);
    removeEventListener('touchmove', this.#hold);
    removeEventListener('contextmenu', this.#hold);
    this.#card.style.transform = '';
    this.#card.classList.remove('dragging');
    this.#host.root.classList.remove('moving');
    this.#aim(null);
    this.#dragging = false;
  };
}

/** The place that a gap stands for. */
export function placeOf({ dataset }: HTMLElement): BlockPlace {
  const index = Number(dataset.index);
  if (!dataset.split) return { index };
  return { index, path: { split: dataset.split, path: dataset.path === '1' ? 1 : 0 } };
}
