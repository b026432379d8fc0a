import { malformed } from './refuse.js';

/** Rate in Hz of a model whose file names none, as most trainers'. */
export const ASSUMED_RATE_HZ = 48_000;

/** What is said of a model whose file names no rate. */
export const ASSUMED_RATE_WARNING = `The file names no sample rate; ${ASSUMED_RATE_HZ} Hz is assumed.`;

/** Rates in Hz that browsers can be asked for. */
const LEAST_RATE_HZ = 3_000;
const MOST_RATE_HZ = 768_000;

/** Refuses a rate in Hz that no browser can be asked for. */
export function expectRate(rate: number, where: string): number {
  if (rate >= LEAST_RATE_HZ && rate <= MOST_RATE_HZ) return rate;
  return malformed(where, `${LEAST_RATE_HZ} to ${MOST_RATE_HZ} Hz`, rate);
}
