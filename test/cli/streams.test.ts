import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeFile } from '../support/make-wavenet.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';
import { buildProgram } from './build-program.js';
import { sandbox } from './harness.js';

let program = '';
beforeAll(async () => {
  program = await buildProgram();
}, 60_000);
afterAll(() => rmSync(join(program, '..'), { recursive: true, force: true }));

function smallModel(): string {
  return sandbox().write('m.nam', encodeFile(tinyWaveNet()));
}

describe.runIf(existsSync('/dev/full'))('a full disk', () => {
  it.each([[[]], [['--json']]])('behind standard output is told in one line (%j)', (options) => {
    const stdio = ['ignore', openSync('/dev/full', 'w'), 'pipe'] as const;
    const argv = [program, 'inspect', smallModel(), ...options];
    const { status, stderr } = spawnSync(process.execPath, argv, { stdio: [...stdio], encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'error: standard output: expected room to write, got a full disk\n',
    });
  });

  it('behind standard error changes no exit code', () => {
    const stdio = ['ignore', 'pipe', openSync('/dev/full', 'w')] as const;
    const inspect = (path: string) => {
      return spawnSync(process.execPath, [program, 'inspect', path], { stdio: [...stdio] }).status;
    };
    expect([inspect(smallModel()), inspect('nowhere.nam')]).toEqual([0, 1]);
  });
});

it('a reader that closes the pipe early is no error', async () => {
  const child = spawn(process.execPath, [program, 'inspect', smallModel(), '--json'], { stdio: 'pipe' });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(stderr).toBe('');
});

it('a fault of the program itself is one line with its place in the code, in any thread', () => {
  for (const isMain of [true, false]) {
    const where = isMain ? 'JSON.stringify' : 'JSON.parse';
    const hook = `
      import { isMainThread } from 'node:worker_threads';
      if (isMainThread === ${isMain}) ${where} = () => { throw new TypeError('x is not a function'); };`;
    const argv = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, program];
    const files = sandbox();
    const model = files.write('m.nam', encodeFile(tinyWaveNet()));
    const input = files.writeWav('in.wav', { sampleRate: 48_000, channels: [new Float32Array(9)] });
    const command = ['render', '--json', '--model', model, '--input', input, '--output', files.file('out.wav')];
    const { status, stderr } = spawnSync(process.execPath, [...argv, ...command], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: [^\n]+ got [^\n]*x is not a function[^\n]*\n$/);
  }
});

it('a thread whose program is broken is one line, too', () => {
  expect(() => execFileSync(process.execPath, [program, 'inspect', '/'], { stdio: 'pipe' })).toThrow(
    expect.objectContaining({ status: 1, stderr: Buffer.from('error: /: expected a file, got a directory\n') }),
  );
});
