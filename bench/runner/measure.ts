import { cpus, loadavg } from 'node:os';
import type { BenchResults, HandOverResult } from '../report/results.js';
import { SHAPES, shapeOf } from '../shapes.js';
import type { BenchBrowser } from './bench-browser.js';
import type { BenchOptions, Part } from './options.js';

/** The most nodes to try in one context. */
const MOST_INSTANCES = 256;

/** Receives a line about each measurement before it starts. */
type Progress = (text: string) => void;

/** The two shapes that most captures have; slow parts measure no others. */
const COMMON = ['a1-standard', 'a2-full'];

/** Measures the requested parts, one after the other. */
export async function measureAll(
  browser: BenchBrowser,
  options: BenchOptions,
  progress: Progress,
): Promise<BenchResults> {
  const [processor] = cpus();
  const machine = {
    processor: processor.model.trim(),
    cores: cpus().length,
    browser: browser.version,
    date: new Date().toISOString(),
    loadBefore: loadavg()[0],
  };
  const pace = { rounds: options.rounds, sliceMs: options.sliceMs, warmUpMs: options.warmUpMs };
  const common = options.shapes.filter((shape) => COMMON.includes(shape));
  const wanted = (part: Part) => options.parts.includes(part);
  /** Measures every item, and reports progress. */
  const each = async <Item, Result>(
    part: string,
    items: readonly Item[],
    nameOf: (item: Item) => string,
    measure: (item: Item) => Promise<Result>,
  ): Promise<Result[]> => {
    const results: Result[] = [];
    for (const item of items) {
      progress(`${part}: ${nameOf(item)}`);
      results.push(await measure(item));
    }
    return results;
  };
  const titleOf = (shape: string) => SHAPES[shape].title;

  const blocks = options.shapes.flatMap((shape) =>
    (options.blockFrames ?? SHAPES[shape].blockFrames ?? [128]).map((blockFrames) => ({ shape, blockFrames })),
  );
  const races = wanted('races')
    ? await each(
        'race',
        blocks,
        ({ shape, blockFrames }) => `${titleOf(shape)}, ${blockFrames} frames`,
        (block) => browser.measure('raceShape', { ...block, pace }),
      )
    : undefined;
  const dilations = wanted('dilations')
    ? (
        await each(
          'dilations',
          [pace],
          () => 'all',
          (argument) => browser.measure('raceDilations', argument),
        )
      )[0]
    : undefined;
  const tilings = wanted('tilings')
    ? await each('tilings', common, titleOf, (shape) => browser.measure('raceTilings', { shape, pace }))
    : undefined;
  const loads = wanted('loads')
    ? await each('loads', options.shapes, titleOf, (shape) =>
        browser.measure('timeLoads', { shape, times: options.loads }),
      )
    : undefined;
  const handOvers = wanted('hand-overs')
    ? await each('hand-overs', common, titleOf, (shape) => handOver(browser, shape, options.pages))
    : undefined;
  const steadiness = wanted('steadiness')
    ? await each('steadiness', common, titleOf, async (shape) => {
        const seconds = options.steadySeconds;
        return { ...(await browser.measure('timeBlocks', { shape, seconds }, options.pin)), pinnedCore: options.pin };
      })
    : undefined;
  const instances = wanted('instances')
    ? await each('instances', common, titleOf, (shape) =>
        browser.measure('countInstances', { shape, seconds: options.instanceSeconds, most: MOST_INSTANCES }),
      )
    : undefined;
  return { machine, races, dilations, tilings, loads, handOvers, steadiness, instances };
}

/** Each page hands over once, because the browser caches the machine code of modules. */
async function handOver(browser: BenchBrowser, shape: string, pages: number): Promise<HandOverResult> {
  const seconds: number[][] = [];
  while (seconds.length < pages) seconds.push(await browser.measure('timeHandOver', { shape, seconds: 8 }));
  return { shape, title: shapeOf(shape).title, pages: seconds };
}
