import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { machineLine, tablesOf } from '../report/report.js';
import type { BenchResults } from '../report/results.js';
import { textTable } from '../report/table.js';
import { BenchChromium } from './bench-browser.js';
import { BenchFirefox } from './bench-firefox.js';
import { measureAll } from './measure.js';
import { type BenchOptions, HELP, parseOptions } from './options.js';
import { writeDocs } from './write-docs.js';

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

const RESULTS = 'build/bench/results.json';

/** Runs the benchmark and returns the exit code. */
export async function main(argv: readonly string[], chromium: string | undefined): Promise<number> {
  let options: BenchOptions | null;
  try {
    options = parseOptions(argv);
  } catch (error) {
    console.error(`error: ${(error as Error).message}`);
    return 2;
  }
  if (options === null) {
    console.log(HELP);
    return 0;
  }
  const results = options.from === null ? await measure(options, chromium) : read(options.from);
  console.log(`${machineLine(results.machine)}; load before: ${results.machine.loadBefore.toFixed(1)}\n`);
  for (const table of tablesOf(results)) console.log(textTable(table));
  if (options.writeDocs) writeDocs(results, path('.'));
  return 0;
}

function read(file: string): BenchResults {
  return JSON.parse(readFileSync(file, 'utf8'));
}

async function measure(options: BenchOptions, chromium: string | undefined): Promise<BenchResults> {
  const { firefox } = options;
  const browser = firefox === null ? await BenchChromium.open(chromium) : await BenchFirefox.open(firefox);
  try {
    const results = await measureAll(browser, options, (text) => console.error(text));
    mkdirSync(path('build/bench'), { recursive: true });
    writeFileSync(path(RESULTS), `${JSON.stringify(results, null, 1)}\n`);
    return results;
  } finally {
    await browser.close();
  }
}
