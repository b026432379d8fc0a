import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dilationPlot } from '../report/dilation-plot.js';
import { machineLine, replaceBetween, tablesOf } from '../report/report.js';
import type { BenchResults } from '../report/results.js';
import { speedPlot } from '../report/speed-plot.js';
import { markdownTable } from '../report/table.js';

/** The shapes that most captures have, as shown by the plot. */
const PLOTTED = ['a1-standard', 'a1-lite', 'a1-feather', 'a1-nano', 'a2-full', 'a2-lite'];

/** Puts the tables into `performance.md` and the plots beside it; `docs` is the folder. */
export function writeDocs(results: BenchResults, docs: string): void {
  const { machine, races = [], dilations = [] } = results;
  const page = `${docs}/performance.md`;
  const where = `Measured on ${machine.date.slice(0, 10)}: ${machineLine(machine)}.`;
  const content = [where, ...tablesOf(results).map(markdownTable)].join('\n\n');
  writeFileSync(page, replaceBetween(readFileSync(page, 'utf8'), 'bench', content));
  mkdirSync(`${docs}/images`, { recursive: true });
  const plotted = races.filter(({ shape, blockFrames }) => PLOTTED.includes(shape) && blockFrames === 128);
  if (plotted.length > 0) {
    writeFileSync(
      `${docs}/images/bench-speed.svg`,
      speedPlot(plotted, `${machineLine(machine)}; blocks of 128 frames`),
    );
  }
  if (dilations.length > 0) {
    const subtitle = `13 layers of 16 channels, K 3; ${machineLine(machine)}`;
    writeFileSync(`${docs}/images/bench-dilation.svg`, dilationPlot(dilations, subtitle));
  }
}
