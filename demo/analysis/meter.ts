const FALL_DB_PER_SECOND = 28;
const HOLD_SECONDS = 1.2;
/** Bottom of the scale; silence reads this. */
export const METER_FLOOR_DB = -60;

/** Highest absolute value among the last `frames` samples. */
export function recentPeak(signal: Float32Array, frames: number): number {
  let peak = 0;
  for (let t = Math.max(0, signal.length - frames); t < signal.length; t++) peak = Math.max(peak, Math.abs(signal[t]));
  return peak;
}

/** Level in dBFS of a linear peak, not below the floor. */
export function peakDb(peak: number): number {
  return Math.max(METER_FLOOR_DB, 20 * Math.log10(peak));
}

/** A peak meter: rises at once, falls steadily, and holds the highest peak for a moment. */
export class PeakMeter {
  levelDb = METER_FLOOR_DB;
  heldDb = METER_FLOOR_DB;
  #heldSeconds = 0;

  update(levelDb: number, elapsedSeconds: number): void {
    const fallenDb = this.levelDb - FALL_DB_PER_SECOND * elapsedSeconds;
    this.levelDb = Math.max(levelDb, fallenDb, METER_FLOOR_DB);
    this.#heldSeconds += elapsedSeconds;
    if (this.levelDb >= this.heldDb || this.#heldSeconds > HOLD_SECONDS) {
      this.heldDb = this.levelDb;
      this.#heldSeconds = 0;
    }
  }
}
