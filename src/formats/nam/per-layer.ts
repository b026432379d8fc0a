import { malformed } from '../reading/refuse.js';

/** A value and its place in the file. */
export interface Entry<T> {
  readonly value: T;
  readonly where: string;
}

/** Spells out an option that a file gives once for all layers, or as a list with an entry for each. */
export function perLayer<T>(option: T | readonly T[], layers: number, where: string): Entry<T>[] {
  if (!isList(option)) return new Array<Entry<T>>(layers).fill({ value: option, where });
  if (option.length !== layers) malformed(where, `${layers} entries, one per layer`, option.length);
  return option.map((value, layer) => ({ value, where: `${where}[${layer}]` }));
}

/** Array.isArray, which does not narrow read-only arrays. */
function isList<T>(option: T | readonly T[]): option is readonly T[] {
  return Array.isArray(option);
}
