/** Stop-band attenuation in dB for which every kernel is designed. */
const ATTENUATION_DB = 110;

/** Kaiser's window shape and length for this attenuation (Oppenheim & Schafer, eqs. 7.75 and 7.76). */
const BETA = 0.1102 * (ATTENUATION_DB - 8.7);
const LENGTH_FACTOR = (ATTENUATION_DB - 7.95) / 2.285;

/** A low pass as a continuous function of time: the ideal sinc under a Kaiser window. */
export interface WindowedSinc {
  /** The kernel is zero where |time| exceeds this; in frames. */
  readonly halfWidthFrames: number;
  /** Value at a time in frames; the kernel is symmetric about 0 and its integral is 1. */
  at(timeFrames: number): number;
}

/** Designs a low pass; its edges are in cycles per frame, 0 < passband < stopband. */
export function windowedSinc(passband: number, stopband: number): WindowedSinc {
  const halfWidthFrames = LENGTH_FACTOR / (2 * Math.PI * (stopband - passband)) / 2;
  const bandwidth = passband + stopband; // twice the cutoff, which lies midway between the edges
  const scale = bandwidth / besselI0(BETA);
  return {
    halfWidthFrames,
    at(timeFrames) {
      const t = timeFrames / halfWidthFrames;
      if (Math.abs(t) > 1) return 0;
      return scale * sinc(bandwidth * timeFrames) * besselI0(BETA * Math.sqrt(1 - t * t));
    },
  };
}

/** sin(πx) / πx. */
function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Modified Bessel function of the first kind and order 0: Σ ((x/2)^k / k!)². */
function besselI0(x: number): number {
  const quarter = (x * x) / 4;
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * Number.EPSILON; k++) {
    term *= quarter / (k * k);
    sum += term;
  }
  return sum;
}
