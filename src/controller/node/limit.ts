/** Highest ceiling: beyond it nothing is worth limiting. */
const HIGHEST_DB = 24;

/** The level of a limiter, checked: null for none, else a finite number of dBFS up to 24. RangeError for anything else. */
export function expectLimitDb(limitDb: number | null): number | null {
  if (limitDb === null || (Number.isFinite(limitDb) && limitDb <= HIGHEST_DB)) return limitDb;
  throw new RangeError(`limitDb: expected null, or a number of dBFS up to ${HIGHEST_DB}, got ${limitDb}`);
}
