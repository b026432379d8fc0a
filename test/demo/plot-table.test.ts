import { expect, test } from 'vitest';
import { csvOf } from '../../demo/drawing/plot-table.js';

test('a plot as CSV: a header with units, numbers with points, nothing where there is no value', () => {
  const table = {
    columns: ['time (ms)', 'level, dry (dBFS)', 'a "name"'],
    rows: [
      [0, Number.NEGATIVE_INFINITY, null],
      [Math.fround(0.1), -12.5, 1e-9],
    ],
  };
  expect(csvOf(table)).toBe('time (ms),"level, dry (dBFS)","a ""name"""\r\n0,,\r\n0.1,-12.5,1e-9\r\n');
});
