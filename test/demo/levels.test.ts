import { describe, expect, test } from 'vitest';
import { METER_FLOOR_DB, PeakMeter, peakDb, recentPeak } from '../../demo/analysis/meter.js';
import { modeInputDb, modeOutputDb } from '../../demo/audio/sound-settings.js';
import { LateWatch } from '../../demo/session/late-watch.js';
import { OverloadGuard } from '../../demo/session/overload-guard.js';

describe('the peak meter', () => {
  test('rises at once and falls steadily', () => {
    const meter = new PeakMeter();
    meter.update(-6, 0.016);
    expect(meter.levelDb).toBe(-6);
    meter.update(METER_FLOOR_DB, 0.1);
    const after = meter.levelDb;
    meter.update(METER_FLOOR_DB, 0.1);
    expect(after).toBeLessThan(-6);
    expect(meter.levelDb - after).toBeCloseTo(after + 6, 9);
  });

  test('remembers the highest peak for a moment, then lets it go', () => {
    const meter = new PeakMeter();
    meter.update(-3, 0.016);
    meter.update(-30, 0.5);
    expect(meter.heldDb).toBe(-3);
    meter.update(-30, 1);
    expect(meter.heldDb).toBeLessThan(-3);
  });

  test('does not fall below its floor', () => {
    const meter = new PeakMeter();
    meter.update(peakDb(0), 100);
    expect(meter.levelDb).toBe(METER_FLOOR_DB);
  });

  test('looks at the newest samples only, of either sign', () => {
    expect(recentPeak(Float32Array.of(0.9, 0.1, -0.5, 0.2), 3)).toBe(0.5);
    expect(recentPeak(Float32Array.of(0.25), 100)).toBe(0.25);
  });
});

describe('the gain of an output mode', () => {
  test('brings the loudness of a model to that of other captures', () => {
    expect(modeOutputDb({ metadata: { loudnessDb: -12 } }, 'normalized')).toBe(-6);
    expect(modeOutputDb({ metadata: { loudnessDb: -25.3 } }, 'normalized')).toBe(7.3);
  });

  test('is none for a raw model, and where the file does not tell enough', () => {
    expect(modeOutputDb({ metadata: { loudnessDb: -12, outputLevelDbu: 4 } }, 'raw')).toBe(0);
    expect(modeOutputDb({ metadata: {} }, 'normalized')).toBe(0);
    expect(modeOutputDb({ metadata: {} }, 'calibrated')).toBe(0);
  });

  test('stays moderate for loudnesses that cannot be right', () => {
    expect(modeOutputDb({ metadata: { loudnessDb: -400 } }, 'normalized')).toBe(12);
    expect(modeOutputDb({ metadata: { loudnessDb: 400 } }, 'normalized')).toBe(-30);
  });

  test('stands before the model, too, where it plays at the level of the device', () => {
    expect(modeInputDb({ metadata: { inputLevelDbu: 18 } }, 'calibrated')).toBe(-6);
    expect(modeInputDb({ metadata: { inputLevelDbu: 18 } }, 'normalized')).toBe(0);
  });
});

describe('the overload guard', () => {
  test('leaves what is below full scale alone', () => {
    expect(new OverloadGuard().levelFor(1, 0, 1)).toBeNull();
  });

  test('turns an overload down to below full scale', () => {
    for (const peak of [1.01, 2, 40]) {
      const level = new OverloadGuard().levelFor(peak, 3, 1);
      expect(level).not.toBeNull();
      expect(peak * 10 ** ((level! - 3) / 20)).toBeLessThan(1);
    }
  });

  test('stays within the knob, and leaves the rest to the limiter', () => {
    const guard = new OverloadGuard();
    expect(guard.levelFor(1e12, 0, 1)).toBe(-36);
    expect(guard.levelFor(1e12, -36, 1)).toBeNull();
  });

  test('waits until its last step is heard', () => {
    const guard = new OverloadGuard();
    expect(guard.levelFor(4, 0, 1)).not.toBeNull();
    expect(guard.levelFor(4, 0, 0.016)).toBeNull();
    expect(guard.levelFor(4, 0, 1)).not.toBeNull();
  });

  test('works on, however often the knob is turned up again', () => {
    const guard = new OverloadGuard();
    for (let turn = 0; turn < 5; turn++) expect(guard.levelFor(4, 12, 1)).not.toBeNull();
  });

  test('waits for another model to reach the meters', () => {
    const guard = new OverloadGuard();
    guard.pause();
    expect(guard.levelFor(4, 0, 0.016)).toBeNull();
    expect(guard.levelFor(4, 0, 1)).not.toBeNull();
  });
});

describe('the watch over late models', () => {
  test('tells once, when a model has taken too much time for a while', () => {
    const watch = new LateWatch();
    const told = Array.from({ length: 300 }, () => watch.tells(1.2, 1 / 60));
    expect(told.indexOf(true)).toBeGreaterThan(60);
    expect(told.filter(Boolean).length).toBe(1);
    watch.rearm();
    expect(Array.from({ length: 300 }, () => watch.tells(1.2, 1 / 60))).toContain(true);
  });

  test('forgives hiccups, and what is not known', () => {
    const watch = new LateWatch();
    for (let n = 0; n < 1000; n++) expect(watch.tells(n % 100 === 0 ? 0.5 : 3, 1 / 60)).toBe(false);
    for (let n = 0; n < 1000; n++) expect(watch.tells(null, 1 / 60)).toBe(false);
  });
});
