import { describe, expect, it } from 'vitest';
import { Resampler } from '../../src/engine/resample/resampler.js';
import { designResampler, type ResamplerDesign } from '../../src/engine/resample/resampler-design.js';
import { resamplingInput, soxOutput } from '../support/resampling-cases.js';
import { sameBits } from '../support/same-bits.js';
import { seededRandom } from '../support/seeded-random.js';

/** Exact tables, interpolated tables (44 099, 47 999.5 Hz), up, down, and far apart. */
const RATES = [
  [44_100, 48_000],
  [48_000, 44_100],
  [96_000, 48_000],
  [48_000, 96_000],
  [22_050, 48_000],
  [48_000, 22_050],
  [44_099, 48_000],
  [48_000, 44_099],
  [47_999.5, 48_000],
  [192_000, 44_100],
  [8_000, 48_000],
] as const;

const names = RATES.map(([inputHz, outputHz]) => [`${inputHz} → ${outputHz} Hz`, inputHz, outputHz] as const);

function toDb(linear: number): number {
  return 20 * Math.log10(Math.max(linear, 1e-12));
}

function sine(frames: number, hz: number, rateHz: number): Float32Array {
  return Float32Array.from({ length: frames }, (_, t) => Math.sin((2 * Math.PI * hz * t) / rateHz));
}

/** Everything that comes out for `input`, pushed and pulled in blocks whose lengths `blockFrames` gives. */
function resample(design: ResamplerDesign, input: Float32Array, blockFrames: () => number = () => 128): Float32Array {
  const resampler = new Resampler(design, 1, 4096);
  const output: number[] = [];
  for (let start = 0; start < input.length; ) {
    const frames = Math.min(blockFrames(), input.length - start);
    resampler.push([input], start, frames);
    const block = new Float32Array(resampler.available);
    resampler.pull([block], 0, block.length);
    output.push(...block);
    start += frames;
  }
  return Float32Array.from(output);
}

/** The sine of a known frequency in `y`, by least squares, and the RMS of what else is in it relative to a full sine. */
function fitSine(y: Float32Array, radiansPerFrame: number): { gain: number; phase: number; rest: number } {
  let [ss, sc, cc, ys, yc] = [0, 0, 0, 0, 0];
  y.forEach((value, t) => {
    const s = Math.sin(radiansPerFrame * t);
    const c = Math.cos(radiansPerFrame * t);
    ss += s * s;
    sc += s * c;
    cc += c * c;
    ys += value * s;
    yc += value * c;
  });
  const determinant = ss * cc - sc * sc;
  const a = (ys * cc - yc * sc) / determinant;
  const b = (yc * ss - ys * sc) / determinant;
  let rest = 0;
  y.forEach((value, t) => {
    rest += (value - a * Math.sin(radiansPerFrame * t) - b * Math.cos(radiansPerFrame * t)) ** 2;
  });
  return { gain: Math.hypot(a, b), phase: Math.atan2(b, a), rest: Math.sqrt((2 * rest) / y.length) };
}

/** The steady part of a response: without the filter's first and last length. */
function steady(y: Float32Array, design: ResamplerDesign): { y: Float32Array; start: number } {
  const start = Math.ceil((design.taps * design.phases) / design.step) + 1;
  return { y: y.subarray(start), start };
}

describe.each(names)('resampling %s', (_, inputHz, outputHz) => {
  const design = designResampler(inputHz, outputHz);
  const nyquistHz = Math.min(inputHz, outputHz) / 2;
  const passbandHz = Math.min(20_000, nyquistHz * (20_000 / 22_050));
  const inputFrames = 2 * design.taps + 8_000;

  it('passes sines up to the edge of the pass band at their level, in time, without images or aliases', () => {
    for (const share of [0.001, 0.05, 0.21, 0.5, 0.73, 0.9, 0.97, 1]) {
      const hz = share * passbandHz;
      const { y, start } = steady(resample(design, sine(inputFrames, hz, inputHz)), design);
      const omega = (2 * Math.PI * hz) / outputHz;
      const { gain, phase, rest } = fitSine(y, omega);
      expect(Math.abs(toDb(gain)), `level at ${hz} Hz`).toBeLessThan(0.1);
      expect(toDb(rest), `images and aliases at ${hz} Hz`).toBeLessThan(-100);
      const expected = omega * start - (2 * Math.PI * hz * design.delayFrames) / inputHz;
      const error = Math.abs(Math.sin((phase - expected) / 2)) * 2;
      expect(error / omega, `delay at ${hz} Hz, frames`).toBeLessThan(1e-4 / share);
    }
  });

  it('keeps what the output cannot carry 100 dB down', () => {
    if (inputHz <= outputHz) {
      expect(inputHz / 2).toBe(nyquistHz); // such an input holds nothing above
      return;
    }
    for (let hz = nyquistHz; hz < inputHz / 2; hz += (inputHz / 2 - nyquistHz) / 9.5) {
      const { y } = steady(resample(design, sine(inputFrames, hz, inputHz)), design);
      expect(toDb(y.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0)), `${hz} Hz`).toBeLessThan(-100);
    }
  });

  it('gives ⌈n · output / input⌉ frames for n, the same bits however the input is cut', () => {
    const random = seededRandom(1);
    const input = Float32Array.from({ length: 9_000 }, () => random() * 2 - 1);
    const whole = resample(design, input, () => 4096);
    expect(whole.length).toBe(Math.ceil((input.length * outputHz) / inputHz));
    expect(
      sameBits(
        resample(design, input, () => 1),
        whole,
      ),
    ).toBe(true);
    expect(
      sameBits(
        resample(design, input, () => 128),
        whole,
      ),
    ).toBe(true);
    expect(
      sameBits(
        resample(design, input, () => 1 + Math.floor(random() ** 3 * 1500)),
        whole,
      ),
    ).toBe(true);
  });

  it('does not drift: every second is as long as the first', () => {
    const random = seededRandom(9);
    const seconds = Number.isInteger(inputHz) ? 1 : 2; // after which both rates have counted whole frames
    const period = Float32Array.from({ length: seconds * inputHz }, () => random() * 2 - 1);
    const resampler = new Resampler(design, 1, period.length);
    const outputs = [1, 2, 3].map(() => {
      resampler.push([period], 0, period.length);
      const output = new Float32Array(resampler.available);
      resampler.pull([output], 0, output.length);
      return output;
    });
    for (const { length } of outputs) expect(length).toBe(seconds * outputHz);
    expect(sameBits(outputs[1], outputs[2])).toBe(true);
    expect(sameBits(outputs[0], outputs[2])).toBe(false);
  });

  it('leaves a constant as it is, from the first frame when told of it', () => {
    const resampler = new Resampler(design, 1, 1000);
    resampler.reset(Float32Array.of(0.75));
    resampler.push([new Float32Array(1000).fill(0.75)], 0, 1000);
    const output = new Float32Array(resampler.available);
    resampler.pull([output], 0, output.length);
    for (const value of output) expect(Math.abs(value - 0.75)).toBeLessThan(1e-6);
  });
});

/** sox takes whole rates only. */
const wholeRates = names.filter(([, inputHz]) => Number.isInteger(inputHz));

describe.each(wholeRates)('resampling %s', (_, inputHz, outputHz) => {
  it('agrees with sox to 95 dB, frame by frame', () => {
    const design = designResampler(inputHz, outputHz);
    const input = resamplingInput(inputHz, outputHz);
    const theirs = soxOutput(inputHz, outputHz) ?? new Float32Array(0);
    const delayFrames = Math.ceil((design.delayFrames * outputHz) / inputHz);
    const delayed = designResampler(inputHz, outputHz, (delayFrames * inputHz) / outputHz);
    const ours = resample(delayed, input).subarray(delayFrames);
    let [signal, difference] = [0, 0];
    ours.forEach((value, t) => {
      signal += theirs[t] ** 2;
      difference += (value - theirs[t]) ** 2;
    });
    expect(ours.length).toBeGreaterThan(1_000);
    expect(theirs.length).toBeGreaterThan(ours.length);
    expect(toDb(Math.sqrt(difference / signal))).toBeLessThan(-95);
  });
});

describe('a resampler', () => {
  it('there and back again gives the input, late', () => {
    const there = designResampler(44_100, 48_000);
    const back = designResampler(48_000, 44_100);
    const input = sine(20_000, 997, 44_100);
    const output = resample(back, resample(there, input));
    const delay = there.delayFrames + (back.delayFrames * 44_100) / 48_000;
    for (let t = 1_000; t < output.length; t++) {
      const expected = Math.sin((2 * Math.PI * 997 * (t - delay)) / 44_100);
      expect(Math.abs(output[t] - expected)).toBeLessThan(1e-5);
    }
  });

  it('has forgotten everything after a reset', () => {
    const design = designResampler(44_100, 48_000);
    const input = sine(700, 1_234, 44_100);
    const resampler = new Resampler(design, 1, 700);
    const outputs = [1, 2].map(() => {
      resampler.reset();
      resampler.push([input], 0, 700);
      const output = new Float32Array(resampler.available);
      resampler.pull([output], 0, output.length);
      return output;
    });
    expect(sameBits(outputs[0], outputs[1])).toBe(true);
  });

  it('treats every channel alike, and reads and writes at an offset', () => {
    const design = designResampler(48_000, 44_100);
    const left = sine(512, 700, 48_000);
    const right = sine(512, 3_000, 48_000);
    const resampler = new Resampler(design, 2, 512);
    const frames = 470; // ⌊512 · 44.1 / 48⌋
    const outputs = [new Float32Array(500), new Float32Array(500)];
    resampler.push([left, right], 0, 100);
    resampler.push([left, right], 100, 412);
    resampler.pull(outputs, 7, 200);
    resampler.pull(outputs, 207, frames - 200);
    expect(sameBits(outputs[0].slice(7, 7 + frames), resample(design, left).slice(0, frames))).toBe(true);
    expect(sameBits(outputs[1].slice(7, 7 + frames), resample(design, right).slice(0, frames))).toBe(true);
    expect([...outputs[0].slice(0, 7), ...outputs[0].slice(7 + frames)].every((value) => value === 0)).toBe(true);
  });

  it('refuses rates that are none, or too far apart, and delays that are too short', () => {
    for (const rate of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => designResampler(rate, 48_000)).toThrow(RangeError);
      expect(() => designResampler(48_000, rate)).toThrow(RangeError);
    }
    expect(() => designResampler(700, 48_000)).toThrow('sample rates: expected a ratio of at most 64');
    expect(() => designResampler(48_000, 700)).toThrow('sample rates: expected a ratio of at most 64');
    expect(() => designResampler(44_100, 48_000, 40)).toThrow(/delayFrames/);
  });
});
