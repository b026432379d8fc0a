import { mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryPath } from '../../src/cli/files.js';
import { encodeFile, makeWaveNetFile } from '../support/make-wavenet.js';
import { noise } from '../support/signals.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';
import { dilatone, type Sandbox, sandbox, TextSink } from './harness.js';

/** A sandbox with a model and files of noise. */
function takes(...names: string[]): Sandbox {
  const files = sandbox();
  files.write('m.nam', encodeFile(tinyWaveNet()));
  names.forEach((name, n) => {
    mkdirSync(join(files.path, name, '..'), { recursive: true });
    files.writeWav(name, { sampleRate: 48_000, channels: [noise(500 + n, n + 1)] });
  });
  return files;
}

function batchArguments(files: Sandbox, ...more: string[]): string[] {
  return ['render', '--model', files.file('m.nam'), '--out-dir', files.file('wet'), ...more];
}

/** All files below a folder, hidden ones included. */
function tree(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

function events(stdout: string): Record<string, unknown>[] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('a batch', () => {
  it('renders each file as it is rendered alone', async () => {
    const files = takes('a.wav', 'b.wav');
    files.writeWav('stereo.wav', { sampleRate: 44_100, channels: [noise(900, 8), noise(900, 9)] });
    const inputs = ['a.wav', 'b.wav', 'stereo.wav'].map((name) => files.file(name));
    const { code, stdout, stderr } = await dilatone(batchArguments(files, '--bits', '24', ...inputs));
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(
      /^rendered .*a\.wav\nrendered .*b\.wav\nrendered .*stereo\.wav\n3 rendered, 0 skipped, 0 failed\n$/,
    );
    for (const name of ['a.wav', 'b.wav', 'stereo.wav']) {
      const alone = ['--model', files.file('m.nam'), '--input', files.file(name), '--output', files.file('alone.wav')];
      await dilatone(['render', ...alone, '--bits', '24']);
      expect(readFileSync(files.file(`wet/${name}`))).toEqual(readFileSync(files.file('alone.wav')));
    }
  });

  it('keeps the folders of what a pattern finds, and takes each file once', async () => {
    const files = takes('dry/b.wav', 'dry/deep/er/a.wav', 'dry/c.txt', 'other.wav');
    const { code } = await dilatone(
      batchArguments(files, '--input', files.file('dry/**/*.wav'), files.file('dry/b.wav'), files.file('other.wav')),
    );
    expect(code).toBe(0);
    expect(tree(files.file('wet'))).toEqual(['b.wav', 'deep/er/a.wav', 'other.wav']);
  });

  it('takes a name for what it is where there is such a file', async () => {
    const files = takes('take [1].wav', 'take 1.wav');
    expect((await dilatone(batchArguments(files, files.file('take [1].wav')))).code).toBe(0);
    expect(tree(files.file('wet'))).toEqual(['take [1].wav']);
  });

  it('reads other formats, and writes WAV', async () => {
    const files = takes();
    const fixture = (name: string) => readFileSync(new URL(`../fixtures/sound/${name}`, import.meta.url));
    const inputs = ['stereo-16.flac', 'sine.mp3'].map((name) => files.write(name, fixture(name)));
    const { code, stdout } = await dilatone(batchArguments(files, '--json', ...inputs));
    expect(code).toBe(0);
    expect(events(stdout).filter(({ event }) => event === 'rendered')).toMatchObject([
      { input: inputs[0], frames: 3_000, channels: 2, sampleRate: 44_100 },
      { input: inputs[1], frames: 11_025, channels: 1, sampleRate: 44_100 },
    ]);
    expect(files.readWav('wet/stereo-16.wav').channels.map((channel) => channel.length)).toEqual([3_000, 3_000]);
  });

  it('goes on after a file that cannot be read, and exits with 1', async () => {
    const files = takes('a.wav', 'c.wav');
    const inputs = [files.file('a.wav'), files.write('b.wav', 'no sound'), files.file('c.wav'), files.file('d.wav')];
    const { code, stderr } = await dilatone(batchArguments(files, ...inputs));
    expect(code).toBe(1);
    expect(stderr.match(/^error: .*$/gm)).toEqual([
      expect.stringMatching(/b\.wav: expected a WAV file, got a file that begins with/),
      expect.stringMatching(/d\.wav: expected a file, got none/),
    ]);
    expect(stderr).toMatch(/2 rendered, 0 skipped, 2 failed\n$/);
    expect(tree(files.file('wet'))).toEqual(['a.wav', 'c.wav']);
  });

  it.each([
    ['has no bytes', (_: Uint8Array) => new Uint8Array(0)],
    ['was cut off in its header', (whole: Uint8Array) => whole.subarray(0, 10)],
    ['was cut off in its sound', (whole: Uint8Array) => whole.subarray(0, whole.length - 7)],
    ['lost its content, but not its length', (whole: Uint8Array) => new Uint8Array(whole.length)],
  ])('renders again what %s', async (_, spoil) => {
    const files = takes('a.wav');
    await dilatone(batchArguments(files, files.file('a.wav')));
    const whole = new Uint8Array(readFileSync(files.file('wet/a.wav')));
    files.write('wet/a.wav', spoil(whole));
    const { stderr } = await dilatone(batchArguments(files, files.file('a.wav'), files.file('a.wav')));
    expect(stderr).toMatch(/1 rendered, 0 skipped, 0 failed\n$/);
    expect(new Uint8Array(readFileSync(files.file('wet/a.wav')))).toEqual(whole);
  });

  it('skips what is there, unless told otherwise', async () => {
    const files = takes('a.wav', 'b.wav');
    mkdirSync(files.file('wet'));
    files.write('wet/a.wav', 'precious');
    const inputs = ['a.wav', 'b.wav'].map((name) => files.file(name));
    const first = await dilatone(batchArguments(files, ...inputs));
    expect(first.code).toBe(0);
    expect(first.stderr).toMatch(
      /^skipped .*a\.wav, which is there\nrendered .*b\.wav\n1 rendered, 1 skipped, 0 failed\n$/,
    );
    expect(readFileSync(files.file('wet/a.wav'), 'utf8')).toBe('precious');
    expect((await dilatone(batchArguments(files, '--force', ...inputs))).stderr).toMatch(/2 rendered, 0 skipped/);
    expect(files.readWav('wet/a.wav').channels[0].length).toBe(500);
  });

  it('removes what killed runs left behind, and nothing else', async () => {
    const files = takes('a.wav');
    mkdirSync(files.file('wet'));
    const name = temporaryPath('');
    const [, host] = name.split('-');
    const ofNobody = name.replace(`-${process.pid}-`, '-4194305-'); // beyond the greatest id of a process
    const ofAnotherHost = name.replace(host, '00000000').replace(`-${process.pid}-`, '-4194305-');
    const old = ofAnotherHost.replace(/.\.part$/, 'f.part').replace('-4194305-', '-4194306-');
    const others = [name, ofAnotherHost, 'precious.part', '.dilatone-notes'];
    for (const left of [ofNobody, old, ...others]) files.write(`wet/${left}`, 'half a file');
    utimesSync(files.file(`wet/${old}`), 0, 0);
    expect((await dilatone(batchArguments(files, files.file('a.wav')))).code).toBe(0);
    expect(tree(files.file('wet'))).toEqual(['a.wav', ...others].sort());
  });
});

describe('a batch is refused before any work where', () => {
  it.each<[string, (files: Sandbox) => string[], RegExp]>([
    [
      'two inputs would have one output',
      (files) => [files.file('a.wav'), files.file('sub/a.wav')],
      /--out-dir: expected inputs of different names, got .*a\.wav and .*sub\/a\.wav/,
    ],
    [
      'an output would take the place of its input',
      (files) => ['--out-dir', files.path, files.file('a.wav')],
      /--out-dir: expected a folder apart from the inputs/,
    ],
    [
      'an output would take the place of another input',
      (files) => ['--out-dir', files.path, files.file('sub/a.wav'), files.file('a.wav')],
      /--out-dir: expected a folder apart from the inputs/,
    ],
    [
      'an output would take the place of its input by another name',
      (files) => {
        symlinkSync(files.file('sub'), files.file('link'));
        return ['--out-dir', files.file('link'), files.file('sub/a.wav')];
      },
      /--out-dir: expected a folder apart from the inputs/,
    ],
  ])('%s', async (_, inputs, message) => {
    const files = takes('a.wav', 'sub/a.wav');
    const argv = batchArguments(files, ...inputs(files));
    if (argv.filter((argument) => argument === '--out-dir').length > 1) argv.splice(3, 2);
    const before = tree(files.path);
    const { code, stdout, stderr } = await dilatone(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(tree(files.path)).toEqual(before);
  });

  it.each<[string, (files: Sandbox) => string[], RegExp]>([
    ['a pattern finds nothing', (files) => [files.file('*.aiff')], /\*\.aiff: expected files, got none\n$/],
    [
      'the folder is a file',
      (files) => {
        files.write('wet', '');
        return [files.file('a.wav')];
      },
      /wet: expected a folder, got a file\n$/,
    ],
    [
      'the model is none',
      (files) => {
        files.write('m.nam', '{}');
        return [files.file('a.wav')];
      },
      /m\.nam: expected/,
    ],
  ])('%s', async (_, inputs, message) => {
    const files = takes('a.wav');
    const { code, stdout, stderr } = await dilatone(batchArguments(files, ...inputs(files)));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.split('\n').length).toBe(2);
    expect(files.names()).not.toContain('wet/a.wav');
  });
});

describe('--json', () => {
  it('tells of every file in lines of JSON', async () => {
    const files = takes('a.wav', 'b.wav');
    files.write('bad.wav', 'no sound');
    files.folder('wet');
    files.writeWav('wet/b.wav', { sampleRate: 48_000, channels: [noise(3, 9)] });
    const [a, b, bad] = ['a.wav', 'b.wav', 'bad.wav'].map((name) => files.file(name));
    const { code, stdout } = await dilatone(batchArguments(files, '--json', '--size', '1', a, b, bad));
    expect(code).toBe(1);
    const output = files.file('wet/a.wav');
    expect(events(stdout)).toEqual([
      { event: 'warning', where: files.file('m.nam'), message: 'it has one size only, and --size changes nothing' },
      { event: 'start', input: a, output, seconds: 500 / 48_000 },
      { event: 'progress', input: a, share: 1 },
      { event: 'rendered', input: a, output, frames: 500, channels: 1, sampleRate: 48_000, clippedSamples: 0 },
      { event: 'skipped', input: b, output: files.file('wet/b.wav') },
      {
        event: 'failed',
        input: bad,
        output: files.file('wet/bad.wav'),
        code: 'malformed',
        where: bad,
        detail: 'expected a WAV file, got a file that begins with "no sound"',
      },
      { event: 'end', rendered: 1, skipped: 1, failed: 1 },
    ]);
  });

  it('tells of one file too', async () => {
    const files = takes('a.wav');
    const paths = ['--input', files.file('a.wav'), '--output', files.file('out.wav')];
    const { code, stdout, stderr } = await dilatone(['render', '--model', files.file('m.nam'), ...paths, '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(events(stdout).map(({ event }) => event)).toEqual(['start', 'progress', 'rendered', 'end']);
  });
});

describe('on a terminal', () => {
  it('each file has a bar, and each line stands above them', async () => {
    const files = takes('a.wav', 'b.wav');
    const stderr = new TextSink({ isTTY: true });
    const inputs = [files.file('a.wav'), files.file('b.wav')];
    expect((await dilatone(batchArguments(files, ...inputs), { stderr })).code).toBe(0);
    for (const input of inputs) expect(stderr.text).toContain(`left  ${input}`);
    expect(stderr.text).toMatch(/2 rendered, 0 skipped, 0 failed\n$/);
  });
});

it('an interruption ends a batch with 130, and what is rendered stays', async () => {
  const files = sandbox();
  files.write('m.nam', encodeFile(makeWaveNetFile({ layerArrays: [{ channels: 4, dilations: [1, 2, 4] }] }, 1)));
  const inputs = ['a', 'b'].map((name) =>
    files.writeWav(`${name}.wav`, { sampleRate: 48_000, channels: [noise(name === 'a' ? 100 : 480_000, 1)] }),
  );
  const interruption = new AbortController();
  const stderr = new TextSink({ onText: () => interruption.abort() });
  const { code } = await dilatone(batchArguments(files, ...inputs), { stderr, signal: interruption.signal });
  expect(code).toBe(130);
  expect(stderr.text).toMatch(/interrupted\n$/);
  expect(tree(files.file('wet'))).toEqual(['a.wav']);
  expect(files.readWav('wet/a.wav').channels[0].length).toBe(100);
});
