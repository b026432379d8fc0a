import { type KeyActions, keyFor } from './shortcuts.js';

/**
 * Handles the page's keys. Returns a function that stops it.
 *
 * @param seesRig whether the rig is seen: elsewhere, its keys do nothing
 */
export function listenToKeys(actions: KeyActions, seesRig: () => boolean = () => true): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const target = event.composedPath()[0];
    if (isTextField(target)) return;
    const key = keyFor(event);
    if (!key || (event.key === ' ' && target instanceof HTMLButtonElement)) return;
    if (target instanceof HTMLInputElement && !/^[a-z]$/i.test(event.key)) return;
    if (!(key.everywhere || seesRig())) return;
    // Keys are for what is open, not for what lies behind it.
    if (isSomethingOpen(document)) return;
    if (event.key !== 'Escape') event.preventDefault();
    if (!event.repeat || key.repeats) key.act(actions, event);
  };
  // A button clicked with the pointer loses the focus, so that the space bar plays instead of clicking it again.
  const onClick = (event: MouseEvent) => {
    const clicked = event.composedPath().find((node) => node instanceof HTMLButtonElement);
    if (event.detail > 0) clicked?.blur();
  };
  addEventListener('keydown', onKeyDown);
  addEventListener('click', onClick);
  return () => {
    removeEventListener('keydown', onKeyDown);
    removeEventListener('click', onClick);
  };
}

function isTextField(target: EventTarget | undefined): boolean {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && target.type !== 'range';
}

/**
 * Whether a menu, another popover or a dialog is open anywhere below a node. Those with the attribute `data-keys="page"` leave
 * the keys to the page.
 */
export function isSomethingOpen(root: ParentNode): boolean {
  for (const element of root.querySelectorAll('*')) {
    if (element.matches(':popover-open, dialog[open]') && element.getAttribute('data-keys') !== 'page') return true;
    if (element.shadowRoot && isSomethingOpen(element.shadowRoot)) return true;
  }
  return false;
}
