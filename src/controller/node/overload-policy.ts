import type { LoadReading } from '../../live/meters/meters.js';

/** A mean load above this share of real time is too much: the rest of the graph and the browser need time, too. */
const TOO_MUCH = 0.85;
/** This many overruns within `PATIENCE` are too many; a single one may come from the machine. */
const TOO_MANY = 3;
/** Readings, about a second of them, for which a load must last before a step down, and again before the next one. */
const PATIENCE = 30;

/** Decides from a node's load whether it should change to a smaller model. */
export class OverloadPolicy {
  #heavyReadings = 0;
  #readings = 0;
  #overrunsBefore = 0;

  /** Takes a reading; returns true when the node should step down. */
  isOverloaded({ mean, overruns }: LoadReading): boolean {
    this.#heavyReadings = mean > TOO_MUCH ? this.#heavyReadings + 1 : 0;
    this.#readings++;
    const overloaded =
      this.#heavyReadings >= PATIENCE || (this.#readings > PATIENCE && overruns - this.#overrunsBefore >= TOO_MANY);
    if (overloaded || this.#readings % PATIENCE === 0) this.#overrunsBefore = overruns;
    if (overloaded) {
      this.#heavyReadings = 0;
      this.#readings = 0;
    }
    return overloaded;
  }
}

/** The next size below the chosen one, of those that a model offers; undefined where there is none. */
export function smallerSize(sizes: readonly number[], size = 1): number | undefined {
  return sizes.filter((offered) => offered <= size).at(-2);
}
