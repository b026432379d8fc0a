import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import wavefile from 'wavefile';
import { DilatoneError } from '../../src/errors.js';
import { decodeWav } from '../../src/wav/decode-wav.js';
import { encodeWav, type WavBits } from '../../src/wav/encode-wav.js';
import { sameBits } from '../support/same-bits.js';
import { seededRandom } from '../support/seeded-random.js';
import { type ChunkSpec, formatChunk, latin1, wavBytes } from './wav-bytes.js';

const shared = new URL('../../../shared/fails/', import.meta.url);
const sharedIsThere = existsSync(shared);
if (!sharedIsThere) console.warn('shared/fails is missing: WAV files of other programs are not read');

const soxIsInstalled = spawnSync('sox', ['--version']).status === 0;
if (!soxIsInstalled) console.warn('sox is not installed: WAV files are not compared with what it reads');

/** Four samples of 16 bits: 0, a half, −1, and all but 1. */
const SAMPLES = Uint8Array.of(0, 0, 0, 0x40, 0, 0x80, 0xff, 0x7f);
const VALUES = [0, 0.5, -1, 1 - 2 ** -15];

const FORMAT: ChunkSpec = ['fmt ', formatChunk()];
const DATA: ChunkSpec = ['data', SAMPLES];

/** The same for a big-endian file. */
const BIG_ENDIAN_FORMAT: ChunkSpec = ['fmt ', Uint8Array.of(0, 1, 0, 1, 0, 0, 0xbb, 0x80, 0, 1, 0x77, 0, 0, 2, 0, 16)];
const SWAPPED = SAMPLES.map((_, i) => SAMPLES[i ^ 1]);

function noise(frames: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: frames }, () => random() * 2 - 1);
}

/** Takes the numbers of a channel for comparison with plain lists. */
function numbers(channel: Float32Array): number[] {
  return [...channel];
}

function errorOf(bytes: Uint8Array): DilatoneError {
  try {
    decodeWav(bytes, 'in.wav');
  } catch (error) {
    if (error instanceof DilatoneError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe.runIf(sharedIsThere)('reading files that real programs write', () => {
  it.each([
    ['sox-pipe-24bit-mono.wav', 1, 96],
    ['sox-pipe-24bit-stereo.wav', 2, 96],
    ['riff-and-data-size-0.wav', 1, 64],
    ['rf64-ds64-missing-size0.wav', 1, 64],
    ['rf64-ds64-0.wav', 1, 64],
    ['data-unknown-cut-midframe.wav', 2, 63],
    ['data-ffffffff-then-list.wav', 1, 64],
    ['pcm-24bits-in-4bytes.wav', 1, 64],
    ['ext-24in32.wav', 1, 64],
    ['float64.wav', 1, 64],
  ])('gives all sound of %s', (name, count, frames) => {
    const { channels } = decodeWav(new Uint8Array(readFileSync(new URL(name, shared))), name);
    expect(channels.map((channel) => channel.length)).toEqual(Array(count).fill(frames));
    // All hold a sine; misread bytes would be noise.
    for (const channel of channels) {
      const steps = channel.slice(1).map((sample, t) => Math.abs(sample - channel[t]));
      expect(Math.max(...steps)).toBeLessThan(0.5);
    }
  });

  it.each(['float32-nan.wav', 'ir-nan.wav'])('refuses %s, and says where the number is missing', (name) => {
    const bytes = new Uint8Array(readFileSync(new URL(name, shared)));
    expect(() => decodeWav(bytes, name)).toThrow(/channel 1, frame \d+: expected a finite number, got NaN$/);
  });
});

describe('reading a WAV file', () => {
  it.each([
    ['8', 2 ** 7, 128],
    ['16', 2 ** 15, 0],
    ['24', 2 ** 23, 0],
    ['32', 2 ** 31, 0],
    ['32f', 1, 0],
    ['64', 1, 0],
  ])('gives every sample of %s bits that wavefile wrote', (bits, scale, zero) => {
    const isFloat = scale === 1;
    const wanted = [noise(500, 1), noise(500, 2), noise(500, 3)];
    const stored = wanted.map((channel) => Array.from(channel, (x) => (isFloat ? x : Math.trunc(x * scale) + 0)));
    for (const container of ['RIFF', 'RIFX']) {
      const theirs = new wavefile.WaveFile();
      const written = stored.map((channel) => channel.map((value) => value + zero));
      theirs.fromScratch(3, 44_100, bits, written, { container });
      const { sampleRate, channels } = decodeWav(theirs.toBuffer(), 'in.wav');
      expect(sampleRate).toBe(44_100);
      channels.forEach((channel, c) => {
        expect(numbers(channel)).toEqual(stored[c].map((value) => Math.fround(value / scale)));
      });
      expect(channels.length).toBe(3);
    }
  });

  it('reads extensible headers, integer and float', () => {
    const floats = new Uint8Array(Float32Array.of(0.25, -3).buffer);
    const float = ['fmt ', formatChunk({ tag: 0xfffe, bits: 32, channels: 2, subformat: 3 })] as const;
    expect(decodeWav(wavBytes([float, ['data', floats]]), 'in.wav').channels.map(numbers)).toEqual([[0.25], [-3]]);
    const integer = ['fmt ', formatChunk({ tag: 0xfffe, subformat: 1 })] as const;
    expect(numbers(decodeWav(wavBytes([integer, DATA]), 'in.wav').channels[0])).toEqual(VALUES);
  });

  it('passes over chunks that say nothing of the sound, whatever is in them', () => {
    const list: ChunkSpec = ['LIST', latin1('INFOISFT\x05\0\0\0Lavf\0\0')];
    const oddOne: ChunkSpec = ['odd ', Uint8Array.of(1, 2, 3)];
    const cues: ChunkSpec = ['cue ', Uint8Array.of(0xff, 0xff, 0xff, 0xff)];
    const emptyLists = Array.from({ length: 40 }, (): ChunkSpec => ['LIST', latin1('INFO')]);
    const bytes = wavBytes([list, oddOne, FORMAT, cues, list, ...emptyLists, DATA, list, ['bext', new Uint8Array(3)]]);
    expect(numbers(decodeWav(bytes, 'in.wav').channels[0])).toEqual(VALUES);
  });

  it('reads to the end where a program that wrote to a pipe could not know the length', () => {
    for (const announced of [0xffff_ffff, 0x7fff_f000]) {
      const bytes = wavBytes([FORMAT, ['data', SAMPLES, announced]]);
      expect(numbers(decodeWav(bytes, 'in.wav').channels[0])).toEqual(VALUES);
    }
  });

  it('finds the length of an RF64 file where that keeps it', () => {
    const sizes = new Uint8Array(28);
    new DataView(sizes.buffer).setBigUint64(8, 8n, true);
    const bytes = wavBytes([['ds64', sizes], FORMAT, ['data', SAMPLES, 0xffff_ffff], ['junk', SAMPLES]], 'RF64');
    expect(numbers(decodeWav(bytes, 'in.wav').channels[0])).toEqual(VALUES);
  });

  describe('whose writer never knew the length', () => {
    const mono24: ChunkSpec = ['fmt ', formatChunk({ tag: 0xfffe, bits: 24, subformat: 1 })];
    const stereo24: ChunkSpec = ['fmt ', formatChunk({ tag: 0xfffe, bits: 24, channels: 2, subformat: 1 })];
    const samples24 = Uint8Array.of(0, 0, 0x40, 0, 0, 0x80);
    const list: ChunkSpec = ['LIST', latin1('INFOISFT\x06\0\0\0killed')];
    const noSizes: ChunkSpec = ['ds64', new Uint8Array(28)];

    /** The same file with another size of the container. */
    function withSize(bytes: Uint8Array, size: number): Uint8Array {
      const copy = bytes.slice();
      new DataView(copy.buffer).setUint32(4, size, true);
      return copy;
    }

    it.each<[string, Uint8Array, number[][]]>([
      ['sox to a pipe, 24 bits', wavBytes([mono24, ['data', samples24, 0x7fff_effe]]), [[0.5, -1]]],
      ['sox to a pipe, stereo', wavBytes([stereo24, ['data', samples24, 0x7fff_effc]]), [[0.5], [-1]]],
      ['a killed recorder that writes 0 first', withSize(wavBytes([FORMAT, ['data', SAMPLES, 0]]), 0), [VALUES]],
      [
        'a killed recorder that writes the header’s size first',
        withSize(wavBytes([FORMAT, ['data', SAMPLES, 0]]), 36),
        [VALUES],
      ],
      ['a program that corrects only the size of the file', wavBytes([FORMAT, ['data', SAMPLES, 0]]), [VALUES]],
      ['a program that knows neither size', withSize(wavBytes([FORMAT, ['data', SAMPLES, 0]]), 0xffff_ffff), [VALUES]],
      ['a killed recorder of silence', wavBytes([FORMAT, ['data', new Uint8Array(16), 0]]), [Array(8).fill(0)]],
      ['a program that writes the largest signed size', wavBytes([FORMAT, ['data', SAMPLES, 0x7fff_ffff]]), [VALUES]],
      ['a program that writes 2 GiB', wavBytes([FORMAT, ['data', SAMPLES, 0x8000_0000]]), [VALUES]],
      ['RF64 without 64-bit sizes', wavBytes([FORMAT, ['data', SAMPLES, 0xffff_ffff]], 'RF64'), [VALUES]],
      ['RIFX to a pipe', wavBytes([BIG_ENDIAN_FORMAT, ['data', SWAPPED, 0xffff_ffff]], 'RIFX'), [VALUES]],
      [
        'ffmpeg to a pipe as RF64',
        withSize(wavBytes([noSizes, FORMAT, ['data', SAMPLES, 0xffff_ffff]], 'RF64'), 0xffff_ffff),
        [VALUES],
      ],
      [
        'a pipe that broke within a frame',
        wavBytes([FORMAT, ['data', SAMPLES.subarray(0, 7), 0xffff_ffff]]).subarray(0, -1),
        [VALUES.slice(0, 3)],
      ],
      [
        'a program that puts a list behind the sound',
        wavBytes([FORMAT, ['data', SAMPLES, 0xffff_ffff], list]),
        [VALUES],
      ],
      [
        'a program whose last list lacks its padding',
        wavBytes([FORMAT, ['data', SAMPLES, 0xffff_ffff], ['LIST', latin1('INFOx')]]).subarray(0, -1),
        [VALUES],
      ],
    ])('is read to the end of the sound: %s', (_, bytes, wanted) => {
      const { channels, warning } = decodeWav(bytes, 'in.wav');
      expect(channels.map(numbers)).toEqual(wanted);
      expect(warning).toBe(
        `The header does not say how long the sound is; all ${wanted[0].length} frames up to the end of the file are read.`,
      );
    });

    it('is told from one that did by no warning', () => {
      expect(decodeWav(wavBytes([FORMAT, DATA, list]), 'in.wav').warning).toBeUndefined();
      const sizes = new Uint8Array(28);
      new DataView(sizes.buffer).setBigUint64(8, 8n, true);
      const long = wavBytes([['ds64', sizes], FORMAT, ['data', SAMPLES, 0xffff_ffff]], 'RF64');
      expect(decodeWav(long, 'in.wav').warning).toBeUndefined();
    });

    it.each([0, 1, 2 ** 40, Number.MAX_SAFE_INTEGER])(
      'a 64-bit size of %d is no reason to doubt a 32-bit one',
      (size) => {
        const sizes = new Uint8Array(28);
        new DataView(sizes.buffer).setBigUint64(8, BigInt(size), true);
        const { channels, warning } = decodeWav(
          withSize(wavBytes([['ds64', sizes], FORMAT, DATA], 'RF64'), 0xffff_ffff),
          'in.wav',
        );
        expect(numbers(channels[0])).toEqual(VALUES);
        expect(warning).toBeUndefined();
      },
    );

    it('keeps sound that only looks like a chunk', () => {
      const sound = Uint8Array.of(...latin1('LIST'), 1, 2, 3, 4);
      const bytes = wavBytes([FORMAT, ['data', sound, 0xffff_ffff]]);
      expect(decodeWav(bytes, 'in.wav').channels[0].length).toBe(4);
    });

    it('reads sound full of what looks like chunks in a time that grows with its length only', () => {
      // Seven bytes at the end keep every chain of chunks from the file's end.
      const sound = latin1(`${'LIST\0\0\0\0'.repeat(60_000)}1234567`);
      const bytes = wavBytes([FORMAT, ['data', sound, 0xffff_ffff]]);
      const start = performance.now();
      expect(decodeWav(bytes, 'in.wav').channels[0].length).toBe(240_004);
      expect(performance.now() - start).toBeLessThan(2000);
    });

    it('keeps an empty data chunk empty if other chunks, or nothing, are behind it', () => {
      const empty: ChunkSpec = ['data', new Uint8Array(0)];
      for (const chunks of [[list], [['acid', new Uint8Array(24)], list], []] as ChunkSpec[][]) {
        const { channels, warning } = decodeWav(wavBytes([FORMAT, empty, ...chunks]), 'in.wav');
        expect(channels[0].length).toBe(0);
        expect(warning).toBeUndefined();
      }
    });
  });

  it('reads 24 bits in the upper bytes of four, whatever the kind of header', () => {
    const samples = Uint8Array.of(0, 0, 0, 0x40, 0, 0, 0, 0x80);
    const plain = formatChunk({ bits: 24, frameBytes: 4 });
    const extensible = formatChunk({ tag: 0xfffe, bits: 32, subformat: 1 });
    new DataView(extensible.buffer).setUint16(18, 24, true);
    for (const format of [plain, extensible]) {
      const bytes = wavBytes([
        ['fmt ', format],
        ['data', samples],
      ]);
      expect(numbers(decodeWav(bytes, 'in.wav').channels[0])).toEqual([0.5, -1]);
    }
  });

  it('gives channels without frames for a file without sound', () => {
    const { channels } = decodeWav(
      wavBytes([
        ['fmt ', formatChunk({ channels: 2 })],
        ['data', new Uint8Array(0)],
      ]),
      'x',
    );
    expect(channels.map((channel) => channel.length)).toEqual([0, 0]);
  });

  it.each<[string, Uint8Array, string, string]>([
    ['an empty file', new Uint8Array(0), 'malformed', 'in.wav: expected a WAV file, got an empty file'],
    ['another file', latin1('{"version": 1}'), 'malformed', 'a file that begins with "{\\"version\\":'],
    ['a RIFF file of pictures', wavBytes([FORMAT, DATA], 'RIFF', 'AVI '), 'malformed', 'expected a WAV file'],
    ['eleven bytes', wavBytes([]).subarray(0, 11), 'malformed', 'expected a WAV file'],
    ['nothing but a head', wavBytes([]), 'malformed', 'expected a format chunk, got none'],
    ['no format', wavBytes([DATA]), 'malformed', 'in.wav: expected a format chunk, got none'],
    ['no data', wavBytes([FORMAT]), 'malformed', 'in.wav: expected a data chunk, got none'],
    [
      'a format cut short',
      wavBytes([['data', SAMPLES], FORMAT]).subarray(0, -6),
      'malformed',
      'format chunk: expected 16',
    ],
    ['a format too short', wavBytes([['fmt ', new Uint8Array(8)], DATA]), 'malformed', 'expected 16 bytes, got 8'],
    ['data cut short', wavBytes([FORMAT, DATA]).subarray(0, -2), 'malformed', 'data chunk: expected 8 bytes, got 6'],
    ['data that lies', wavBytes([FORMAT, ['data', SAMPLES, 4_000]]), 'malformed', 'expected 4000 bytes, got 8'],
    [
      'half a frame',
      wavBytes([FORMAT, ['data', SAMPLES.subarray(1)]]),
      'malformed',
      'expected whole frames of 2 bytes',
    ],
    [
      'no channel',
      wavBytes([['fmt ', formatChunk({ channels: 0 })], DATA]),
      'malformed',
      'channels: expected at least one',
    ],
    [
      '257 channels',
      wavBytes([['fmt ', formatChunk({ channels: 257 })], DATA]),
      'limit',
      'channels: expected at most 256, got 257',
    ],
    [
      '65 535 channels',
      wavBytes([['fmt ', formatChunk({ channels: 65_535, bits: 8 })], DATA]),
      'limit',
      'channels: expected at most 256, got 65535',
    ],
    [
      'no rate',
      wavBytes([['fmt ', formatChunk({ sampleRate: 0 })], DATA]),
      'malformed',
      'in.wav: sample rate: expected',
    ],
    [
      'a frame of odd size',
      wavBytes([['fmt ', formatChunk({ frameBytes: 3 })], DATA]),
      'malformed',
      'frames: expected 2',
    ],
    ['ADPCM', wavBytes([['fmt ', formatChunk({ tag: 17, bits: 4 })], DATA]), 'unsupported', 'got 4 bits of kind 17'],
    ['12 bits', wavBytes([['fmt ', formatChunk({ bits: 12 })], DATA]), 'unsupported', 'got 12 bits of kind 1'],
  ])('refuses %s', (_, bytes, code, message) => {
    const error = errorOf(bytes);
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
    expect(error.message).toMatch(/^in\.wav.*: expected .+, got .+$/);
  });

  it('reads or refuses every file with a few broken bytes, and never fails in another way', () => {
    const random = seededRandom(8);
    const extensible: ChunkSpec = ['fmt ', formatChunk({ tag: 0xfffe, subformat: 1 })];
    const whole = [wavBytes([FORMAT, DATA]), wavBytes([extensible, DATA]), wavBytes([FORMAT, DATA], 'RIFX')];
    let refused = 0;
    for (let round = 0; round < 3_000; round++) {
      const bytes = whole[round % whole.length].slice(0, random() < 0.3 ? Math.floor(random() * 80) : undefined);
      for (let n = random() * 4; n > 0; n--) bytes[Math.floor(random() * bytes.length)] = random() * 256;
      try {
        decodeWav(bytes, 'in.wav');
      } catch (error) {
        expect(error).toBeInstanceOf(DilatoneError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(1_000);
    expect(refused).toBeLessThan(3_000);
  });

  it('refuses sound that is not a number, and says where', () => {
    const floats = new Uint8Array(Float32Array.of(0, 0, 0, Number.NaN).buffer);
    const bytes = wavBytes([
      ['fmt ', formatChunk({ tag: 3, bits: 32, channels: 2 })],
      ['data', floats],
    ]);
    expect(errorOf(bytes).message).toBe('in.wav: channel 2, frame 1: expected a finite number, got NaN');
    const huge = new Uint8Array(Float64Array.of(1e300).buffer);
    expect(
      errorOf(
        wavBytes([
          ['fmt ', formatChunk({ tag: 3, bits: 64 })],
          ['data', huge],
        ]),
      ).message,
    ).toContain('Infinity');
  });
});

describe('writing a WAV file', () => {
  const channels = [noise(301, 4), noise(301, 5), noise(301, 6)];

  it.each([1, 2, 3])('keeps every bit of floats, in %d channels', (count) => {
    const audio = { sampleRate: 96_000, channels: channels.slice(0, count) };
    const { bytes, clippedSamples } = encodeWav(audio, '32f');
    const read = decodeWav(bytes, 'out.wav');
    expect(clippedSamples).toBe(0);
    expect(read.sampleRate).toBe(96_000);
    expect(read.channels.length).toBe(count);
    read.channels.forEach((channel, c) => {
      expect(sameBits(channel, channels[c])).toBe(true);
    });
  });

  it.each<[WavBits, number]>([
    ['16', 15],
    ['24', 23],
  ])('rounds to %s bits, and keeps what was read from such a file', (bits, exponent) => {
    const first = encodeWav({ sampleRate: 48_000, channels }, bits).bytes;
    const read = decodeWav(first, 'out.wav');
    read.channels.forEach((channel, c) => {
      channel.forEach((value, t) => {
        expect(Math.abs(value - channels[c][t])).toBeLessThanOrEqual(2 ** -(exponent + 1));
      });
    });
    expect(Buffer.compare(encodeWav(read, bits).bytes, first)).toBe(0);
  });

  it('clips integers at full scale and counts them', () => {
    const loud = [Float32Array.of(1.5, -1.5, 1, -1, 0.999)];
    for (const [bits, exponent] of [
      ['16', 15],
      ['24', 23],
    ] as const) {
      const { bytes, clippedSamples } = encodeWav({ sampleRate: 48_000, channels: loud }, bits);
      expect(clippedSamples).toBe(3);
      const most = Math.fround(1 - 2 ** -exponent);
      const [read] = decodeWav(bytes, 'out.wav').channels;
      expect(numbers(read).slice(0, 4)).toEqual([most, -1, most, -1]);
    }
  });

  it.each<WavBits>(['16', '24', '32f'])('makes files of %s bits whose chunks end at even places', (bits) => {
    const { bytes } = encodeWav({ sampleRate: 48_000, channels: [noise(3, 7)] }, bits);
    expect(bytes.length % 2).toBe(0);
    expect(new DataView(bytes.buffer).getUint32(4, true)).toBe(bytes.length - 8);
  });

  it.each<[WavBits, number]>([
    ['16', 1],
    ['24', 1],
    ['32f', 1],
    ['16', 2],
    ['24', 3],
    ['32f', 3],
  ])('makes files of %s bits and %d channels that sox and wavefile read alike', (bits, count) => {
    const audio = { sampleRate: 44_100, channels: channels.slice(0, count) };
    const { bytes } = encodeWav(audio, bits);
    const ours = decodeWav(bytes, 'out.wav').channels;
    const theirs = new wavefile.WaveFile(bytes);
    const scale = { '16': 2 ** 15, '24': 2 ** 23, '32f': 1 }[bits] as number;
    const samples = theirs.getSamples(true);
    ours.forEach((channel, c) => {
      if (bits === '32f' && count > 2) return; // wavefile takes extensible floats for integers
      expect(numbers(channel)).toEqual(numbers(channel).map((_, t) => samples[t * count + c] / scale));
    });
    if (!soxIsInstalled) return;
    const { stdout, stderr } = spawnSync('sox', ['-t', 'wav', '-', '-t', 'f32', '-'], { input: bytes });
    if (count <= 2) expect(stderr.toString()).toBe(''); // sox warns of every extensible header of floats
    const interleaved = new Float32Array(new Uint8Array(stdout).buffer);
    expect(interleaved.length).toBe(count * 301);
    ours.forEach((channel, c) => {
      channel.forEach((value, t) => {
        expect(Math.abs(interleaved[t * count + c] - value)).toBeLessThan(1e-6);
      });
    });
  });
});
