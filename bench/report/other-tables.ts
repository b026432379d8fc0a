import type { LoadTimes } from '../../src/timing/loading.js';
import { quantile, ratioOf, spreadOf } from '../../src/timing/statistics.js';
import { digits, grouped, kib, spread } from './figures.js';
import type {
  BlockTimes,
  DilationResult,
  HandOverResult,
  InstancesResult,
  InstancesTrial,
  LoadResult,
  SteadinessResult,
  TilingResult,
} from './results.js';
import type { Table } from './table.js';

/** Cost against dilation, receptive field and memory; ratios are relative to the first stack. */
export function dilationTable(stacks: readonly DilationResult[]): Table {
  return {
    title: 'Cost against dilation: 13 layers of 16 channels, K 3',
    columns: ['dilations', 'receptive field', 'memory', 'ns per frame', '× the first'],
    rows: stacks.map(({ title, receptiveField, memoryBytes, blockFrames, ns }) => [
      title,
      grouped(receptiveField),
      kib(memoryBytes),
      spread(spreadOf(ns.map((block) => block / blockFrames))),
      spread(ratioOf(ns, stacks[0].ns)),
    ]),
    notes: [],
  };
}

/** Cost of each network with other tiles, relative to the default. */
export function tilingTable(results: readonly TilingResult[]): Table {
  return {
    title: 'Cost against tiles of rows × vectors, the first being the default',
    columns: ['network', ...results[0].tilings.map(({ name }) => name)],
    rows: results.map(({ title, tilings }) => [title, ...tilings.map(({ ns }) => spread(ratioOf(ns, tilings[0].ns)))]),
    notes: [],
  };
}

/** Time and bytes to load a model. */
export function loadTable(loads: readonly LoadResult[]): Table {
  const cell = ({ first, again }: LoadResult, part: keyof LoadTimes) =>
    `${digits(
      quantile(
        again.map((times) => times[part]),
        0.5,
      ),
      2,
    )} (${digits(first[part], 2)})`;
  return {
    title: 'Load, in milliseconds',
    columns: ['network', 'parse', 'compile', 'module', 'sum', 'start', 'module size', 'image', 'memory'],
    rows: loads.map((load) => [
      load.title,
      cell(load, 'parseMs'),
      cell(load, 'compileMs'),
      cell(load, 'moduleMs'),
      `${digits(quantile(load.again.map(sumOf), 0.5), 2)} (${digits(sumOf(load.first), 2)})`,
      cell(load, 'startMs'),
      kib(load.sizes.moduleBytes),
      kib(load.sizes.imageBytes),
      kib(load.sizes.memoryBytes),
    ]),
    notes: [
      'Medians; in brackets the first load in a page that has just opened, whose scripts are not compiled yet. “Module” is ' +
        'the browser’s part, “start” what the audio thread does.',
    ],
  };
}

/** Milliseconds on the main thread. */
function sumOf({ parseMs, compileMs, moduleMs }: LoadTimes): number {
  return parseMs + compileMs + moduleMs;
}

/** The first second of audio against later seconds. */
export function handOverTable(handOvers: readonly HandOverResult[]): Table {
  return {
    title: 'The first second of audio after a hand-over',
    columns: ['network', 'first second, ms', 'later seconds, ms', '× later'],
    rows: handOvers.map(({ title, pages }) => {
      const firsts = pages.map(([first]) => first);
      const laters = pages.map((seconds) => quantile(seconds.slice(1), 0.5));
      return [title, spread(spreadOf(firsts)), spread(spreadOf(laters)), spread(ratioOf(firsts, laters))];
    }),
    notes: [
      'To an offline context that runs already, and renders as fast as it can; a fresh page for each measurement.',
    ],
  };
}

/** The slowest blocks against the median. */
export function steadinessTable(results: readonly SteadinessResult[]): Table {
  const tail = ({ medianUs, slowestUs }: BlockTimes) => slowestUs / medianUs;
  return {
    title: 'The slowest 0.1 % of blocks',
    columns: [
      'network',
      'seconds',
      'blocks',
      'median, µs',
      'slowest 0.1 %, µs',
      '× median',
      'the same, empty loop',
      'over the loop',
    ],
    rows: results.map(({ title, seconds, blocks, engine, loop }) => [
      title,
      `${seconds}`,
      grouped(blocks),
      digits(engine.medianUs),
      digits(engine.slowestUs),
      digits(tail(engine)),
      digits(tail(loop)),
      digits(tail(engine) / tail(loop)),
    ]),
    notes: [
      `Single blocks of 128 frames in turn with a loop in registers of equal length${
        results.some(({ pinnedCore }) => pinnedCore !== null) ? ', on a pinned core' : ''
      }.`,
    ],
  };
}

/** How many nodes one context runs. */
export function instancesTable(results: readonly InstancesResult[]): Table {
  return {
    title: 'Instances in one realtime context without underrun',
    columns: ['network', 'instances', 'too many', 'seconds each', 'seen by'],
    rows: results.map(({ title, seconds, trials }) => {
      const good = Math.max(0, ...trials.filter((trial) => !failed(trial)).map(({ instances }) => instances));
      const bad = trials.map(({ instances }) => instances).filter((instances) => instances > good);
      const counted = trials.every(({ underruns }) => underruns !== null);
      return [
        title,
        `${good}`,
        bad.length > 0 ? `${Math.min(...bad)}` : '–',
        `${seconds}`,
        counted ? 'playbackStats' : "the context's clock",
      ];
    }),
    notes: ['A number counts where one of two attempts had no underrun at all.'],
  };
}

/** Seconds that the clock of a context may fall behind if the browser does not count underruns. */
const LAG_SECONDS = 0.05;

/** True if there were underruns: by the browser's count, or else by the context's clock, which stops during underruns. */
export function failed({ underruns, lagSeconds }: InstancesTrial): boolean {
  return underruns === null ? lagSeconds > LAG_SECONDS : underruns > 0;
}
