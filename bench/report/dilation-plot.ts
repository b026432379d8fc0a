import { spreadOf } from '../../src/timing/statistics.js';
import { digits, grouped } from './figures.js';
import type { DilationResult } from './results.js';
import { dot, element, label, line, logScale, logTicks, picture } from './svg.js';

const WIDTH = 760;
const HEIGHT = 320;
const LEFT = 70;
const RIGHT = 730;
const TOP = 70;
const BOTTOM = 262;

/** Cost of a frame against receptive field, for stacks that differ in their dilations only. */
export function dilationPlot(stacks: readonly DilationResult[], subtitle: string): string {
  const points = stacks
    .map(({ title, receptiveField, blockFrames, ns }) => {
      return { title, receptiveField, cost: spreadOf(ns.map((block) => block / blockFrames)) };
    })
    .sort((a, b) => a.receptiveField - b.receptiveField);
  const most = 1.3 * Math.max(...points.map(({ cost }) => cost.high));
  const fields = points.map(({ receptiveField }) => receptiveField);
  const [from, to] = [0.7 * Math.min(...fields), 1.6 * Math.max(...fields)];
  const x = logScale(from, to, LEFT, RIGHT);
  const y = (ns: number) => BOTTOM - ((BOTTOM - TOP) * ns) / most;
  const path = points.map(({ receptiveField, cost }) => `${x(receptiveField).toFixed(1)},${y(cost.median).toFixed(1)}`);
  return picture(
    WIDTH,
    HEIGHT,
    'Nanoseconds per frame against receptive field',
    label('What a longer memory costs', [12, 22], 'start', 'title'),
    label(subtitle, [12, 41], 'start', 'muted'),
    label('ns per frame', [12, 60], 'start', 'muted'),
    ...evenTicks(most).flatMap((tick) => [
      line([LEFT, y(tick)], [RIGHT, y(tick)], 'grid'),
      label(grouped(tick), [LEFT - 8, y(tick) + 4.5], 'end', 'muted'),
    ]),
    ...logTicks(from, to)
      .filter((tick) => Number.isInteger(Math.log10(tick)))
      .map((tick) => label(grouped(tick), [x(tick), BOTTOM + 20], 'middle', 'muted')),
    label(
      'receptive field in frames; beside the dots the dilations of the 13 layers',
      [(LEFT + RIGHT) / 2, BOTTOM + 42],
      'middle',
      'muted',
    ),
    element('polyline', { points: path.join(' '), class: 'path' }),
    ...points.flatMap(({ title, receptiveField, cost }, n) => [
      line([x(receptiveField), y(cost.low)], [x(receptiveField), y(cost.high)], 'path'),
      dot([x(receptiveField), y(cost.median)], 5, 'ours'),
      // Labels alternate between above and below the line, so that neighbours do not overlap.
      label(title, [x(receptiveField), n % 2 === 0 ? y(cost.high) - 12 : y(cost.low) + 24], 'middle'),
    ]),
  );
}

/** About four round numbers, starting at 0. */
function evenTicks(most: number): number[] {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, n) => Number(digitsOf(n * step)));
}

function digitsOf(value: number): string {
  return digits(value).replace(/\s/g, '');
}
