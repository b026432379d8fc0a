import { digits } from './figures.js';
import { OURS, PEERS, speedIn } from './race-tables.js';
import type { RaceResult } from './results.js';
import { dot, label, line, logScale, logTicks, picture } from './svg.js';

const WIDTH = 760;
const ROW = 34;
const LEFT = 120;
const RIGHT = 690;
const TOP = 84;

/** How many times faster than real time each engine runs each network: a row per network, a dot per engine. */
export function speedPlot(races: readonly RaceResult[], subtitle: string): string {
  const rows = races.map((race) => {
    return { title: race.title, speeds: [OURS, ...PEERS].map((name) => speedIn(race, name)?.timesRealTime) };
  });
  const all = rows.flatMap(({ speeds }) => speeds).filter((speed) => speed !== undefined);
  const [from, to] = [Math.min(1, ...all), 1.3 * Math.max(1, ...all)];
  const x = logScale(from, to, LEFT + 20, RIGHT);
  const bottom = TOP + rows.length * ROW;
  return picture(
    WIDTH,
    bottom + 44,
    `Times real time on one core, for ${rows.map(({ title }) => title).join(', ')}`,
    label('How many times faster than real time, on one core', [LEFT - 108, 22], 'start', 'title'),
    label(subtitle, [LEFT - 108, 41], 'start', 'muted'),
    ...legend(),
    ...logTicks(from, to).flatMap((tick) => [
      line([x(tick), TOP], [x(tick), bottom], tick === 1 ? 'limit' : 'grid'),
      label(`${tick} ×`, [x(tick), bottom + 18], 'middle', 'muted'),
    ]),
    label('real time', [x(1), bottom + 34], 'middle', 'muted'),
    ...rows.map(({ title, speeds }, row) => drawRow(title, speeds, TOP + (row + 0.5) * ROW, x)),
  );
}

function drawRow(
  title: string,
  speeds: readonly (number | undefined)[],
  y: number,
  x: (speed: number) => number,
): string {
  const dots = speeds.flatMap((speed, n) => (speed === undefined ? [] : [{ speed, kind: kindOf(n), ours: n === 0 }]));
  const bySpeed = [...dots].sort((a, b) => a.speed - b.speed);
  const [slowest, quickest] = [bySpeed[0], bySpeed[bySpeed.length - 1]];
  return [
    label(title, [LEFT, y + 4.5], 'end'),
    line([x(slowest.speed), y], [x(quickest.speed), y], 'span'),
    // Ours is drawn last, on top.
    ...[...dots].reverse().map(({ speed, kind, ours }) => dot([x(speed), y], ours ? 7 : 5, kind)),
    label(`${digits(slowest.speed, 2)}`, [x(slowest.speed) - 10, y + 4.5], 'end', 'muted'),
    label(`${digits(quickest.speed)}`, [x(quickest.speed) + 12, y + 4.5], 'start'),
  ].join('');
}

function legend(): string[] {
  const names = ['Dilatone', ...PEERS];
  const starts = [LEFT + 20, LEFT + 120, LEFT + 310];
  return names.flatMap((name, n) => [
    dot([starts[n], 62], n === 0 ? 7 : 5, kindOf(n)),
    label(name, [starts[n] + 12, 66.5], 'start'),
  ]);
}

function kindOf(engine: number): string {
  return engine === 0 ? 'ours' : `peer${engine - 1}`;
}
