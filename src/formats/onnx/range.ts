import type { Axis, Signal } from './signal.js';
import type { Size } from './size.js';

/** A part of an axis: `end` counts from the end where it is not positive, so 0 is the end itself. */
export interface Range {
  readonly axis: Axis;
  readonly start: number;
  readonly end: number;
}

/** Positions beyond this mean “to the end”. */
const FAR = 2 ** 30;

/**
 * A part of a signal's axis, as a node names it; nothing if its end depends on more than the signal's length. In a graph
 * that was made for so many `frames` (0: for any number), exporters write positions in time as numbers. For sounds of
 * other lengths the start is then taken as so far from the beginning, and the end as so far from the end.
 */
export function rangeOf(
  { first, beyond }: Signal,
  frames: number,
  axis: Axis,
  start: number,
  end: Size,
): Range | undefined {
  const more = beyond - first;
  const isFixed = axis === 'time' && frames > 0;
  const from = start < -FAR ? 0 : isFixed && start < 0 ? Math.max(start + frames + more, 0) : start;
  if (typeof end !== 'number') {
    return axis === 'time' ? { axis, start: from, end: Math.min(end.more - more, 0) } : undefined;
  }
  if (end > FAR) return { axis, start: from, end: 0 };
  return { axis, start: from, end: isFixed && end > 0 ? Math.min(end - frames - more, 0) : end };
}
