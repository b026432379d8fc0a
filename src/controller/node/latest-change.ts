/** How a change of models ended: the new model is the only one in use, or a later `setModel` came before that. */
export type SwapOutcome = 'done' | 'overtaken';

interface Wish<Value> {
  readonly value: Value;
  resolve(outcome: SwapOutcome): void;
  reject(error: unknown): void;
}

/**
 * Makes one change at a time. Of those that are asked for meanwhile only the latest waits; the others are overtaken. So a
 * knob that turns faster than a change takes is followed in steps, and in the end is where it is.
 */
export class LatestChange<Value> {
  readonly #make: (value: Value) => Promise<SwapOutcome>;
  #isBusy = false;
  #waiting: Wish<Value> | null = null;

  constructor(make: (value: Value) => Promise<SwapOutcome>) {
    this.#make = make;
  }

  request(value: Value): Promise<SwapOutcome> {
    this.overtake();
    return new Promise((resolve, reject) => {
      this.#waiting = { value, resolve, reject };
      if (!this.#isBusy) this.#work();
    });
  }

  /** Ends the wait of the change that waits, if one does. */
  overtake(): void {
    this.#waiting?.resolve('overtaken');
    this.#waiting = null;
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    while (this.#waiting) {
      const { value, resolve, reject } = this.#waiting;
      this.#waiting = null;
      await this.#make(value).then(resolve, reject);
    }
    this.#isBusy = false;
  }
}
