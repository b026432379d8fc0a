import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { describe, expect, it } from 'vitest';
import { replaceFile } from '../../src/cli/files.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { renderModel } from '../../src/offline/render.js';
import { type GoldenSet, ownGolden, sharedGolden } from '../support/golden.js';
import { goldenError } from '../support/golden-error.js';
import { encodeFile, makeWaveNetFile } from '../support/make-wavenet.js';
import { sameBits } from '../support/same-bits.js';
import { seededRandom } from '../support/seeded-random.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';
import { dilatone, type Sandbox, sandbox, TextSink } from './harness.js';

const ENGINES = ['wasm', 'interpreter'] as const;
const FIRST_BLOCK = 128;
const OTHER_BLOCKS = [1, 7, 1000, 4096];

function noise(frames: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: frames }, () => random() * 2 - 1);
}

/** A sandbox with a small model and a WAV file of noise. */
function smallCase({ sampleRate = 48_000, channels = 1, frames = 2_000 } = {}): Sandbox {
  const files = sandbox();
  files.write('m.nam', encodeFile(tinyWaveNet()));
  files.writeWav('in.wav', { sampleRate, channels: Array.from({ length: channels }, (_, c) => noise(frames, c + 1)) });
  return files;
}

/** The arguments to render `in.wav` through `m.nam` to `out.wav`. */
function renderArguments(files: Sandbox, ...more: string[]): string[] {
  return [
    'render',
    '--model',
    files.file('m.nam'),
    '--input',
    files.file('in.wav'),
    '--output',
    files.file('out.wav'),
    ...more,
  ];
}

/** Renders a golden case and gives its one channel. */
async function renderGolden(golden: GoldenSet, name: string, frames: number, more: string[]): Promise<Float32Array> {
  const files = sandbox();
  files.write('m.nam', golden.model(name));
  files.writeWav('in.wav', { sampleRate: 48_000, channels: [golden.input.subarray(0, frames)] });
  expect(await dilatone(renderArguments(files, ...more))).toMatchObject({ code: 0, stdout: '' });
  const { sampleRate, channels } = files.readWav('out.wav');
  expect(sampleRate).toBe(48_000);
  expect(channels.length).toBe(1);
  return channels[0];
}

describe.each(ENGINES)('rendering golden cases with the %s engine', (engine) => {
  const sharedNames = sharedGolden.names.filter((name) => /^(wavenet-.*|core-wavenet(_a1_standard)?)$/.test(name));
  const cases = [
    ...ownGolden.names.map((name) => [`our ${name}`, name, ownGolden] as const),
    ...sharedNames.map((name) => [`the whole ${name}`, name, sharedGolden] as const),
  ];
  it.each(cases)(
    '%s comes out as from the reference engine, the same bits for every block',
    { timeout: 60_000 },
    async (_, name, golden) => {
      // Enough of the slow one: as many frames as a receptive field has, and several blocks of all sizes but the largest.
      const [frames, framesOfOthers] = engine === 'wasm' ? [golden.input.length, golden.input.length] : [4_000, 1_200];
      const render = (length: number, block: number) =>
        renderGolden(golden, name, length, ['--engine', engine, '--block', `${block}`]);
      const output = await render(frames, FIRST_BLOCK);
      expect(goldenError(output, golden.output(name).subarray(0, frames))).toBeLessThan(1e-5);
      for (const block of OTHER_BLOCKS) {
        expect(sameBits(await render(framesOfOthers, block), output.subarray(0, framesOfOthers))).toBe(true);
      }
    },
  );
});

describe('rendering', () => {
  it('treats every channel of a file like a file of its own', async () => {
    const files = smallCase({ channels: 3 });
    expect((await dilatone(renderArguments(files))).code).toBe(0);
    const together = files.readWav('out.wav').channels;
    expect(together.length).toBe(3);
    for (const [c, channel] of files.readWav('in.wav').channels.entries()) {
      const alone = smallCase();
      alone.writeWav('in.wav', { sampleRate: 48_000, channels: [channel] });
      await dilatone(renderArguments(alone));
      expect(sameBits(together[c], alone.readWav('out.wav').channels[0])).toBe(true);
    }
  });

  it.each([44_100, 96_000, 22_050, 44_099])('keeps frames and rate of a file at %d Hz', async (sampleRate) => {
    const files = smallCase({ sampleRate, frames: 3_001 });
    expect(await dilatone(renderArguments(files))).toMatchObject({ code: 0, stderr: '' });
    const output = files.readWav('out.wav');
    expect(output.sampleRate).toBe(sampleRate);
    const model = parseModel(new Uint8Array(readFileSync(files.file('m.nam'))));
    const expected = await renderModel(model, [noise(3_001, 1)], { sampleRate });
    expect(output.channels[0].length).toBe(3_001);
    expect(sameBits(output.channels[0], expected[0])).toBe(true);
  });

  it.each([
    ['16', 2 ** 15],
    ['24', 2 ** 23],
  ])('writes %s bits if asked to', async (bits, scale) => {
    const files = smallCase();
    await dilatone(renderArguments(files));
    const [exact] = files.readWav('out.wav').channels;
    expect(await dilatone(renderArguments(files, '--bits', bits))).toMatchObject({ code: 0, stderr: '' });
    const [rounded] = files.readWav('out.wav').channels;
    expect([...rounded]).toEqual(Array.from(exact, (value) => Math.round(value * scale) / scale + 0));
    expect(statSync(files.file('out.wav')).size).toBe(44 + (2_000 * Number(bits)) / 8);
  });

  it('says how many samples an integer format had to clip', async () => {
    const files = smallCase();
    files.write(
      'm.nam',
      encodeFile(makeWaveNetFile({ layerArrays: [{ channels: 2, dilations: [1] }], headScale: 9 }, 1)),
    );
    expect((await dilatone(renderArguments(files))).stderr).toBe('');
    const [exact] = files.readWav('out.wav').channels;
    const clipped = exact.filter(
      (value) => Math.round(value * 2 ** 15) > 2 ** 15 - 1 || Math.round(value * 2 ** 15) < -(2 ** 15),
    );
    expect(clipped.length).toBeGreaterThan(0);
    const { code, stderr } = await dilatone(renderArguments(files, '--bits', '16'));
    expect(code).toBe(0);
    const warning = `${clipped.length} samples were too loud for 16 bits and are clipped`;
    expect(stderr).toBe(`warning: ${files.file('out.wav')}: ${warning}\n`);
  });

  it('computes tanh roughly if asked to', async () => {
    const files = smallCase();
    await dilatone(renderArguments(files));
    const [exact] = files.readWav('out.wav').channels;
    await dilatone(renderArguments(files, '--tanh', 'fast'));
    const error = goldenError(files.readWav('out.wav').channels[0], exact);
    expect(error).toBeGreaterThan(1e-6);
    expect(error).toBeLessThan(0.05);
  });

  it('warns of what the model leaves open and of a size that it does not have', async () => {
    const files = smallCase();
    const { sample_rate, ...withoutRate } = tinyWaveNet();
    expect(sample_rate).toBe(48_000);
    files.write('m.nam', encodeFile(withoutRate));
    const { code, stderr } = await dilatone(renderArguments(files, '--size', '0.5'));
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: .*m\.nam: .*sample rate.*\nwarning: .*m\.nam: .*--size.*\n$/);
  });

  it('warns of a sound whose length is unknown, and renders what is there', async () => {
    const files = smallCase({ frames: 50 });
    const bytes = new Uint8Array(readFileSync(files.file('in.wav')));
    // The sizes of the file and of its sound, behind the format and the count of frames.
    for (const at of [4, bytes.length - 4 * 50 - 4]) new DataView(bytes.buffer).setUint32(at, 0, true);
    files.write('in.wav', bytes);
    const { code, stderr } = await dilatone(renderArguments(files));
    expect(code).toBe(0);
    const warning = 'The header does not say how long the sound is; all 50 frames up to the end of the file are read.';
    expect(stderr).toBe(`warning: ${files.file('in.wav')}: ${warning}\n`);
    expect(files.readWav('out.wav').channels[0].length).toBe(50);
  });

  it('can write over its input', async () => {
    const files = smallCase();
    await dilatone(renderArguments(files));
    const expected = readFileSync(files.file('out.wav'));
    const path = files.file('in.wav');
    expect((await dilatone(['render', '--model', files.file('m.nam'), '--input', path, '--output', path])).code).toBe(
      0,
    );
    expect(Buffer.compare(readFileSync(path), expected)).toBe(0);
    expect(files.names()).toEqual(['in.wav', 'm.nam', 'out.wav']);
  });

  it('replaces the file that a link leads to, and keeps its permissions', async () => {
    const files = smallCase();
    files.write('real.wav', 'old');
    chmodSync(files.file('real.wav'), 0o640);
    symlinkSync(files.file('real.wav'), files.file('out.wav'));
    expect((await dilatone(renderArguments(files))).code).toBe(0);
    expect(lstatSync(files.file('out.wav')).isSymbolicLink()).toBe(true);
    expect(files.readWav('real.wav').channels[0].length).toBe(2_000);
    expect(statSync(files.file('real.wav')).mode & 0o777).toBe(0o640);
  });

  it('makes a file without frames of a file without frames', async () => {
    const files = smallCase({ frames: 0, channels: 2, sampleRate: 44_100 });
    expect(await dilatone(renderArguments(files))).toMatchObject({ code: 0, stderr: '' });
    expect(files.readWav('out.wav')).toEqual({
      sampleRate: 44_100,
      channels: [new Float32Array(0), new Float32Array(0)],
    });
  });
});

describe('bad input exits with 1, one line, and leaves nothing behind', () => {
  const broken = '../fixtures/broken/';
  const fixture = (name: string) => readFileSync(new URL(broken + name, import.meta.url));

  it.each<[string, (files: Sandbox) => void, RegExp]>([
    ['no model', (files) => files.write('m.nam', ''), /m\.nam: expected a \.nam.*, got an empty file/],
    ['a model that is a sound', (files) => files.write('m.nam', readFileSync(files.file('in.wav'))), /got a WAV file/],
    ['a model cut short', (files) => files.write('m.nam', fixture('truncated.nam')), /m\.nam: .*expected/],
    [
      'a model of wrong weights',
      (files) => files.write('m.nam', fixture('wrong-weight-count.nam')),
      /m\.nam: weights: expected/,
    ],
    [
      'a model of absurd size',
      (files) => truncateSync(files.file('m.nam'), 2 ** 42),
      /m\.nam: expected at most \d+ bytes, got 4398046511104/,
    ],
    [
      'a sound that is a model',
      (files) => files.write('in.wav', fixture('truncated.nam')),
      /in\.wav: expected a WAV file, got a file that/,
    ],
    ['an empty sound', (files) => files.write('in.wav', ''), /in\.wav: expected a WAV file, got an empty file/],
    [
      'a sound cut short',
      (files) => truncateSync(files.file('in.wav'), 1_000),
      /in\.wav: data chunk: expected 8000 bytes, got 942/,
    ],
    [
      'a sound of absurd size',
      (files) => truncateSync(files.file('in.wav'), 2 ** 42),
      /in\.wav: expected at most 2147483647 bytes/,
    ],
    [
      'a sound at an absurd rate',
      (files) => files.writeWav('in.wav', { sampleRate: 4_000_000, channels: [noise(9, 1)] }),
      /in\.wav: sample rate: expected/,
    ],
    [
      'rates too far apart',
      (files) => {
        files.write('m.nam', encodeFile({ ...tinyWaveNet(), sample_rate: 3_000 }));
        files.writeWav('in.wav', { sampleRate: 768_000, channels: [noise(9, 1)] });
      },
      /sample rates: expected a ratio of at most 64, got 768000 to 3000 Hz/,
    ],
    [
      'an output that is a directory',
      (files) => mkdirSync(files.file('out.wav')),
      /out\.wav: expected a file, got a directory/,
    ],
  ])('%s', async (_, breakIt, message) => {
    const files = smallCase();
    breakIt(files);
    const before = files.names();
    const { code, stdout, stderr } = await dilatone(renderArguments(files));
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^error: [^\n]+: expected [^\n]+, got [^\n]+\n$/);
    expect(files.names()).toEqual(before);
  });

  it.each(['model', 'input', 'output'])('a path for the %s that leads nowhere', async (option) => {
    const files = smallCase();
    const argv = renderArguments(files);
    argv[argv.indexOf(`--${option}`) + 1] = files.file('nowhere/x');
    const { code, stderr } = await dilatone(argv);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: [^\n]+: expected a file[^\n]*, got [^\n]+\n$/);
    expect(files.names()).toEqual(['in.wav', 'm.nam']);
  });

  it.each(['model', 'input'])('a directory for the %s', async (option) => {
    const files = smallCase();
    const argv = renderArguments(files);
    argv[argv.indexOf(`--${option}`) + 1] = files.path;
    const { code, stderr } = await dilatone(argv);
    expect(code).toBe(1);
    expect(stderr).toBe(`error: ${files.path}: expected a file, got a directory\n`);
  });

  it.runIf(existsSync('/dev/zero'))('a device for any file', async () => {
    const files = smallCase();
    for (const option of ['model', 'input', 'output']) {
      const argv = renderArguments(files);
      argv[argv.indexOf(`--${option}`) + 1] = '/dev/zero';
      const { code, stderr } = await dilatone(argv);
      expect(code).toBe(1);
      expect(stderr).toBe('error: /dev/zero: expected a file, got a device or a pipe\n');
    }
  });

  it('an earlier output stays as it was', async () => {
    const files = smallCase();
    files.write('out.wav', 'precious');
    files.write('in.wav', 'no sound');
    expect((await dilatone(renderArguments(files))).code).toBe(1);
    expect(readFileSync(files.file('out.wav'), 'utf8')).toBe('precious');
  });

  it('a line break in a name or a message does not break the line', async () => {
    const { stderr } = await dilatone(['inspect', 'no\nsuch\u001b[31mfile']);
    expect(stderr).toBe('error: no\\nsuch\\u001b[31mfile: expected a file, got none\n');
  });
});

it('the model is not overwritten', async () => {
  const files = smallCase();
  const before = readFileSync(files.file('m.nam'));
  symlinkSync(files.file('m.nam'), files.file('out.wav'));
  const { code, stderr } = await dilatone(renderArguments(files));
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: --output: expected a file of its own, got the model\n/);
  expect(Buffer.compare(readFileSync(files.file('m.nam')), before)).toBe(0);
});

describe('an interruption', () => {
  it('ends the rendering with 130 and leaves nothing behind', async () => {
    const files = smallCase({ frames: 6 * 48_000 });
    const interruption = new AbortController();
    // The first thing that shows is the progress bar, before the first block.
    const stderr = new TextSink({ isTTY: true, onText: () => interruption.abort() });
    const { code } = await dilatone(renderArguments(files), { stderr, signal: interruption.signal });
    expect(code).toBe(130);
    expect(stderr.text).toMatch(/interrupted\n$/);
    expect(files.names()).toEqual(['in.wav', 'm.nam']);
  });

  it('ends the writing, and the file stays as it was', async () => {
    const files = sandbox();
    files.write('out.wav', 'precious');
    const file = { path: 'out.wav', target: files.file('out.wav') };
    const interruption = new AbortController();
    const writing = replaceFile(file, new Uint8Array(2 ** 24), interruption.signal);
    interruption.abort();
    await expect(writing).rejects.toMatchObject({ code: 'aborted', where: 'out.wav' });
    expect(files.names()).toEqual(['out.wav']);
    expect(readFileSync(file.target, 'utf8')).toBe('precious');
  });
});

it('a file that cannot take its place is removed', async () => {
  const files = sandbox();
  mkdirSync(files.file('out.wav'));
  writeFileSync(files.file('out.wav/child'), '');
  const file = { path: 'out.wav', target: files.file('out.wav') };
  const writing = replaceFile(file, new Uint8Array(10), new AbortController().signal);
  await expect(writing).rejects.toMatchObject({ code: 'load', where: 'out.wav' });
  expect(files.names()).toEqual(['out.wav']);
});

describe('the progress bar', () => {
  it.each([
    ['shows for a long file on a terminal', 6, true, true],
    ['does not show for a short one', 1, true, false],
    ['does not show where there is no terminal', 6, false, false],
  ])('%s', async (_, seconds, isTTY, shows) => {
    const files = smallCase({ sampleRate: 8_000, frames: seconds * 8_000 });
    const stderr = new TextSink({ isTTY });
    const { code, stdout } = await dilatone(renderArguments(files), { stderr });
    expect(code).toBe(0);
    expect(stdout).toBe('');
    expect(stderr.text.includes('rendering')).toBe(shows);
    if (!shows) expect(stderr.text).toBe('');
  });
});
