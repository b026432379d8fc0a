/** Holds one immutable value, and calls its listeners when the value changes. */
export class Store<T extends object> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(initial: T) {
    this.#value = initial;
  }

  get value(): T {
    return this.#value;
  }

  /** Replaces some fields. Listeners are called only if one of them differs. */
  update(changes: Partial<T>): void {
    const changed = (Object.keys(changes) as (keyof T)[]).some((key) => changes[key] !== this.#value[key]);
    if (!changed) return;
    this.#value = { ...this.#value, ...changes };
    for (const listener of this.#listeners) listener(this.#value);
  }

  /** Calls back after each change. @returns a function that unsubscribes */
  subscribe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
