import { describe, expect, it } from 'vitest';
import { CLIP_LEVEL, LevelMeter, LoadMeter, Meters, readingFrom } from '../../src/live/meters/meters.js';
import { seededRandom } from '../support/seeded-random.js';

describe('a level meter', () => {
  const read = (meter: LevelMeter) => {
    const values = new Float64Array(3);
    meter.take(values, 0);
    return [...values];
  };

  it('knows peak and root mean square of a sine', () => {
    const meter = new LevelMeter();
    const sine = Float32Array.from({ length: 4800 }, (_, t) => 0.5 * Math.sin((2 * Math.PI * t) / 48));
    meter.process([sine, sine.map((x) => -x)], 4800);
    const [peak, rms, clips] = read(meter);
    expect(peak).toBeCloseTo(0.5, 6);
    expect(rms).toBeCloseTo(0.5 * Math.SQRT1_2, 6);
    expect(clips).toBe(0);
  });

  it('starts over with each reading, but goes on counting what clipped', () => {
    const meter = new LevelMeter();
    meter.process([Float32Array.of(1, -1, CLIP_LEVEL, 0.99)], 4);
    expect(read(meter)[2]).toBe(3);
    meter.process([Float32Array.of(0.5, -2)], 1);
    expect(read(meter)).toEqual([0.5, 0.5, 3]);
    expect(read(meter)).toEqual([0, 0, 3]);
  });

  it('counts what is no number as clipped, and measures on', () => {
    const meter = new LevelMeter();
    meter.process([Float32Array.of(Number.NaN, Number.NEGATIVE_INFINITY, 0.5, 0.5)], 4);
    expect(read(meter)).toEqual([0.5, Math.sqrt(0.125), 2]);
  });
});

describe('a load meter', () => {
  const QUANTUM_MS = 128 / 48;

  /** Work of a length that is drawn for each quantum, seen by a clock of whole milliseconds. */
  function measure(quanta: number, workMs: (quantum: number) => number, seed = 1) {
    const random = seededRandom(seed);
    let ms = 0;
    const meter = new LoadMeter(48_000);
    for (let quantum = 0; quantum < quanta; quantum++) {
      // Threads wake up late, by varying times.
      ms = quantum * QUANTUM_MS + random();
      meter.begin(Math.floor(ms));
      ms += workMs(quantum);
      meter.end(Math.floor(ms), 128);
    }
    const values = new Float64Array(3);
    meter.take(values, 0);
    return { mean: values[0], peak: values[1], overruns: values[2] };
  }

  it.each([0.02, 0.08, 0.5, 0.95])('finds a mean load of %f with a clock of whole milliseconds', (share) => {
    const { mean, peak, overruns } = measure(3750, () => share * QUANTUM_MS);
    expect(Math.abs(mean - share)).toBeLessThan(0.01);
    expect(peak).toBeLessThan(share + 0.01);
    expect(overruns).toBe(0);
  });

  it('counts overruns that are certain, and none that are not', () => {
    const { peak, overruns } = measure(100, (quantum) => (quantum % 10 === 0 ? 4 : 1));
    expect(overruns).toBe(10);
    expect(peak).toBeGreaterThan(1);
    expect(peak).toBeLessThanOrEqual(4 / QUANTUM_MS);
    expect(measure(100, () => 0.99 * QUANTUM_MS).overruns).toBe(0);
  });

  it('is not confused by a clock that is set', () => {
    for (const jumpMs of [-3_600_000, 3_600_000]) {
      const spans = [
        [0, 1],
        [1000, 1000 + jumpMs],
        [1000 + jumpMs, 1001 + jumpMs],
      ];
      const meter = new LoadMeter(48_000);
      for (const [startMs, endMs] of spans) {
        meter.begin(startMs);
        meter.end(endMs, 128);
      }
      const values = new Float64Array(3);
      meter.take(values, 0);
      expect([...values]).toEqual([1 / QUANTUM_MS, 1 / QUANTUM_MS, 0]);
    }
  });
});

describe('the meters of a node', () => {
  it('give a reading each interval, of what went in and what came out', () => {
    const meters = new Meters(48_000, 256);
    const [input, output] = [[new Float32Array(128).fill(-0.25)], [new Float32Array(128).fill(1)]];
    const ready = [1, 2, 3, 4].map(() => {
      meters.begin();
      return meters.end(input, output, 128);
    });
    expect(ready).toEqual([false, true, false, true]);
    expect(readingFrom(meters.values)).toMatchObject({
      input: { peak: 0.25, rms: 0.25, clips: 0 },
      output: { peak: 1, rms: 1, clips: 512 },
    });
  });

  it('bear an input that is missing', () => {
    const meters = new Meters(48_000, 128);
    meters.begin();
    expect(meters.end([], [new Float32Array(128)], 128)).toBe(true);
    expect(readingFrom(meters.values).input).toEqual({ peak: 0, rms: 0, clips: 0 });
  });
});
