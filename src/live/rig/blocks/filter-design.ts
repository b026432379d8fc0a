/**
 * Coefficients of a `FilterBank`'s filter: g and k of the state-variable filter, and the shares m0, m1, m2 of its input, band
 * pass and low pass in the output. The transfer functions are those of Robert Bristow-Johnson's Audio EQ Cookbook, in the form
 * that Andrew Simper derives in “Solving the continuous SVF equations using trapezoidal integration”.
 */
export const FILTER_COEFFICIENTS = 5;

/** Filters of Butterworth's shape; shelves with it are as steep as they get without overshoot. */
export const BUTTERWORTH_Q = Math.SQRT1_2;

/** The highest frequency of a filter, as a share of half the sample rate. */
const HIGHEST_SHARE = 0.95;

/** g of a frequency, warped so that the filter has it after the bilinear transform. @realtime */
function warped(hz: number, sampleRate: number): number {
  return Math.tan((Math.PI / 2) * Math.min(HIGHEST_SHARE, (2 * hz) / sampleRate));
}

/** @realtime */
function write(to: Float64Array, at: number, g: number, k: number, m0: number, m1: number, m2: number): void {
  to[at] = g;
  to[at + 1] = k;
  to[at + 2] = m0;
  to[at + 3] = m1;
  to[at + 4] = m2;
}

/** A low shelf: `gainDb` far below `hz`, half of it there. @realtime */
export function writeLowShelf(
  to: Float64Array,
  at: number,
  hz: number,
  gainDb: number,
  q: number,
  sampleRate: number,
): void {
  const a = 10 ** (gainDb / 40);
  const k = 1 / q;
  write(to, at, warped(hz, sampleRate) / Math.sqrt(a), k, 1, k * (a - 1), a * a - 1);
}

/** A high shelf: `gainDb` far above `hz`, half of it there. @realtime */
export function writeHighShelf(
  to: Float64Array,
  at: number,
  hz: number,
  gainDb: number,
  q: number,
  sampleRate: number,
): void {
  const a = 10 ** (gainDb / 40);
  const k = 1 / q;
  write(to, at, warped(hz, sampleRate) * Math.sqrt(a), k, a * a, k * (1 - a) * a, 1 - a * a);
}

/** A peak of `gainDb` at `hz`; at half of that in dB it is hz / q wide. @realtime */
export function writePeak(
  to: Float64Array,
  at: number,
  hz: number,
  gainDb: number,
  q: number,
  sampleRate: number,
): void {
  const a = 10 ** (gainDb / 40);
  const k = 1 / (q * a);
  write(to, at, warped(hz, sampleRate), k, 1, k * (a * a - 1), 0);
}

/** A high pass of 12 dB per octave. @realtime */
export function writeHighPass(to: Float64Array, at: number, hz: number, q: number, sampleRate: number): void {
  const k = 1 / q;
  write(to, at, warped(hz, sampleRate), k, 1, -k, -1);
}
