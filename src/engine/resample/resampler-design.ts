import { DilatoneError } from '../../errors.js';
import { type WindowedSinc, windowedSinc } from './windowed-sinc.js';

/** Where human hearing ends; the band up to here is kept if both rates can carry it. */
const AUDIBLE_HZ = 20_000;

/** Share of the lower Nyquist frequency that is kept if it cannot carry all of that: 20 kHz of 44.1 kHz audio. */
const PASSBAND_SHARE = AUDIBLE_HZ / 22_050;

/** Larger ratios of rates do not occur in audio, and the tables would grow large. */
const MAX_RATIO = 64;

/** Up to so many phases each has its own row; beyond, rows are interpolated linearly (error below −118 dB). */
const MAX_ROWS = 1024;

/**
 * The tables of a `Resampler` for two rates. Plain data: the main thread makes it, posts it to the audio thread, and any
 * number of resamplers share it.
 *
 * Output frame m lies at input time m · step / phases, in whole numbers, so that the phase never drifts.
 */
export interface ResamplerDesign {
  /** The ratio of input to output rate, reduced. */
  readonly step: number;
  readonly phases: number;
  /** Frames of input under the filter; a multiple of 4. */
  readonly taps: number;
  /** Delay in frames of input; it need not be a whole number. */
  readonly delayFrames: number;
  /** Row r, for the phase r / rows, oldest frame first: [rows + 1][taps]. */
  readonly coefficients: Float32Array;
  readonly rows: number;
}

/** Smallest delay in frames of input that a resampler of these rates can have. */
export function minimumDelayFrames(inputRateHz: number, outputRateHz: number): number {
  return kernelFor(inputRateHz, outputRateHz).halfWidthFrames;
}

/**
 * Designs a resampler: flat up to 20 kHz, or to 0.907 of the lower Nyquist frequency where that is less; at least
 * 100 dB down from that Nyquist frequency on. Rates count to the millihertz.
 *
 * @param delayFrames a delay longer than the smallest possible one, to make the delay of a chain a whole number of frames
 *
 * Throws a DilatoneError `unsupported` for rates too far apart.
 */
export function designResampler(inputRateHz: number, outputRateHz: number, delayFrames?: number): ResamplerDesign {
  const kernel = kernelFor(inputRateHz, outputRateHz);
  const delay = delayFrames ?? kernel.halfWidthFrames;
  if (!(delay >= kernel.halfWidthFrames)) {
    throw new RangeError(`delayFrames: expected at least ${kernel.halfWidthFrames}, got ${delay}`);
  }
  const [step, phases] = reduce(Math.round(inputRateHz * 1000), Math.round(outputRateHz * 1000));
  const rows = Math.min(phases, MAX_ROWS);
  const taps = 4 * Math.ceil((Math.floor(delay + kernel.halfWidthFrames) + 1) / 4);
  const coefficients = new Float32Array((rows + 1) * taps);
  for (let row = 0; row <= rows; row++) {
    coefficients.set(normalizedRow(kernel, row / rows - delay, taps), row * taps);
  }
  return { step, phases, taps, delayFrames: delay, coefficients, rows };
}

/** The low pass between two rates, in frames of input. */
function kernelFor(inputRateHz: number, outputRateHz: number): WindowedSinc {
  checkRate('inputRateHz', inputRateHz);
  checkRate('outputRateHz', outputRateHz);
  const ratio = inputRateHz / outputRateHz;
  if (ratio > MAX_RATIO || ratio < 1 / MAX_RATIO) {
    const detail = `expected a ratio of at most ${MAX_RATIO}, got ${inputRateHz} to ${outputRateHz} Hz`;
    throw new DilatoneError('unsupported', 'sample rates', detail);
  }
  const nyquistHz = Math.min(inputRateHz, outputRateHz) / 2;
  const passbandHz = Math.min(AUDIBLE_HZ, nyquistHz * PASSBAND_SHARE);
  return windowedSinc(passbandHz / inputRateHz, nyquistHz / inputRateHz);
}

/** Weights of the `taps` newest frames, oldest first; their sum is 1, so that a constant stays constant. */
function normalizedRow(kernel: WindowedSinc, newestTime: number, taps: number): number[] {
  const row: number[] = [];
  for (let k = taps - 1; k >= 0; k--) row.push(kernel.at(newestTime + k));
  const sum = row.reduce((a, b) => a + b, 0);
  return row.map((value) => value / sum);
}

function checkRate(name: string, rateHz: number): void {
  if (!(rateHz > 0 && Number.isFinite(rateHz))) {
    throw new RangeError(`${name}: expected a positive number, got ${rateHz}`);
  }
}

/** Two whole numbers divided by their greatest common divisor. */
function reduce(a: number, b: number): [number, number] {
  let [divisor, rest] = [a, b];
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return [a / divisor, b / divisor];
}
