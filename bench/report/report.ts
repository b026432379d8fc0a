import {
  dilationTable,
  handOverTable,
  instancesTable,
  loadTable,
  steadinessTable,
  tilingTable,
} from './other-tables.js';
import { costTable, ratioTable } from './race-tables.js';
import type { BenchResults, Machine } from './results.js';
import type { Table } from './table.js';

/** The tables of the parts that were measured. */
export function tablesOf(results: BenchResults): Table[] {
  const { races, dilations, tilings, loads, handOvers, steadiness, instances } = results;
  return [
    ...(races ? [ratioTable(races), costTable(races)] : []),
    ...(dilations ? [dilationTable(dilations)] : []),
    ...(tilings ? [tilingTable(tilings)] : []),
    ...(loads ? [loadTable(loads)] : []),
    ...(handOvers ? [handOverTable(handOvers)] : []),
    ...(steadiness ? [steadinessTable(steadiness)] : []),
    ...(instances ? [instancesTable(instances)] : []),
  ];
}

/** One line about the machine. */
export function machineLine({ processor, cores, browser }: Machine): string {
  return `${processor}, ${cores} cores; ${browser}`;
}

/** Replaces the text between the marks `<!-- name -->` and `<!-- /name -->`. */
export function replaceBetween(text: string, name: string, content: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const start = text.indexOf(open);
  const end = text.indexOf(close);
  if (start < 0 || end < start) throw new Error(`expected the marks ${open} and ${close}, got a text without`);
  return `${text.slice(0, start + open.length)}\n${content.trim()}\n${text.slice(end)}`;
}
