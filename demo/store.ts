/** Holds one immutable value and tells its listeners when another takes its place. */
export class Store<T extends object> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(initial: T) {
    this.#value = initial;
  }

  get value(): T {
    return this.#value;
  }

  /** Replaces some fields; listeners are called only if one of them is another than before. */
  update(changes: Partial<T>): void {
    const changed = (Object.keys(changes) as (keyof T)[]).some((key) => changes[key] !== this.#value[key]);
    if (!changed) return;
    this.#value = { ...this.#value, ...changes };
    for (const listener of this.#listeners) listener(this.#value);
  }

  /** @returns a function that ends the subscription */
  subscribe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
