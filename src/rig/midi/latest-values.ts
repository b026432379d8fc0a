/** Time between two deliveries: half a frame of a screen, and a fraction of what knobs send. */
const INTERVAL_MS = 8;

/** A value that was not delivered yet. */
interface Waiting {
  readonly value: unknown;
  readonly deliver: () => void;
}

/**
 * Passes on what came last for each key, at once where nothing came for a while, and otherwise after some milliseconds: a flood
 * of messages becomes a trickle, and its last value always arrives.
 */
export class LatestValues {
  readonly #waiting = new Map<string, Waiting>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #channel: MessageChannel | null = null;
  #isDisposed = false;

  /** Calls `deliver` now or soon, unless another value comes for the same key. `isPartial`: more follows at once, so rather soon. */
  put<Value>(key: string, value: Value, deliver: (value: Value) => void, isPartial = false): void {
    if (this.#isDisposed) return;
    // A later one goes behind those that came before it: a preset may change what they set.
    this.#waiting.delete(key);
    this.#waiting.set(key, { value, deliver: () => deliver(value) });
    const isBusy = this.#timer !== null || this.#channel !== null;
    if (!isBusy && !isPartial) this.#deliver();
    if (!isBusy) this.#wait();
  }

  /** The value that waits for a key; undefined if none does. */
  get(key: string): unknown {
    return this.#waiting.get(key)?.value;
  }

  /** Drops what waits. */
  dispose(): void {
    this.#isDisposed = true;
    this.#waiting.clear();
    this.#stop();
  }

  #deliver(): void {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { deliver } of all) deliver();
  }

  #wait(): void {
    if (this.#isDisposed) return;
    // Browsers slow the timers of hidden pages down, to one in a second or a minute; messages they deliver.
    const { document } = globalThis as { document?: { readonly visibilityState?: string } };
    if (document?.visibilityState !== 'hidden') {
      this.#timer = setTimeout(() => this.#wake(), INTERVAL_MS);
      return;
    }
    this.#channel = new MessageChannel();
    this.#channel.port1.onmessage = () => this.#wake();
    this.#channel.port2.postMessage(null);
  }

  #wake(): void {
    this.#stop();
    if (this.#waiting.size === 0) return;
    this.#deliver();
    this.#wait();
  }

  #stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#channel?.port1.close();
    this.#timer = null;
    this.#channel = null;
  }
}
