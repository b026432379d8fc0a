/** Points for each second. */
const POINTS_HZ = 30;

/** The loudest samples of dry and wet, point by point over the last seconds: a ring that goes on with every frame. */
export class LevelHistory {
  /** Linear peaks, [points], the oldest at `(points so far) % length`. */
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

  /** Points that there have been. */
  get points(): number {
    return this.#points;
  }

  /** Adds the peaks of a time that has passed. */
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
