import { LEAST_LEVEL_DB } from '../state.js';

/** How far below full scale the peak is brought. */
const HEADROOM_DB = 1;
/** Time after a change of level before the next: the new level must first reach the meters. */
const PAUSE_SECONDS = 0.15;

/**
 * Turns Level down when the output exceeds full scale: models are of any loudness, and microphones howl. It never turns
 * it up, and stops once the visitor has set the level.
 */
export class OverloadGuard {
  #yielded = false;
  #pauseSeconds = 0;

  /** Starts again, for another model. */
  rearm(): void {
    this.#yielded = false;
    this.#pauseSeconds = PAUSE_SECONDS;
  }

  /** Stops, since the visitor has set the level. */
  yield(): void {
    this.#yielded = true;
  }

  /**
   * The level to change to, or null to keep it: what the lowest one leaves too loud is for the limiter. `peak` is the linear peak
   * since the last call.
   */
  levelFor(peak: number, levelDb: number, elapsedSeconds: number): number | null {
    this.#pauseSeconds -= elapsedSeconds;
    if (this.#yielded || peak <= 1 || levelDb <= LEAST_LEVEL_DB || this.#pauseSeconds > 0) return null;
    this.#pauseSeconds = PAUSE_SECONDS;
    const lower = levelDb - 20 * Math.log10(peak) - HEADROOM_DB;
    return Math.max(LEAST_LEVEL_DB, Math.floor(lower * 2) / 2);
  }
}
