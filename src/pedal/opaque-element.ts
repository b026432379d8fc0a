import { makeOpaque } from '../model/opaque.js';

/**
 * Makes an element safe to keep in the state of an app; called last in its constructor. What others have set on it, such as React
 * before the element was defined, stays theirs to write.
 */
export function makeElementOpaque(element: HTMLElement, root: { readonly prototype: object }): void {
  const fields = Object.keys(element);
  makeOpaque(element, root);
  for (const name of fields) Object.defineProperty(element, name, { writable: true });
}
