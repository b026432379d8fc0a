import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dilationPlot } from '../report/dilation-plot.js';
import { summaryTable } from '../report/race-tables.js';
import { machineLine, replaceBetween, tablesOf } from '../report/report.js';
import type { BenchResults } from '../report/results.js';
import { speedPlot } from '../report/speed-plot.js';
import { markdownTable } from '../report/table.js';

/** The shapes in the plot: those that most captures have. */
const PLOTTED = ['a1-standard', 'a1-lite', 'a1-feather', 'a1-nano', 'a2-full', 'a2-lite'];

/**
 * Puts the tables into `docs/performance.md` and, for Chromium, the plots beside it and a summary into the README; `root` is
 * the project's folder.
 */
export function writeDocs(results: BenchResults, root: string): void {
  const docs = `${root}/docs`;
  const { machine, races = [], dilations = [] } = results;
  const isFirefox = machine.browser.startsWith('Firefox');
  const page = `${docs}/performance.md`;
  const where = `Measured on ${machine.date.slice(0, 10)}: ${machineLine(machine)}.`;
  const pictures: string[] = [];
  const draw = (name: string, title: string, svg: string) => {
    mkdirSync(`${docs}/images`, { recursive: true });
    writeFileSync(`${docs}/images/${name}`, svg);
    pictures.push(`![${title}](images/${name})`);
  };
  const plotted = races.filter(({ shape, blockFrames }) => PLOTTED.includes(shape) && blockFrames === 128);
  if (plotted.length > 0 && !isFirefox) {
    const subtitle = `${machineLine(machine)}; blocks of 128 frames`;
    draw('bench-speed.svg', 'Times real time on one core, by engine', speedPlot(plotted, subtitle));
  }
  if (dilations.length > 0 && !isFirefox) {
    const subtitle = `13 layers of 16 channels, K 3; ${machineLine(machine)}`;
    draw('bench-dilation.svg', 'Nanoseconds per frame against receptive field', dilationPlot(dilations, subtitle));
  }
  const content = [where, ...pictures, ...tablesOf(results).map((table) => markdownTable(table).trim())].join('\n\n');
  if (plotted.length > 0 && !isFirefox) {
    const summary = markdownTable(summaryTable(plotted)).trim();
    const readme = `${root}/README.md`;
    const link = '![Times real time on one core, by engine](docs/images/bench-speed.svg)';
    const text = `${link}\n\n${summary}\n\nBlocks of 128 frames; ${machineLine(machine)}.`;
    writeFileSync(readme, replaceBetween(readFileSync(readme, 'utf8'), 'bench', text));
  }
  writeFileSync(page, replaceBetween(readFileSync(page, 'utf8'), isFirefox ? 'bench firefox' : 'bench', content));
}
