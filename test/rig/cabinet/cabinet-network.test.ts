import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../src/engine/engine-source.js';
import { prepareEngine } from '../../../src/engine/prepare.js';
import { cabinetNetwork } from '../../../src/rig/cabinet/cabinet-network.js';
import { encodeWav } from '../../../src/wav/encode-wav.js';
import { noise } from '../../support/signals.js';
import { errorOf, gainDb, PLAIN, padded, prepare, RATE_HZ, speaker, tapsOf } from './support/responses.js';

describe('a cabinet', () => {
  it('convolves, without latency: each channel with its own response', async () => {
    const responses = [speaker(3000, RATE_HZ, 1), speaker(3000, RATE_HZ, 2)];
    const input = [noise(6000, 3), noise(6000, 4)];
    for (const channels of [1, 2]) {
      const cabinet = prepare(responses.slice(0, channels), { normalize: true });
      const taps = tapsOf(cabinet);
      const engine = createEngine(await prepareEngine(cabinet.network, { engine: 'wasm' }));
      expect([engine.inputChannels, engine.outputChannels]).toEqual([channels, channels]);
      const output = input.slice(0, channels).map((x) => x.slice());
      engine.process(output, output, 6000);
      output.forEach((y, c) => {
        for (let t = 0; t < 6000; t += 37) {
          let direct = 0;
          for (let k = 0; k <= Math.min(t, taps[c].length - 1); k++) direct += taps[c][k] * input[c][t - k];
          expect(y[t]).toBeCloseTo(direct, 4);
        }
      });
    }
  });

  it('is read from the bytes of a WAV file, too', () => {
    const sound = { channels: [speaker(2000, RATE_HZ, 1), speaker(2000, RATE_HZ, 2)], sampleRate: RATE_HZ };
    const { bytes } = encodeWav(sound, '32f');
    const expected = tapsOf(cabinetNetwork(sound, PLAIN));
    expect(tapsOf(cabinetNetwork(bytes, PLAIN))).toEqual(expected);
    expect(tapsOf(cabinetNetwork(bytes.buffer, PLAIN))).toEqual(expected);
  });

  it('leaves a response without silence around it as it is', () => {
    const response = speaker(500, RATE_HZ).subarray(0, 100);
    const { network, info } = prepare([response]);
    expect(tapsOf({ network, info })[0]).toEqual(response);
    expect(info).toEqual({
      channels: 1,
      frames: 100,
      seconds: 100 / RATE_HZ,
      trimmedFrames: 0,
      gainDb: 0,
      sourceSampleRate: RATE_HZ,
      warnings: [],
    });
  });

  it('cuts silence and faint noise before the onset, of both channels alike', () => {
    const [left, right] = [speaker(3000, RATE_HZ, 1), padded(50, speaker(2950, RATE_HZ, 2), 0)];
    const sounds = [left, right].map((channel) => padded(700, channel, 0).map((x, t) => x + 1e-5 * Math.sin(t)));
    const { info, network } = prepare(sounds);
    expect(info.trimmedFrames).toBeGreaterThan(690);
    expect(info.trimmedFrames).toBeLessThanOrEqual(700);
    tapsOf({ network, info }).forEach((taps, c) => {
      expect(taps.subarray(0, 1000)).toEqual(sounds[c].subarray(info.trimmedFrames, info.trimmedFrames + 1000));
    });
  });

  it('cuts silence, or a floor of noise, after the end, without a step', () => {
    for (const floor of [0, 1e-6, 2e-5]) {
      const hiss = noise(48_000, 5, floor);
      const { info, network } = prepare([padded(0, speaker(4000, RATE_HZ), 44_000).map((x, t) => x + hiss[t])]);
      expect(info.frames).toBeLessThan(4500);
      expect(info.frames).toBeGreaterThan(1000);
      const [taps] = tapsOf({ network, info });
      expect(Math.abs(taps[taps.length - 1])).toBeLessThan(1e-6);
    }
  });

  it('keeps the whole of a decay that ends before it is faint', () => {
    const decay = noise(24_000, 1, 1).map((x, t) => x * Math.exp(-t / 8000));
    expect(prepare([decay]).info.frames).toBe(24_000);
  });

  it('cuts what is longer than asked for, with a fade', () => {
    const constant = new Float32Array(3 * RATE_HZ).fill(0.5);
    expect(prepare([constant]).info.seconds).toBe(1);
    const [taps] = tapsOf(prepare([constant], { lengthSeconds: 0.25 }));
    expect(taps).toHaveLength(12_000);
    expect(taps[11_999]).toBe(0);
    expect(taps[10_000]).toBe(0.5);
    for (let t = 11_520; t < 12_000; t++) expect(taps[t - 1] - taps[t]).toBeLessThan(0.002);
    expect(prepare([constant], { lengthSeconds: 0.25 }, 44_100).info.frames).toBe(12_000);
  });
});

describe('a long response', () => {
  /** Noise that decays by 60 dB within some seconds. */
  const hall = (seconds: number, decaySeconds: number, seed = 1) =>
    noise(seconds * RATE_HZ, seed, 1).map((x, t) => x * 10 ** ((-3 * t) / (decaySeconds * RATE_HZ)));

  it('says that it is cut, and where', () => {
    expect(prepare([hall(3, 3)]).info.warnings).toEqual(['The response is cut after 1 s of 3 s.']);
    expect(prepare([hall(3, 3)], { lengthSeconds: 0.25 }).info.warnings).toEqual([
      'The response is cut after 0.25 s of 3 s.',
    ]);
    expect(prepare([hall(3, 3)], { lengthSeconds: 4 }).info.warnings).toEqual([]);
    expect(prepare([padded(20_000, hall(1, 3), 200_000)]).info.warnings).toEqual([]);
  });

  it('is cut after five seconds in stereo, after ten in mono', () => {
    const mono = prepare([hall(12, 8)], { lengthSeconds: 10 });
    expect(mono.info.seconds).toBe(10);
    expect(mono.info.warnings).toEqual([expect.stringMatching(/^The response is cut after 10 s of 1\d(\.\d+)? s\.$/)]);
    const stereo = prepare([hall(12, 8), hall(12, 8, 2)], { lengthSeconds: 10 });
    expect(stereo.info.seconds).toBe(5);
    expect(stereo.info.warnings[0]).toMatch(/after 5 s of 1\d(\.\d+)? s: more would take too much of the processor/);
  });

  it('that does not decay is a song, and refused; the silence around it does not count', () => {
    const song = noise(11 * RATE_HZ, 1, 0.3);
    const { code, message } = errorOf(() => prepare([song], { name: 'take.wav' }));
    expect(code).toBe('malformed');
    expect(message).toBe('take.wav: expected an impulse response, got 11 s of sound: this looks like a song');
    expect(prepare([padded(6 * RATE_HZ, song.subarray(0, 3 * RATE_HZ), 6 * RATE_HZ)]).info.seconds).toBe(1);
    expect(prepare([hall(15, 12)]).info.seconds).toBe(1);
  });
});

describe('channels', () => {
  const response = speaker(500, RATE_HZ);
  const silent = new Float32Array(500);

  it('that are the same are one', () => {
    expect(prepare([response, response.slice()]).info).toMatchObject({ channels: 1, warnings: [] });
  });

  it('of which one is silent are one, with a warning', () => {
    const left = prepare([silent, response]);
    expect(left.info).toMatchObject({
      channels: 1,
      warnings: ['The left channel is silent; the right one is used for both.'],
    });
    expect(tapsOf(left)).toEqual(tapsOf(prepare([response])));
    const faint = response.map((x) => x * 1e-5);
    expect(prepare([response, faint]).info.warnings[0]).toContain('The right channel is silent');
  });

  it('beyond two are left out, with a warning', () => {
    const other = speaker(500, RATE_HZ, 2);
    const surround = prepare([response, other, silent, response, response, silent]);
    expect(surround.info.channels).toBe(2);
    expect(surround.info.warnings).toEqual(['The file has 6 channels; only the first two are used.']);
    expect(tapsOf(surround)).toEqual(tapsOf(prepare([response, other])));
  });
});

describe('what is no response', () => {
  it('is refused with its place', () => {
    const place = (channels: readonly Float32Array[], sampleRate = RATE_HZ) => {
      const { code, message } = errorOf(() => prepare(channels, { name: 'cab.wav' }, sampleRate));
      return `${code}, ${message}`;
    };
    const broken = Float32Array.of(1, 0, Number.NaN);
    expect(place([])).toBe('malformed, cab.wav: channels: expected at least one, got 0');
    expect(place([new Float32Array(0)])).toBe('malformed, cab.wav: expected at least one frame of sound, got 0');
    expect(place([new Float32Array(9)])).toBe('malformed, cab.wav: expected an impulse response, got silence');
    expect(place([broken.fill(1, 2), Float32Array.of(1, 0, Number.NaN)])).toBe(
      'malformed, cab.wav: channel 2, frame 2: expected a finite number, got NaN',
    );
    expect(place([broken, broken.slice(1)])).toBe('malformed, cab.wav: channel 2: expected 3 frames, got 2');
    expect(place([broken], 7)).toContain('sample rate: expected 1000 to 768000 Hz, got 7');
    expect(errorOf(() => cabinetNetwork(new Uint8Array(0), PLAIN)).message).toBe(
      'response: expected a WAV file, got an empty file',
    );
  });

  it('options out of range are a mistake of the caller', () => {
    for (const lengthSeconds of [0, -1, 10.1, Number.NaN]) {
      expect(() => prepare([Float32Array.of(1)], { lengthSeconds })).toThrow(RangeError);
    }
    expect(() => prepare([Float32Array.of(1)], { sampleRate: 0 })).toThrow(RangeError);
  });
});

it('a response of one frame is a gain, at any rate', () => {
  expect(tapsOf(prepare([Float32Array.of(0.5)]))).toEqual([Float32Array.of(0.5)]);
  const [taps] = tapsOf(prepare([Float32Array.of(0.5)], {}, 44_100));
  expect(gainDb(taps, 1000, RATE_HZ)).toBeCloseTo(20 * Math.log10(0.5), 1);
});

it('ten seconds run, and end when they should', { timeout: 30_000 }, async () => {
  const response = new Float32Array(10 * RATE_HZ);
  response[0] = 1;
  response[2 * RATE_HZ] = 0.5;
  response[10 * RATE_HZ - 2000] = 0.25;
  const { network, info } = prepare([response], { lengthSeconds: 10 });
  expect(info.frames).toBeGreaterThan(10 * RATE_HZ - 2000);
  expect(info.warnings).toEqual([]);
  const engine = createEngine(await prepareEngine(network, { engine: 'wasm' }));
  const output = [new Float32Array(10 * RATE_HZ)];
  engine.process(output, [Float32Array.from(response, (_, t) => (t === 0 ? 1 : 0))], 10 * RATE_HZ);
  expect(output[0][0]).toBe(1);
  expect(output[0][2 * RATE_HZ]).toBeCloseTo(0.5, 5);
  expect(output[0][10 * RATE_HZ - 2000]).toBeCloseTo(0.25, 5);
});

it('what is too long to run is cut, with a warning', () => {
  const decay = noise(480_000, 1).map((x, t) => x * Math.exp(-t / 100_000));
  const { info } = prepare([decay, decay.map((x) => -x)], { lengthSeconds: 10 });
  expect(info).toMatchObject({ channels: 2, seconds: 5 });
  expect(info.warnings).toEqual(['The response is cut after 5 s of 10 s: more would take too much of the processor.']);
});

const fails = new URL('../../../../shared/fails/', import.meta.url);
if (!existsSync(fails)) console.warn('SKIPPED: ../shared/fails is absent, so its responses are not read.');

describe.skipIf(!existsSync(fails))('a response of ../shared/fails', () => {
  const read = (file: string) => new Uint8Array(readFileSync(new URL(file, fails)));

  it('whose left channel is silent is that of the right one', () => {
    const { info } = cabinetNetwork(read('ir-stereo-left-silent.wav'), { sampleRate: RATE_HZ });
    expect(info.channels).toBe(1);
    expect(info.warnings).toEqual(['The left channel is silent; the right one is used for both.']);
  });

  it('with a sample that is no number is refused, with its place', () => {
    const { code, where } = errorOf(() => cabinetNetwork(read('ir-nan.wav'), { sampleRate: RATE_HZ }));
    expect(code).toBe('malformed');
    expect(where).toMatch(/^response: channel 1, frame \d+$/);
  });
});
