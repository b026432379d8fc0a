import type { Spread } from '../../src/timing/statistics.js';

/** Rounded to significant digits, with thin spaces between thousands and without an exponent. */
export function digits(value: number, count = 3): string {
  if (!Number.isFinite(value)) return '–';
  const rounded = Number(value.toPrecision(count));
  const decimals = Math.max(0, count - 1 - Math.floor(Math.log10(Math.abs(rounded) || 1)));
  return grouped(rounded.toFixed(Math.min(decimals, 3)));
}

/** 13802 as 13 802; four digits have no space. */
export function grouped(value: number | string): string {
  const [whole, fraction] = String(value).split('.');
  const text = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, '\u202f') : whole;
  return fraction === undefined ? text : `${text}.${fraction}`;
}

/** The median with its quartiles: “590 (580 … 610)”. */
export function spread({ median, low, high }: Spread, count = 3): string {
  return `${digits(median, count)} (${digits(low, count)} … ${digits(high, count)})`;
}

/** A share as a percentage. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

/** Bytes as KiB. */
export function kib(bytes: number): string {
  return `${digits(bytes / 1024)} KiB`;
}
