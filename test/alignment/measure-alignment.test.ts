import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { type Alignment, UNKNOWN } from '../../src/alignment/alignment.js';
import { measureAlignment } from '../../src/alignment/measure-alignment.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { PreparedInterpreter } from '../../src/interpreter/interpreter.js';
import type { Engine } from '../../src/network/engine.js';
import type { Network, SignalId } from '../../src/network/network.js';
import { AMP_KINDS, AmpBuilder, randomAmp } from '../support/random-amp.js';
import { engineFor } from '../support/run-engine.js';
import { seededRandom } from '../support/seeded-random.js';
import { noise } from '../support/signals.js';
import { brokenNetwork, crossingNetwork } from '../support/small-networks.js';

const interpreted = (network: Network): Alignment =>
  measureAlignment(() => new PreparedInterpreter(network, new Map()), network);

const built = (build: (amp: AmpBuilder, x: SignalId) => SignalId): Network => {
  const amp = new AmpBuilder();
  return amp.net.build(build(amp, amp.net.input));
};

const fir = (taps: readonly number[]) => built((amp, x) => amp.filter(x, taps));

/** An engine whose output comes later, louder and, by a negative gain, turned over. */
function shifted(engine: Engine, delay: number, gain: number): Engine {
  let past = new Float32Array(delay);
  return {
    ...engine,
    inputChannels: engine.inputChannels,
    outputChannels: engine.outputChannels,
    reset: () => {
      past.fill(0);
      engine.reset();
    },
    process: (output, input, frames) => {
      engine.process(output, input, frames);
      const all = Float32Array.of(...past, ...output[0].subarray(0, frames));
      output[0].set(all.subarray(0, frames).map((y) => gain * y));
      past = all.slice(frames);
    },
  } as Engine;
}

describe('of 50 random amps', () => {
  const cases = Array.from({ length: 50 }, (_, seed) => {
    const random = seededRandom(seed);
    return {
      seed,
      kind: AMP_KINDS[seed % AMP_KINDS.length],
      delay: Math.floor(41 * random()),
      inverted: random() < 0.5,
      before: random() < 0.5,
      gainDb: Math.round(-60 + 100 * random()),
      driveDb: Math.round(-20 + 40 * random()),
    };
  });

  it.each(cases)('$seed, a $kind with $delay frames more, at $gainDb dB, driven by $driveDb dB', (one) => {
    const { seed, kind, delay, inverted, before, gainDb, driveDb } = one;
    const drive = 10 ** (driveDb / 20);
    const bare = interpreted(randomAmp(seed, kind, { drive }));
    const wrapped = interpreted(randomAmp(seed, kind, { delay, inverted, before, drive, gain: 10 ** (gainDb / 20) }));
    expect(bare.delayFrames).not.toBeNull();
    expect(Math.abs(Number(wrapped.delayFrames) - Number(bare.delayFrames) - delay)).toBeLessThan(0.1);
    expect(wrapped.inverted).toBe(bare.inverted !== inverted);
    expect(wrapped.alignmentConfidence).toBeGreaterThanOrEqual(0.1);
    expect(wrapped.alignmentConfidence).toBeLessThanOrEqual(1);
  });
});

describe('of the models that come with Dilatone', () => {
  const folder = fileURLToPath(new URL('../../models/', import.meta.url));
  const files = readdirSync(folder).filter((file) => /\.(nam|safetensors)$/.test(file));

  it.each(files)('%s, however loud, late and turned over', async (file) => {
    const network = parseModel(new Uint8Array(readFileSync(folder + file))).network();
    const engine = await engineFor(network);
    const bare = measureAlignment(() => engine, network);
    const [frame, value] = impulsePeak(engine);
    expect(Math.abs(Number(bare.delayFrames) - frame)).toBeLessThan(1);
    expect(bare.inverted).toBe(value < 0);
    for (const [delay, gain] of [
      [17, -1],
      [40, 0.001],
      [3, -100],
    ]) {
      const { delayFrames, inverted } = measureAlignment(() => shifted(engine, delay, gain), network);
      expect(delayFrames).toBeCloseTo(Number(bare.delayFrames) + delay, 1);
      expect(inverted).toBe(bare.inverted !== gain < 0);
    }
  });

  it('is the same from the interpreter as compiled', async () => {
    const network = parseModel(new Uint8Array(readFileSync(`${folder}triode-lead-feather.nam`))).network();
    const engine = await engineFor(network);
    const compiled = measureAlignment(() => engine, network);
    expect(interpreted(network).delayFrames).toBeCloseTo(Number(compiled.delayFrames), 1);
    expect(interpreted(network).inverted).toBe(compiled.inverted);
  });
});

/** Frame and value of the largest sample of an engine's answer to a soft click, its even part left out. */
function impulsePeak(engine: Engine): [frame: number, value: number] {
  const answers = [0.05, -0.05].map((level) => {
    const output = new Float32Array(400);
    engine.reset();
    engine.process([output], [Float32Array.from(output, (_, t) => (t === 0 ? level : 0))], 400);
    return output;
  });
  const odd = answers[0].map((y, t) => y - answers[1][t]);
  const frame = odd.reduce((best, y, t) => (Math.abs(y) > Math.abs(odd[best]) ? t : best), 0);
  return [frame, odd[frame]];
}

describe('where the main tap is known', () => {
  /** Filters whose first tap is the largest, before and behind a saturation. */
  const highPass = Array.from({ length: 200 }, (_, t) => (t === 0 ? 1 : -0.03 * 0.97 ** t));
  const shelf = Array.from({ length: 60 }, (_, t) => (t === 0 ? 1 : 0.2 * 0.8 ** t));

  it.each([-40, -20, 0, 20, 40])('is that tap, absolutely, driven by %i dB', (driveDb) => {
    const network = built((amp, x) => {
      const driven = amp.gain(amp.filter(amp.delay(x, 23), highPass), 10 ** (driveDb / 20), 0.3);
      return amp.gain(amp.filter(amp.tanh(driven), shelf), -1, 0.4);
    });
    const { delayFrames, inverted } = interpreted(network);
    expect(Math.abs(Number(delayFrames) - 23)).toBeLessThan(0.5);
    expect(inverted).toBe(true);
  });

  it.each([5.5, 5.25, 17.75, 0.5])('is %f frames for a delay by a windowed sinc', (delay) => {
    const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
    const taps = Array.from({ length: 60 }, (_, t) => sinc(t - delay) * Math.cos((Math.PI * (t - delay)) / 120) ** 2);
    expect(Math.abs(Number(interpreted(fir(taps)).delayFrames) - delay)).toBeLessThan(0.1);
  });

  it('is that from the first input to the first output', () => {
    expect(interpreted(crossingNetwork())).toEqual(UNKNOWN);
  });

  it('is told with less confidence behind a gate, which the lower level does not open', () => {
    const gate = (threshold: number) =>
      built((amp, x) => {
        const above = amp.net.activation(amp.gain(x, 1, -threshold), { kind: 'relu' });
        const below = amp.net.activation(amp.gain(x, -1, -threshold), { kind: 'relu' });
        return amp.delay(amp.net.add(above, amp.gain(below, -1)), 9);
      });
    expect(interpreted(gate(0))).toEqual({ delayFrames: 9, inverted: false, alignmentConfidence: 1 });
    const gated = interpreted(gate(0.12));
    expect(gated).toMatchObject({ delayFrames: expect.closeTo(9, 1), inverted: false });
    expect(gated.alignmentConfidence).toBeLessThanOrEqual(0.5);
  });
});

describe('one cannot tell', () => {
  const rectifier = (leak: number) =>
    built((amp, x) => {
      const halves = [1, -1].map((sign) => amp.net.activation(amp.gain(x, sign), { kind: 'relu' }));
      return amp.filter(amp.net.add(...halves, amp.gain(x, leak)), [0.3, 1, 0.2]);
    });
  const hump = (frames: number) => Array.from({ length: frames }, (_, t) => Math.sin((Math.PI * t) / frames));

  it.each<[string, Network]>([
    ['silence', fir([0])],
    ['a constant', built((amp, x) => amp.gain(x, 0, 0.7))],
    ['a response like noise', fir([...noise(250, 3)])],
    ['a response like noise, longer than is looked at', fir([...noise(900, 4)])],
    ['a response like noise that dies away', fir([...noise(250, 5)].map((x, t) => x * 0.99 ** t))],
    ['a response of two humps, one down', fir([...hump(30), ...hump(30).map((x) => -0.95 * x)])],
    ['two echoes of the same height', fir([1, ...new Array<number>(60).fill(0), 0.95])],
    ['a rectifier', rectifier(0)],
    ['a rectifier with a leak', rectifier(0.01)],
    ['a square', built((amp, x) => amp.net.multiply(x, x))],
    ['numbers that overflow', brokenNetwork()],
    ['a delay of 300 frames', built((amp, x) => amp.delay(x, 300))],
    ['a delay of 400 frames', built((amp, x) => amp.delay(x, 400))],
    ['a delay of 500 frames', built((amp, x) => amp.delay(x, 500))],
    ['a delay of 700 frames', built((amp, x) => amp.delay(x, 700))],
    ['a delay of 5000 frames', built((amp, x) => amp.delay(x, 5000))],
  ])('from %s', (_, network) => {
    expect(interpreted(network)).toEqual(UNKNOWN);
  });

  it('but can where the rectifier passes more', () => {
    expect(interpreted(rectifier(0.5))).toMatchObject({ inverted: false });
  });

  it('from a network that costs too much, which is not even made', () => {
    const amp = new AmpBuilder();
    const wide = (x: SignalId, inChannels: number) =>
      amp.net.conv1d(x, { outChannels: 400, kernelSize: 1, weight: new Float32Array(400 * inChannels), bias: null });
    const network = amp.net.build(wide(wide(amp.net.input, 1), 400));
    const create = vi.fn();
    expect(measureAlignment(create, network)).toEqual(UNKNOWN);
    expect(create).not.toHaveBeenCalled();
  });
});
