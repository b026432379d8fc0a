import { describe, expect, test } from 'vitest';
import { hzOfPosition, positionOfHz, spreadBins } from '../../demo/analysis/spectrum.js';

const AXIS = { minHz: 40, maxHz: 20_000 };
const RATE = 48_000;

describe('the spectrum', () => {
  test.each([60, 250, 1000, 8000])('shows a peak at %s Hz there', (hz) => {
    const bins = new Float32Array(4096).fill(-120);
    const bin = Math.round((hz * 8192) / RATE);
    bins[bin] = -20;
    const columns = new Float32Array(600);
    spreadBins(columns, bins, RATE, AXIS);
    const loudest = columns.indexOf(Math.max(...columns));
    const column = positionOfHz(AXIS, (bin * RATE) / 8192) * 600;
    expect(Math.abs(loudest + 0.5 - column)).toBeLessThanOrEqual(1);
    expect(Math.max(...columns)).toBeGreaterThan(-40);
  });

  test('loses no peak among the many bins of a column', () => {
    const bins = new Float32Array(4096).fill(-120);
    for (let bin = 2000; bin < 2100; bin++) {
      bins[bin] = -30;
      const columns = new Float32Array(200);
      spreadBins(columns, bins, RATE, AXIS);
      expect(Math.max(...columns)).toBe(-30);
      bins[bin] = -120;
    }
  });

  test('stays within the bins where the axis goes further', () => {
    const columns = new Float32Array(100);
    spreadBins(columns, new Float32Array(1024).fill(-50), 22_050, AXIS);
    expect([...columns.slice(0, 80)]).toEqual(new Array(80).fill(-50));
    expect(columns.some(Number.isNaN)).toBe(false);
  });

  test('an octave is as wide everywhere', () => {
    const octave = positionOfHz(AXIS, 200) - positionOfHz(AXIS, 100);
    expect(positionOfHz(AXIS, 8000) - positionOfHz(AXIS, 4000)).toBeCloseTo(octave, 12);
    expect(hzOfPosition(AXIS, positionOfHz(AXIS, 440))).toBeCloseTo(440, 9);
  });
});
