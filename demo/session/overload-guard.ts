/** How far below full scale an overload is turned down. */
const HEADROOM_DB = 1;
/** Time for a new level to be heard before the next is judged. */
const PAUSE_SECONDS = 0.15;

/**
 * Turns Level down when the output goes beyond full scale: a model may be of any loudness, and a microphone may howl. It
 * never turns up, and leaves the knob alone once the listener has touched it.
 */
export class OverloadGuard {
  #yielded = false;
  #pauseSeconds = 0;

  /** Watches again: the model is another. */
  rearm(): void {
    this.#yielded = false;
    this.#pauseSeconds = PAUSE_SECONDS;
  }

  /** Stops watching: the listener has chosen a level. */
  yield(): void {
    this.#yielded = true;
  }

  /** The level to change to, or null to leave it. `peak` is linear, of the time since the last call. */
  levelFor(peak: number, levelDb: number, elapsedSeconds: number): number | null {
    this.#pauseSeconds -= elapsedSeconds;
    if (this.#yielded || peak <= 1 || this.#pauseSeconds > 0) return null;
    this.#pauseSeconds = PAUSE_SECONDS;
    const lower = levelDb - 20 * Math.log10(peak) - HEADROOM_DB;
    return Math.floor(lower * 2) / 2;
  }
}
