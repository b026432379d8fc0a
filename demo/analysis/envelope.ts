import { framesBackOfX, type TimeAxis } from './time-axis.js';

/** Frames back at the edges of an axis' columns, from the newest (right) to the oldest; one more edge than columns. */
export function columnEdges(axis: TimeAxis, columns: number): Int32Array {
  const edges = new Int32Array(columns + 1);
  for (let column = 0; column <= columns; column++) {
    const x = axis.right - (column / columns) * (axis.right - axis.left);
    edges[column] = Math.round(framesBackOfX(axis, x));
  }
  return edges;
}

/**
 * Peak of each column of a signal whose last value is the newest. A column covers at least `leastFrames`: the newest
 * columns are shorter than a period and would flicker.
 *
 * @param peaks receives one value per column; columns older than the signal get 0
 */
export function columnPeaks(peaks: Float32Array, signal: Float32Array, edges: Int32Array, leastFrames: number): void {
  const last = signal.length - 1;
  for (let column = 0; column < peaks.length; column++) {
    const newest = last - edges[column];
    const frames = Math.max(leastFrames, edges[column + 1] - edges[column]);
    const oldest = Math.max(0, newest - frames + 1);
    let peak = 0;
    for (let t = newest; t >= oldest; t--) peak = Math.max(peak, Math.abs(signal[t]));
    peaks[column] = peak;
  }
}

/** Peak of each of `columns` equal parts of a signal; of one with fewer frames than columns, each shows the frame that is there. */
export function overviewOf(signal: Float32Array, columns: number): Float32Array {
  const overview = new Float32Array(columns);
  for (let column = 0; column < columns; column++) {
    const start = Math.floor((column * signal.length) / columns);
    const end = Math.max(start + 1, Math.floor(((column + 1) * signal.length) / columns));
    for (let t = start; t < Math.min(end, signal.length); t++)
      overview[column] = Math.max(overview[column], Math.abs(signal[t]));
  }
  return overview;
}
