/** Points per second. */
const POINTS_HZ = 30;

/** Peaks of dry and wet over the last seconds, in ring buffers. */
export class LevelHistory {
  /** Linear peaks; the oldest is at index `points % length`. */
  readonly dry: Float32Array;
  readonly wet: Float32Array;
  #points = 0;
  #seconds = 0;
  #dryPeak = 0;
  #wetPeak = 0;

  constructor(seconds: number) {
    this.dry = new Float32Array(seconds * POINTS_HZ);
    this.wet = new Float32Array(seconds * POINTS_HZ);
  }

  /** Points written so far. */
  get points(): number {
    return this.#points;
  }

  /** Adds the linear peaks since the last call. */
  add(dryPeak: number, wetPeak: number, elapsedSeconds: number): void {
    this.#dryPeak = Math.max(this.#dryPeak, dryPeak);
    this.#wetPeak = Math.max(this.#wetPeak, wetPeak);
    this.#seconds += elapsedSeconds;
    while (this.#seconds >= 1 / POINTS_HZ) {
      this.#seconds -= 1 / POINTS_HZ;
      const at = this.#points++ % this.dry.length;
      this.dry[at] = this.#dryPeak;
      this.wet[at] = this.#wetPeak;
      this.#dryPeak = dryPeak;
      this.#wetPeak = wetPeak;
    }
  }
}
