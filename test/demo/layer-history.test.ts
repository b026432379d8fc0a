import { describe, expect, test } from 'vitest';
import { LayerHistory } from '../../demo/analysis/layer-history.js';

const reading = (...rows: number[][]) => ({
  signals: [3, 8],
  levels: rows.map((row) => Float32Array.from(row)),
  rowSeconds: 0.004,
});

const sharesOf = (history: LayerHistory, signal: number, ...ages: number[]) => {
  const shares = new Float32Array(ages.length);
  history.sharesOf(signal, Float32Array.from(ages), shares);
  return [...shares];
};

describe("the layers' history", () => {
  test('knows nothing before the first reading, and of signals that do not run', () => {
    const history = new LayerHistory();
    expect(history.levelOf(3)).toBe(0);
    expect(sharesOf(history, 3, 0, 1)).toEqual([0, 0]);
    history.push(reading([0.1, 0.2]));
    expect(history.has(8)).toBe(true);
    expect(history.has(4)).toBe(false);
    expect(history.levelOf(4)).toBe(0);
  });

  test('tells levels of the past, between rows too, as shares of the loudest', () => {
    const history = new LayerHistory();
    history.push(reading([0.4, 0], [0.1, 0], [0.2, 0.5]));
    expect(history.levelOf(3)).toBeCloseTo(0.2, 6);
    const [now, one, half, two, before] = sharesOf(history, 3, 0, 0.004, 0.002, 0.008, 0.02);
    expect(now).toBeCloseTo(0.5, 2);
    expect(one).toBeCloseTo(0.25, 2);
    expect(half).toBeCloseTo(0.375, 2);
    expect(two).toBeCloseTo(1, 2);
    expect(before).toBe(0);
  });

  test('goes on for longer than it keeps', () => {
    const history = new LayerHistory();
    for (let n = 0; n < 700; n++) history.push(reading([n % 10 === 0 ? 1 : 0, 1]));
    expect(history.levelOf(3)).toBe(0);
    expect(sharesOf(history, 3, 9 * 0.004)[0]).toBeCloseTo(1, 1);
    expect(sharesOf(history, 8, 0.004 * 600)).toEqual([0]);
  });

  test('starts anew with another network', () => {
    const history = new LayerHistory();
    history.push(reading([1, 1]));
    history.push({ signals: [3], levels: [Float32Array.of(0.5)], rowSeconds: 0.004 });
    expect(history.has(8)).toBe(false);
    expect(sharesOf(history, 3, 0)).toEqual([1]);
  });

  test('stays at rest in silence, however soft a layer is', () => {
    const history = new LayerHistory();
    history.push(reading([1e-7, 0]));
    expect(sharesOf(history, 3, 0)[0]).toBeLessThan(0.01);
  });
});
