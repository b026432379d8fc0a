import type { LoadReading } from '../../live/meters/meters.js';

/** Share of real time from which a node is in danger: the rest of the graph and the browser need some of it, too. */
const TOO_MUCH = 0.85;
/** Certain overruns within the time of patience that are too many; one may be the machine's own hiccup. */
const TOO_MANY = 3;
/** Readings, about a second of them, for which a load must last; and after a step down, until the next is judged. */
const PATIENCE = 30;

/** Judges by a node's load whether it should make do with a smaller model. */
export class OverloadPolicy {
  #heavyReadings = 0;
  #readings = 0;
  #overrunsBefore = 0;

  /** Takes a reading; true where it is time to step down. */
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

/** The size below one that was chosen, of those that a container offers; undefined where there is none. */
export function smallerSize(sizes: readonly number[], size = 1): number | undefined {
  return sizes.filter((offered) => offered <= size).at(-2);
}
