import { framesBackOfX, type TimeAxis } from './time-axis.js';

/** First frames back of each pixel column of an axis, from the present (right) to the past, with one end more. */
export function columnEdges(axis: TimeAxis, columns: number): Int32Array {
  const edges = new Int32Array(columns + 1);
  for (let column = 0; column <= columns; column++) {
    const x = axis.right - (column / columns) * (axis.right - axis.left);
    edges[column] = Math.round(framesBackOfX(axis, x));
  }
  return edges;
}

/**
 * Loudest sample of each column of a past signal whose last value is the present one, but of at least `leastFrames`: the
 * newest columns are shorter than a period and would flicker.
 *
 * @param peaks receives one value per column; columns older than the signal get 0
 */
export function columnPeaks(peaks: Float32Array, signal: Float32Array, edges: Int32Array, leastFrames: number): void {
  const present = signal.length - 1;
  for (let column = 0; column < peaks.length; column++) {
    const newest = present - edges[column];
    const frames = Math.max(leastFrames, edges[column + 1] - edges[column]);
    const oldest = Math.max(0, newest - frames + 1);
    let peak = 0;
    for (let t = newest; t >= oldest; t--) peak = Math.max(peak, Math.abs(signal[t]));
    peaks[column] = peak;
  }
}

/** Loudest sample of each of `columns` equal parts of a signal: its overview. */
export function overviewOf(signal: Float32Array, columns: number): Float32Array {
  const overview = new Float32Array(columns);
  for (let column = 0; column < columns; column++) {
    const start = Math.floor((column * signal.length) / columns);
    const end = Math.floor(((column + 1) * signal.length) / columns);
    for (let t = start; t < end; t++) overview[column] = Math.max(overview[column], Math.abs(signal[t]));
  }
  return overview;
}
