import { MACS_PER_TURN } from '../../src/timing/contenders.js';
import { fastest, ratioOf, type Speed, speedOf, spreadOf } from '../../src/timing/statistics.js';
import { digits, grouped, percent, spread } from './figures.js';
import type { RaceResult } from './results.js';
import type { Table } from './table.js';

/** Dilatone with its default options. */
export const OURS = 'Dilatone';
const FAST = 'Dilatone, fast tanh';
const PLAIN = 'Dilatone, plain multiply-add';
const RELAXED = 'Dilatone, relaxed multiply-add';
const INTERPRETED = 'Dilatone, interpreted';
/** Other engines that run the same file or the same network. */
export const PEERS = ['@opendaw/nam-wasm', 'onnxruntime-web'] as const;

/** The laps of one engine; undefined if it did not take part. */
function lapsOf(race: RaceResult, name: string): readonly number[] | undefined {
  return race.engines.find((engine) => engine.name === name)?.ns;
}

/** The speed of one engine in a race; undefined if it did not take part. */
export function speedIn(race: RaceResult, name: string): Speed | undefined {
  const laps = lapsOf(race, name);
  const ceilingLaps = fastest(race.ceilings.map(({ ns }) => ns));
  return laps && speedOf(laps, { ...race, ceilingLaps });
}

/** Cost of a frame in each engine. */
export function costTable(races: readonly RaceResult[]): Table {
  const names = [OURS, FAST, PLAIN, RELAXED, INTERPRETED, ...PEERS];
  const rows = races.map((race) => [
    ...nameAndBlock(race),
    grouped(race.macsPerFrame),
    ...names.map((name) => {
      const speed = speedIn(race, name);
      return speed ? spread(speed.nsPerFrame) : '–';
    }),
  ]);
  return {
    title: 'Nanoseconds per frame',
    columns: ['network', 'block', 'multiply-adds', OURS, 'fast tanh', 'plain', 'relaxed', 'interpreted', ...PEERS],
    rows,
    notes: [
      'Medians, with quartiles in brackets. @opendaw/nam-wasm always uses the fast tanh.',
      `Dilatone measured the machine and chose ${races[0].multiplyAdd} multiply-add; the other kind is in its own column.`,
    ],
  };
}

/** Dilatone against real time, its peers and the machine. */
export function ratioTable(races: readonly RaceResult[]): Table {
  const rows = races.map((race) => {
    const ours = speedIn(race, OURS);
    const fast = speedIn(race, FAST);
    const over = (slow: string, quick: string) => {
      const [a, b] = [lapsOf(race, slow), lapsOf(race, quick)];
      return a && b ? digits(ratioOf(a, b).median) : '–';
    };
    const ceilingLaps = fastest(race.ceilings.map(({ ns }) => ns));
    return [
      ...nameAndBlock(race),
      ours ? digits(ours.timesRealTime) : '–',
      over(PEERS[0], OURS),
      over(PEERS[0], FAST),
      over(PEERS[1], OURS),
      over(INTERPRETED, OURS),
      ours ? percent(ours.shareOfCeiling) : '–',
      fast ? percent(fast.shareOfCeiling) : '–',
      digits(MACS_PER_TURN / spreadOf(ceilingLaps).median),
    ];
  });
  return {
    title: 'Dilatone against real time, its peers and the machine',
    columns: [
      'network',
      'block',
      '× real time',
      '× nam-wasm',
      'the same, fast tanh',
      '× onnxruntime-web',
      '× interpreted',
      'of ceiling',
      'the same, fast tanh',
      'ceiling, GMAC/s',
    ],
    rows,
    notes: ['× means times as fast, the median of the ratios round by round. The last column is a loop in registers.'],
  };
}

/** A summary of `ratioTable`. */
export function summaryTable(races: readonly RaceResult[]): Table {
  const { columns, rows } = ratioTable(races);
  const shown = ['network', '× real time', '× nam-wasm', '× onnxruntime-web', 'of ceiling'].map((column) =>
    columns.indexOf(column),
  );
  return {
    title: 'Speed on one core',
    columns: shown.map((index) => columns[index]),
    rows: rows.map((row) => shown.map((index) => row[index])),
    notes: [],
  };
}

function nameAndBlock({ title, blockFrames }: RaceResult): [string, string] {
  return [title, `${blockFrames}`];
}
