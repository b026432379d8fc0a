import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goldenError, ownGolden } from '../support/golden.js';
import { PACKAGE_VERSION, sandbox } from './harness.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Within the package, because the program asks for the package's version by its name. */
const directory = path(`../../build/test-cli-${process.pid}`);
const program = `${directory}/cli.js`;

beforeAll(async () => {
  await build({
    configFile: path('../../vite.config.ts'),
    mode: 'cli',
    logLevel: 'error',
    build: { outDir: directory },
  });
}, 60_000);

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
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
