import type { ActivityReading } from '../../src/index.js';

/** Rows that are kept: more than a second. */
const KEPT_ROWS = 512;
/** A signal's loudest moment counts for less from row to row, by half in about five seconds. */
const FORGETTING = 0.9994;
/** Below this a signal counts as silent, however soft it always is. */
const SILENCE = 1e-4;

/** How loud each signal of the network has been in the last second, for the network that runs. */
export class LayerHistory {
  #signals: readonly number[] = [];
  /** [KEPT_ROWS][signals], a ring. */
  #levels = new Float32Array(0);
  #loudest = new Float32Array(0);
  #rows = 0;
  #rowSeconds = 1 / 240;

  /** Adds what was measured; another network starts anew. */
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

  /** Whether the network that runs has this signal. */
  has(signal: number): boolean {
    return this.#signals.includes(signal);
  }

  /** Root mean square of a signal now; 0 where it is not known. */
  levelOf(signal: number): number {
    const index = this.#signals.indexOf(signal);
    return index < 0 || this.#rows === 0 ? 0 : this.#at(index, 0);
  }

  /**
   * Levels of a signal at moments of the past, as shares 0 … 1 of its loudest of the last seconds.
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

  /** Level of the row that many rows ago. */
  #at(index: number, rowsAgo: number): number {
    if (rowsAgo >= Math.min(this.#rows, KEPT_ROWS)) return 0;
    return this.#levels[((this.#rows - 1 - rowsAgo) % KEPT_ROWS) * this.#signals.length + index];
  }
}
