import { describe, expect, it } from 'vitest';
import { createGuardedEngine } from '../../src/live/guarded-engine.js';
import type { ParameterName, ParameterValues } from '../../src/live/parameters.js';
import { SignalPath } from '../../src/live/signal-path.js';
import { gainNetwork } from '../support/small-networks.js';
import { spectrumDb } from '../support/spectrum.js';
import { defaultParameters } from '../support/worklet-scope.js';

const RATE_HZ = 48_000;
const QUANTUM_FRAMES = 128;
const FRAMES = 8192;
/** A frequency that the spectrum has a line for. */
const TONE_BIN = 170;
const TONE_HZ = (TONE_BIN * RATE_HZ) / FRAMES;
const MONO = { inputChannels: 1, outputChannels: 1 };

/** Frames between two positions of a knob: a page moves it 60 times a second. */
const KNOB_FRAMES = 800;

const sine = Float32Array.from({ length: 2 * FRAMES }, (_, t) => 0.5 * Math.sin((2 * Math.PI * TONE_BIN * t) / FRAMES));

/** A knob that somebody turns back and forth between −6 and 6 dB, seen 60 times a second; as a share, for the mix. */
function knob(name: ParameterName): Float32Array {
  const position = (t: number) => Math.sin((2 * Math.PI * 2 * Math.floor(t / KNOB_FRAMES) * KNOB_FRAMES) / RATE_HZ);
  return sine.map((_, t) => (name === 'mix' ? 0.5 + 0.5 * position(t) : 6 * position(t)));
}

/** Plays the tone, with one parameter as given; the network changes the sign, so that the mix is heard. */
function play(name: ParameterName, values: Float32Array, perFrame: boolean): Float32Array {
  const source = { kind: 'interpreter', network: gainNetwork(name === 'mix' ? 0.25 : 1) } as const;
  const path = new SignalPath(createGuardedEngine(source, MONO), MONO, RATE_HZ);
  const output = new Float32Array(sine.length);
  for (let start = 0; start < sine.length; start += QUANTUM_FRAMES) {
    const end = start + QUANTUM_FRAMES;
    const seen = perFrame ? values.subarray(start, end) : values.subarray(start, start + 1);
    const parameters: ParameterValues = { ...defaultParameters(), [name]: seen };
    path.process([output.subarray(start, end)], [sine.subarray(start, end)], parameters, QUANTUM_FRAMES);
  }
  return output;
}

/** The loudest line, in dB below the tone, of those at least so far from it. */
function sidebandDb(output: Float32Array, distanceHz: number): number {
  const lines = spectrumDb(output.subarray(FRAMES));
  const far = lines.filter((_, bin) => Math.abs((bin * RATE_HZ) / FRAMES - TONE_HZ) >= distanceHz);
  return Math.max(...far) - lines[TONE_BIN];
}

const NAMES = ['inputGainDb', 'outputGainDb', 'mix'] as const;

describe.each(NAMES)('%s', (name) => {
  it.each([
    ['set', false],
    ['automated in steps', true],
  ])('makes no zipper noise where it is %s 60 times a second', (_, perFrame) => {
    const output = play(name, knob(name), perFrame);
    expect(sidebandDb(output, 500)).toBeLessThan(-75);
    expect(sidebandDb(output, 2000)).toBeLessThan(-95);
  });

  it('would make some if it were not smoothed', () => {
    const values = knob(name);
    const output = sine.map((sample, t) => sample * (name === 'mix' ? 1 - 0.75 * values[t] : 10 ** (values[t] / 20)));
    expect(sidebandDb(output, 500)).toBeGreaterThan(-65);
    expect(sidebandDb(output, 2000)).toBeGreaterThan(-75);
  });

  it('adds nothing where it stands still', () => {
    const output = play(
      name,
      sine.map(() => 0.5),
      true,
    );
    expect(sidebandDb(output, 500)).toBeLessThan(-130);
  });
});
