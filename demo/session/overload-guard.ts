import { LEAST_LEVEL_DB } from '../state.js';

/** How far below full scale the peak is brought. */
const HEADROOM_DB = 1;
/** Time after a change of level before the next: the new level must first reach the meters. */
const PAUSE_SECONDS = 0.15;

/**
 * Turns Level down when the output exceeds full scale: models are of any loudness, and microphones howl. It never turns it up, and
 * no knob that is turned keeps it from its work.
 */
export class OverloadGuard {
  #pauseSeconds = 0;

  /** Waits until another model, or another level, has reached the meters. */
  pause(): void {
    this.#pauseSeconds = PAUSE_SECONDS;
  }

  /**
   * The level to change to, or null to keep it: what the lowest one leaves too loud is for the limiter. `peak` is the linear peak
   * since the last call.
   */
  levelFor(peak: number, levelDb: number, elapsedSeconds: number): number | null {
    this.#pauseSeconds -= elapsedSeconds;
    if (peak <= 1 || levelDb <= LEAST_LEVEL_DB || this.#pauseSeconds > 0) return null;
    this.pause();
    const lower = levelDb - 20 * Math.log10(peak) - HEADROOM_DB;
    return Math.max(LEAST_LEVEL_DB, Math.floor(lower * 2) / 2);
  }
}
