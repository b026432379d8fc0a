/** Share of real time above which too little is left for the rest of the page's sound. */
const TOO_MUCH = 0.9;
/** How long that must last: a short peak is no reason to complain. */
const PATIENCE_SECONDS = 2;

/** Decides when to report that a model is too slow for this machine: once per model. */
export class LateWatch {
  #seconds = 0;
  #reported = false;

  /** Starts again, for another model. */
  rearm(): void {
    this.#seconds = 0;
    this.#reported = false;
  }

  /** True when it is time to report. `share` is the share of real time that the model takes; null if it is not known. */
  tells(share: number | null, elapsedSeconds: number): boolean {
    this.#seconds = share !== null && share > TOO_MUCH ? this.#seconds + elapsedSeconds : 0;
    if (this.#reported || this.#seconds < PATIENCE_SECONDS) return false;
    this.#reported = true;
    return true;
  }
}
