/** The middle of some measurements, and the quartiles: half of them lie between `low` and `high`. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The value that a share (0 … 1) of the measurements does not exceed, interpolated between its neighbours. */
export function quantile(values: Iterable<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) throw new RangeError('values: expected at least one, got none');
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/** Median and quartiles. */
export function spreadOf(values: readonly number[]): Spread {
  return { median: quantile(values, 0.5), low: quantile(values, 0.25), high: quantile(values, 0.75) };
}

/**
 * How many times longer `slow` took than `fast`, round by round: both met the same state of the machine in each, so that
 * its drift cancels out.
 */
export function ratioOf(slow: readonly number[], fast: readonly number[]): Spread {
  if (slow.length !== fast.length) throw new RangeError(`fast: expected ${slow.length} rounds, got ${fast.length}`);
  return spreadOf(slow.map((value, round) => value / fast[round]));
}
