/** A size or position that grows with the sound: of T frames it is T + `more`. */
export interface Length {
  readonly more: number;
}

/** A number that a graph computes of sizes; NaN where nothing is known of it, as of the size of a batch. */
export type Size = number | Length;

/** Whether a size does not depend on the sound. */
export function isFixed(size: Size): size is number {
  return typeof size === 'number' && !Number.isNaN(size);
}

/** a + b. */
export function sum(a: Size, b: Size): Size {
  if (typeof a === 'number') return typeof b === 'number' ? a + b : { more: a + b.more };
  return typeof b === 'number' ? { more: a.more + b } : Number.NaN;
}

/** a − b, in which the sound's length may cancel out. */
export function difference(a: Size, b: Size): Size {
  if (typeof b === 'number') return sum(a, -b);
  return typeof a === 'number' ? Number.NaN : a.more - b.more;
}

/** An operation that nothing is known of where sizes depend on the sound. */
export function ofFixed(operation: (a: number, b: number) => number): (a: Size, b: Size) => Size {
  return (a, b) => (typeof a === 'number' && typeof b === 'number' ? operation(a, b) : Number.NaN);
}
