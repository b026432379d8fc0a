import { autoUpdate, computePosition, flip, offset, shift } from '@floating-ui/dom';

/** Distance of a menu from its anchor, and from the window's edges, in CSS pixels. */
const GAP = 6;
const EDGE = 12;

/**
 * Places an open popover below its anchor, or above where it fits only there, and always within the window. It follows
 * when the page scrolls or either of them changes size. `onPlaced` is called once, after the first placement; from then
 * on the popover has the class `placed`. Returns a function that ends all this.
 */
export function keepPlaced(anchor: HTMLElement, popover: HTMLElement, onPlaced: () => void): () => void {
  let state: 'new' | 'placed' | 'ended' = 'new';
  const place = async () => {
    const { x, y } = await computePosition(anchor, popover, {
      strategy: 'fixed',
      placement: 'bottom-start',
      middleware: [
        offset(GAP),
        flip({ padding: EDGE, crossAxis: false, fallbackStrategy: 'initialPlacement' }),
        shift({ padding: EDGE, crossAxis: true }),
      ],
    });
    if (state === 'ended') return;
    popover.style.left = `${x}px`;
    popover.style.top = `${y}px`;
    if (state === 'placed') return;
    state = 'placed';
    popover.classList.add('placed');
    onPlaced();
  };
  const stop = autoUpdate(anchor, popover, place);
  return () => {
    state = 'ended';
    stop();
    popover.classList.remove('placed');
  };
}
