import type { ActivityReading } from '../../src/index.js';

/** Rows of the history: more than a second. */
const KEPT_ROWS = 512;
/** Decay of a signal's maximum per row: to a half in about five seconds. */
const FORGETTING = 0.9994;
/** A level below this counts as silence, even for a signal that is always soft. */
const SILENCE = 1e-4;

/** Levels of each signal of the running network over the last second. */
export class LayerHistory {
  #signals: readonly number[] = [];
  /** [KEPT_ROWS][signals], a ring buffer. */
  #levels = new Float32Array(0);
  #loudest = new Float32Array(0);
  #rows = 0;
  #rowSeconds = 1 / 240;

  /** Adds a reading; the first one of another network clears the history. */
  push({ signals, levels, rowSeconds }: ActivityReading): void {
    if (signals.length !== this.#signals.length || signals.some((signal, i) => signal !== this.#signals[i])) {
      this.#signals = signals;
      this.#levels = new Float32Array(KEPT_ROWS * signals.length);
      this.#loudest = new Float32Array(signals.length).fill(SILENCE);
    }
    this.#rowSeconds = rowSeconds;
    for (const row of levels) {
      this.#levels.set(row, (this.#rows % KEPT_ROWS) * row.length);
      this.#rows++;
      row.forEach((level, i) => {
        this.#loudest[i] = Math.max(SILENCE, level, this.#loudest[i] * FORGETTING);
      });
    }
  }

  /** Whether the running network has this signal. */
  has(signal: number): boolean {
    return this.#signals.includes(signal);
  }

  /** Latest root mean square of a signal; 0 if it is unknown. */
  levelOf(signal: number): number {
    const index = this.#signals.indexOf(signal);
    return index < 0 || this.#rows === 0 ? 0 : this.#at(index, 0);
  }

  /**
   * Past levels of a signal, relative to its maximum of the last seconds, 0 … 1.
   *
   * @param shares receives one value for each of `agesSeconds`
   */
  sharesOf(signal: number, agesSeconds: Float32Array, shares: Float32Array): void {
    const index = this.#signals.indexOf(signal);
    if (index < 0 || this.#rows === 0) {
      shares.fill(0);
      return;
    }
    for (let n = 0; n < agesSeconds.length; n++) {
      const age = agesSeconds[n] / this.#rowSeconds;
      const newer = Math.floor(age);
      const level = this.#at(index, newer) + (age - newer) * (this.#at(index, newer + 1) - this.#at(index, newer));
      shares[n] = Math.min(1, level / this.#loudest[index]);
    }
  }

  /** Level `rowsAgo` rows before the latest. */
  #at(index: number, rowsAgo: number): number {
    if (rowsAgo >= Math.min(this.#rows, KEPT_ROWS)) return 0;
    return this.#levels[((this.#rows - 1 - rowsAgo) % KEPT_ROWS) * this.#signals.length + index];
  }
}
