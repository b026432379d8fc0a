/** Throws a TypeError unless a listener can be called: a mistake shows where it is made. */
export function expectListener(listener: unknown): void {
  if (typeof listener !== 'function') throw new TypeError(`listener: expected a function, got ${typeof listener}`);
}

/** Calls all listeners with an event. What one throws goes to the page's `error` event, and neither to the others nor to the caller. */
export function callListeners<Event>(listeners: Iterable<(event: Event) => void>, event: Event): void {
  for (const listener of listeners) {
    try {
      listener(event);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}
