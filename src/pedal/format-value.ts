/** Decibels with a sign, as players read them. */
export function formatDb(db: number): string {
  return `${db > 0 ? '+' : ''}${Number(db.toFixed(1))}\u00a0dB`.replace('-', '−');
}

/** A share of 0 … 1 in percent. */
export function formatPercent(share: number): string {
  return `${Math.round(100 * share)}\u00a0%`;
}

/** A number in a unit, if there is one. */
export function formatWithUnit(value: number, unit: string | undefined): string {
  return `${Number(value.toPrecision(3))}${unit ? `\u00a0${unit}` : ''}`;
}
