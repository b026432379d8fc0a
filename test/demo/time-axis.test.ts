import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnEdges, columnPeaks, overviewOf } from '../../demo/analysis/envelope.js';
import { framesBackOfX, type TimeAxis, timeMarks, xOfFramesBack } from '../../demo/analysis/time-axis.js';

const axis: TimeAxis = { left: 60, right: 900, frames: 4092 };

describe('the time axis', () => {
  test('has the present at its right edge and the oldest frame at its left', () => {
    expect(xOfFramesBack(axis, 0)).toBe(900);
    expect(xOfFramesBack(axis, 4092)).toBeCloseTo(60, 9);
  });

  test('gives a moment its place and back', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 4092, noNaN: true }), (framesBack) => {
        expect(framesBackOfX(axis, xOfFramesBack(axis, framesBack))).toBeCloseTo(framesBack, 6);
      }),
      { seed: 7 },
    );
  });

  test('gives the newest frames more room than older ones', () => {
    const room = (framesBack: number) => xOfFramesBack(axis, framesBack) - xOfFramesBack(axis, framesBack + 1);
    for (let n = 0; n < 4091; n++) expect(room(n)).toBeGreaterThan(room(n + 1));
  });

  test('marks round times within itself', () => {
    const marks = timeMarks(axis, 48_000);
    expect(marks.map(({ label }) => label)).toEqual(['0.1 ms', '1 ms', '10 ms']);
    expect(marks.map(({ framesBack }) => framesBack)).toEqual([4.8, 48, 480].map((x) => expect.closeTo(x, 9)));
  });
});

describe('columns of the past', () => {
  test('cover every frame of the axis once, from the present on', () => {
    const edges = columnEdges(axis, 300);
    expect(edges[0]).toBe(0);
    expect(edges[300]).toBe(4092);
    for (let column = 0; column < 300; column++) expect(edges[column + 1]).toBeGreaterThanOrEqual(edges[column]);
  });

  test('show a lone click in the columns that hold it, and nowhere else', () => {
    const edges = columnEdges(axis, 300);
    const peaks = new Float32Array(300);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4091 }), (framesBack) => {
        const signal = new Float32Array(8192);
        signal[8191 - framesBack] = -0.5;
        columnPeaks(peaks, signal, edges, 1);
        peaks.forEach((peak, column) => {
          const holds = framesBack >= edges[column] && framesBack < Math.max(edges[column + 1], edges[column] + 1);
          expect(peak).toBe(holds ? 0.5 : 0);
        });
      }),
      { seed: 7 },
    );
  });

  test('look at least as far as asked', () => {
    const peaks = new Float32Array(300);
    const signal = new Float32Array(8192);
    signal[8191 - 200] = 1;
    columnPeaks(peaks, signal, columnEdges(axis, 300), 288);
    expect(peaks[0]).toBe(1);
  });

  test('are silent where there is no past yet', () => {
    const peaks = new Float32Array(300);
    columnPeaks(peaks, new Float32Array(100).fill(1), columnEdges(axis, 300), 1);
    expect(peaks[0]).toBe(1);
    expect(peaks[299]).toBe(0);
  });
});

test('the overview of a sound holds the loudest sample of each of its parts', () => {
  const signal = Float32Array.of(0, 0.1, -0.4, 0.2, 0.3, 0, 0, -0.9);
  expect([...overviewOf(signal, 4)]).toEqual([0.1, 0.4, 0.3, 0.9].map(Math.fround));
});
