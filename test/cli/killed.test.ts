import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryPath } from '../../src/cli/files.js';
import { encodeFile } from '../support/make-wavenet.js';
import { noise } from '../support/signals.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';
import { buildProgram } from './build-program.js';
import { type Sandbox, sandbox } from './harness.js';

const FILES = 50;
const FRAMES = 1_500;

let program = '';
beforeAll(async () => {
  program = await buildProgram();
}, 60_000);
afterAll(() => rmSync(join(program, '..'), { recursive: true, force: true }));

function batchArguments(files: Sandbox, folder: string): string[] {
  const paths = ['--model', files.file('m.nam'), '--input', files.file('dry/*.wav'), '--out-dir', files.file(folder)];
  // The slow engine, so that there is a middle to be killed in.
  return ['render', ...paths, '--jobs', '2', '--engine', 'interpreter', '--json'];
}

/** Runs a batch until it has rendered so many files, and kills it there and then. Gives its process id. */
async function runAndKill(files: Sandbox, rendered: number): Promise<number> {
  const child = fork(program, batchArguments(files, 'wet'), { silent: true });
  const exited = once(child, 'exit');
  let count = 0;
  createInterface({ input: child.stdout! }).on('line', (line) => {
    if (JSON.parse(line).event === 'rendered' && ++count === rendered) child.kill('SIGKILL');
  });
  expect(await exited).toEqual([null, 'SIGKILL']);
  return child.pid!;
}

it(`a batch of ${FILES} files, killed in the middle, and again, has no partial file, and the next run ends it`, async () => {
  const files = sandbox();
  files.write('m.nam', encodeFile(tinyWaveNet()));
  files.folder('dry');
  for (let n = 0; n < FILES; n++) {
    files.writeWav(`dry/take-${n}.wav`, { sampleRate: 48_000, channels: [noise(FRAMES, n + 1)] });
  }
  const whole = await promisify(execFile)(process.execPath, [program, ...batchArguments(files, 'whole')]);
  expect(JSON.parse(whole.stdout.trim().split('\n').at(-1)!)).toMatchObject({ rendered: FILES, failed: 0 });

  for (const rendered of [3, 12]) {
    const pid = await runAndKill(files, rendered);
    const names = readdirSync(files.file('wet'));
    const wavs = names.filter((name) => name.endsWith('.wav'));
    expect(wavs.length).toBeGreaterThanOrEqual(rendered);
    expect(wavs.length).toBeLessThan(FILES);
    for (const name of wavs) {
      expect(readFileSync(files.file(`wet/${name}`))).toEqual(readFileSync(files.file(`whole/${name}`)));
    }
    // A kill may or may not hit a write: one that it hit leaves a file of this name.
    const left = temporaryPath('').replace(`-${process.pid}-`, `-${pid}-`);
    files.write(`wet/${left}`, 'half a file');
    expect(existsSync(files.file(`wet/${left}`))).toBe(true);
  }

  const { stdout } = await promisify(execFile)(process.execPath, [program, ...batchArguments(files, 'wet')]);
  const { rendered, skipped, failed } = JSON.parse(stdout.trim().split('\n').at(-1)!);
  expect({ all: rendered + skipped, failed }).toEqual({ all: FILES, failed: 0 });
  expect(skipped).toBeGreaterThanOrEqual(15);
  expect(readdirSync(files.file('wet')).sort()).toEqual(readdirSync(files.file('whole')).sort());
  for (const name of readdirSync(files.file('whole'))) {
    expect(readFileSync(files.file(`wet/${name}`))).toEqual(readFileSync(files.file(`whole/${name}`)));
  }
}, 120_000);
