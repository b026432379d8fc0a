import { describe, expect, test } from 'vitest';
import { LevelHistory } from '../../demo/analysis/level-history.js';
import { PointCloud } from '../../demo/analysis/point-cloud.js';

describe('a cloud of points', () => {
  test('lights the cells where its points lie, and leaves out those beyond', () => {
    const cloud = new PointCloud(5, 3);
    cloud.add(-1, 1, 0.5);
    cloud.add(0, 0, 0.25);
    cloud.add(0, 0, 0.25);
    cloud.add(1, -1, 1);
    cloud.add(1.5, 0, 1);
    cloud.add(0, -3, 1);
    expect([...cloud.cells]).toEqual([0.5, 0, 0, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0, 0, 1]);
    cloud.fade(0.5);
    expect(cloud.cells[14]).toBe(0.5);
  });
});

describe('a history of levels', () => {
  test('keeps the loudest of every thirtieth of a second, whatever the frames of the screen', () => {
    const history = new LevelHistory(1);
    for (const peak of [0.1, 0.5, 0.2, 0.3]) history.add(peak, 2 * peak, 1 / 60);
    expect(history.points).toBe(2);
    expect([...history.dry.slice(0, 2)]).toEqual([Math.fround(0.5), Math.fround(0.5)]);
    expect(history.wet[0]).toBe(1);
  });
});
