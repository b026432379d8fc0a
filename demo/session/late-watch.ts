/** Share of real time beyond which the rest of the page's sound has no time left. */
const TOO_MUCH = 0.9;
/** Time for which it must last: machines hiccup. */
const PATIENCE_SECONDS = 2;

/** Judges whether a model takes more time than there is, and says so once for each model. */
export class LateWatch {
  #seconds = 0;
  #told = false;

  /** Watches again: the model is another. */
  rearm(): void {
    this.#seconds = 0;
    this.#told = false;
  }

  /** True where it is time to tell. `share` is the share of real time that the model takes, null if it is not known. */
  tells(share: number | null, elapsedSeconds: number): boolean {
    this.#seconds = share !== null && share > TOO_MUCH ? this.#seconds + elapsedSeconds : 0;
    if (this.#told || this.#seconds < PATIENCE_SECONDS) return false;
    this.#told = true;
    return true;
  }
}
