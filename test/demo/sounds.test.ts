import { describe, expect, test } from 'vitest';
import { BASS_PEAK, renderBass } from '../../demo/sound/bass.js';
import { BUILTIN_SOUNDS } from '../../demo/sound/builtin-sounds.js';
import { DRUMS_PEAK, renderDrums } from '../../demo/sound/drums.js';
import { magnitudeAt } from '../../demo/sound/response-level.js';
import { renderVoice, VOICE_PEAK } from '../../demo/sound/voice.js';

const RATE = 48_000;
const bass = renderBass(RATE);
const drums = renderDrums(RATE);
const voice = renderVoice(RATE);

/** Level in dB of a part of a sound within a band, from a Fourier transform at some frequencies of it. */
function bandDb(sound: Float32Array, startSeconds: number, seconds: number, lowHz: number, highHz: number): number {
  const part = sound.slice(startSeconds * RATE, (startSeconds + seconds) * RATE);
  const windowed = part.map((x, t) => x * (0.5 - 0.5 * Math.cos((2 * Math.PI * t) / part.length)));
  let power = 0;
  const steps = 60;
  for (let i = 0; i < steps; i++) {
    power += magnitudeAt(windowed, lowHz + ((highHz - lowHz) * (i + 0.5)) / steps, RATE) ** 2 / steps;
  }
  return 10 * Math.log10(power);
}

function peakOf(sound: Float32Array): number {
  return sound.reduce((highest, x) => Math.max(highest, Math.abs(x)), 0);
}

describe.each([
  ['bass line', bass, BASS_PEAK, renderBass],
  ['drum loop', drums, DRUMS_PEAK, renderDrums],
  ['voice', voice, VOICE_PEAK, renderVoice],
] as const)('the built-in %s', (_, sound, peak, render) => {
  test('peaks at its level, and holds no direct current', () => {
    expect(peakOf(sound)).toBeCloseTo(peak, 6);
    expect(Math.abs(sound.reduce((sum, x) => sum + x, 0) / sound.length)).toBeLessThan(1e-3);
  });

  test('is the same every time it is rendered', () => {
    expect(render(RATE).findIndex((x, t) => x !== sound[t])).toBe(-1);
  });

  test('has no seam: it steps no further from its end to its beginning than elsewhere', () => {
    let step = 0;
    for (let t = 1; t < sound.length; t++) step = Math.max(step, Math.abs(sound[t] - sound[t - 1]));
    expect(Math.abs(sound[0] - sound[sound.length - 1])).toBeLessThanOrEqual(step);
  });
});

describe('what they hold', () => {
  test('the bass is strongest below 150 Hz, and its last note is the low E', () => {
    expect(bandDb(bass, 0, 1, 35, 150)).toBeGreaterThan(bandDb(bass, 0, 1, 1000, 2000) + 20);
    const lastNote = bass.length / RATE - 1.6;
    expect(bandDb(bass, lastNote, 1, 40, 42.5)).toBeGreaterThan(bandDb(bass, lastNote, 1, 46, 50) + 15);
  });

  test('the kick is low, the snare is in the middle, the hi-hat is high', () => {
    const sixteenth = 0.15;
    expect(bandDb(drums, 0, 0.1, 40, 160)).toBeGreaterThan(bandDb(drums, 0, 0.1, 1000, 4000) + 10);
    const [snare, hat] = [4 * sixteenth, 2 * sixteenth];
    expect(bandDb(drums, snare, 0.1, 1500, 4500)).toBeGreaterThan(bandDb(drums, hat, 0.1, 1500, 4500) + 10);
    expect(bandDb(drums, hat, 0.05, 8000, 14_000)).toBeGreaterThan(bandDb(drums, hat, 0.05, 1000, 3000) + 10);
  });

  test.each([
    ['a, with its formants at 650 and 1080 Hz', 0.3, [600, 1130], [1600, 2300]],
    ['i, with a gap between 290 and 1870 Hz', 3, [1800, 1950], [800, 1300]],
  ] as const)('the voice sings %s', (__, start, [low, high], [gapLow, gapHigh]) => {
    expect(bandDb(voice, start, 0.4, low, high)).toBeGreaterThan(bandDb(voice, start, 0.4, gapLow, gapHigh) + 8);
  });

  test('the voice sings A2 first: its power lies on multiples of 110 Hz', () => {
    const on = bandDb(voice, 0.2, 0.4, 105, 115);
    expect(on).toBeGreaterThan(bandDb(voice, 0.2, 0.4, 150, 180) + 10);
  });

  test('every built-in sound has its own name', () => {
    for (const key of ['id', 'name'] as const) {
      expect(new Set(BUILTIN_SOUNDS.map((sound) => sound[key])).size).toBe(BUILTIN_SOUNDS.length);
    }
  });
});
