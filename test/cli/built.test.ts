import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownGolden } from '../support/golden.js';
import { goldenError } from '../support/golden-error.js';
import { buildProgram } from './build-program.js';
import { PACKAGE_VERSION, sandbox } from './harness.js';

let program = '';

beforeAll(async () => {
  program = await buildProgram();
}, 60_000);

afterAll(() => {
  rmSync(join(program, '..'), { recursive: true, force: true });
});

describe('the built program', () => {
  it('says its version', () => {
    expect(execFileSync(process.execPath, [program, '--version'], { encoding: 'utf8' })).toContain(PACKAGE_VERSION);
  });

  it('begins with the line that lets a shell run it', () => {
    expect(execFileSync('head', ['-1', program], { encoding: 'utf8' })).toBe('#!/usr/bin/env node\n');
  });

  it('renders a golden case', () => {
    const files = sandbox();
    const [name] = ownGolden.names;
    const model = files.write('m.nam', ownGolden.model(name));
    const input = files.writeWav('in.wav', { sampleRate: 48_000, channels: [ownGolden.input] });
    execFileSync(process.execPath, [
      program,
      'render',
      '--model',
      model,
      '--input',
      input,
      '--output',
      files.file('out.wav'),
    ]);
    expect(goldenError(files.readWav('out.wav').channels[0], ownGolden.output(name))).toBeLessThan(1e-5);
  });

  it('renders the same in worker threads', () => {
    const files = sandbox();
    const [name] = ownGolden.names;
    const model = files.write('m.nam', ownGolden.model(name));
    for (const input of ['a.wav', 'b.wav', 'c.wav']) {
      files.writeWav(input, { sampleRate: 48_000, channels: [ownGolden.input] });
    }
    files.write('bad.wav', 'no sound');
    const batch = [
      'render',
      '--model',
      model,
      '--out-dir',
      files.file('wet'),
      '--input',
      files.file('*.wav'),
      '--jobs',
      '3',
    ];
    expect(() => execFileSync(process.execPath, [program, ...batch], { encoding: 'utf8', stdio: 'pipe' })).toThrow(
      expect.objectContaining({
        status: 1,
        stdout: '',
        stderr: expect.stringMatching(/^error: .*bad\.wav: expected a WAV file, got .*$/m),
      }),
    );
    for (const output of ['wet/a.wav', 'wet/b.wav', 'wet/c.wav']) {
      expect(goldenError(files.readWav(output).channels[0], ownGolden.output(name))).toBeLessThan(1e-5);
    }
  });

  it('serves the demo until it is ended', async () => {
    const child = fork(program, ['serve-demo'], { silent: true });
    const exited = once(child, 'exit');
    const isBuilt = existsSync(join(program, '../../demo/index.html'));
    const [said] = await once(isBuilt ? child.stdout! : child.stderr!, 'data');
    if (!isBuilt) {
      expect(String(said)).toMatch(/^error: demo: expected a built page, got none; .*npm run build:demo/);
      expect(await exited).toEqual([1, null]);
      return;
    }
    const [url] = String(said).match(/http:\S+/)!;
    const page = await fetch(url);
    expect(page.headers.get('content-type')).toMatch('text/html');
    expect(await page.text()).toContain('<demo-app>');
    expect((await fetch(`${url}../package.json`)).status).toBe(404);
    expect((await fetch(`${url}..%2Fpackage.json`)).status).toBe(404);
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  });

  it.each([
    [['inspect', 'nowhere.nam'], 1, 'error: nowhere.nam: expected a file, got none\n'],
    [['inspect'], 2, 'error: missing required args for command inspect <model>\nTry: dilatone inspect --help\n'],
  ])('exits from %j with %d', (argv, status, stderr) => {
    const failing = () => execFileSync(process.execPath, [program, ...argv], { encoding: 'utf8', stdio: 'pipe' });
    expect(failing).toThrow(expect.objectContaining({ status, stdout: '', stderr }));
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('cleans up on %s', async (signal) => {
    const files = sandbox();
    const model = files.write('m.nam', ownGolden.model(ownGolden.names[0]));
    // Minutes of work for the slow engine.
    const input = files.writeWav('in.wav', { sampleRate: 48_000, channels: [new Float32Array(60 * 48_000)] });
    const argv = [
      'render',
      '--model',
      model,
      '--input',
      input,
      '--output',
      files.file('out.wav'),
      '--engine',
      'interpreter',
    ];
    // SIGTERM is the last signal that the program listens to.
    const tell = 'process.on("newListener", (name) => { if (name === "SIGTERM") process.send("listening"); });';
    const child = fork(program, argv, { execArgv: ['--import', `data:text/javascript,${tell}`], silent: true });
    const exited = once(child, 'exit');
    await once(child, 'message');
    child.kill(signal);
    expect(await exited).toEqual([130, null]);
    expect(files.names()).toEqual(['in.wav', 'm.nam']);
  });
});
