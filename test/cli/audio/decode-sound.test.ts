import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeSound, optionalPackage } from '../../../src/cli/audio/decode-sound.js';
import { DilatoneError } from '../../../src/errors.js';
import { seededRandom } from '../../support/seeded-random.js';

function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../fixtures/sound/${name}`, import.meta.url)));
}

/** A ramp that wraps around, in whole numbers, which the encoded files hold. */
function ramp(bits: number, channel: number, frames: number): Float32Array {
  const full = 2 ** bits;
  const slope = (7919 + channel * 1000) * (full >> 8);
  return Float32Array.from(
    { length: frames },
    (_, t) => ((Math.floor((t * slope) / 31) % full) - full / 2) / (full / 2),
  );
}

function changed(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
}

describe('reading FLAC', () => {
  it.each([
    ['stereo-16.flac', 44_100, 16, 2, 3_000],
    ['mono-24.flac', 48_000, 24, 1, 2_000],
    ['mono-8.flac', 8_000, 8, 1, 500],
  ])('gives every sample of %s', async (name, sampleRate, bits, channels, frames) => {
    const sound = await decodeSound(fixture(name), name);
    expect(sound.sampleRate).toBe(sampleRate);
    expect(sound.channels).toEqual(Array.from({ length: channels }, (_, c) => ramp(bits, c, frames)));
  });

  it('passes over an ID3 tag', async () => {
    const tag = Uint8Array.of(0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 3, 1, 2, 3);
    const { channels } = await decodeSound(Uint8Array.of(...tag, ...fixture('mono-24.flac')), 'x');
    expect(channels).toEqual([ramp(24, 0, 2_000)]);
  });

  it.each([
    ['cut short', (bytes: Uint8Array) => bytes.subarray(0, -100)],
    ['that ends with its head', (bytes: Uint8Array) => bytes.subarray(0, 50)],
    ['with a broken byte', (bytes: Uint8Array) => changed(bytes, bytes.length >> 1, 0x55)],
    ['with another checksum', (bytes: Uint8Array) => changed(bytes, 30, bytes[30] ^ 1)],
  ])('refuses a file %s', async (_, breakIt) => {
    const reading = decodeSound(new Uint8Array(breakIt(fixture('stereo-16.flac'))), 'in.flac');
    await expect(reading).rejects.toMatchObject({
      code: 'malformed',
      message: expect.stringMatching(/^in\.flac: expected .+, got .+$/),
    });
  });
});

describe('reading MP3', () => {
  it('gives the sine that was encoded, as long as it was', async () => {
    const { sampleRate, channels } = await decodeSound(fixture('sine.mp3'), 'sine.mp3');
    expect(sampleRate).toBe(44_100);
    expect(channels.map((channel) => channel.length)).toEqual([11_025]);
    const middle = channels[0].subarray(2_000, 9_000);
    // LAME takes the level down by 5 %.
    const error = middle.map((x, t) => x - 0.475 * Math.sin((2 * Math.PI * 440 * (t + 2_000)) / 44_100));
    expect(Math.max(...error.map(Math.abs))).toBeLessThan(0.01);
  });

  it('refuses a file without sound', async () => {
    const empty = fixture('sine.mp3').subarray(0, 200);
    await expect(decodeSound(empty, 'in.mp3')).rejects.toMatchObject({ code: 'malformed', where: 'in.mp3' });
  });
});

it('every file with a few broken bytes is read, or refused in our words', async () => {
  const random = seededRandom(5);
  let refused = 0;
  for (const name of ['mono-8.flac', 'sine.mp3']) {
    for (let round = 0; round < 60; round++) {
      const bytes = fixture(name).slice(0, random() < 0.3 ? Math.floor(random() * 300) : undefined);
      for (let n = random() * 4; n > 0; n--) bytes[Math.floor(random() * bytes.length)] = random() * 256;
      try {
        await decodeSound(bytes, 'in');
      } catch (error) {
        expect(error).toBeInstanceOf(DilatoneError);
        refused++;
      }
    }
  }
  expect(refused).toBeGreaterThan(10);
  expect(refused).toBeLessThan(120);
});

it('a missing decoder is named, and how to get it', async () => {
  const missing = 'no-such-package';
  const loading = optionalPackage(() => import(/* @vite-ignore */ missing), 'mp3-decoder', 'in.mp3');
  await expect(loading).rejects.toMatchObject({
    code: 'unsupported',
    message: 'in.mp3: expected the package mp3-decoder to read it with, got none; npm install mp3-decoder brings it',
  });
});
