import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeFile } from '../support/make-wavenet.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';
import { buildProgram } from './build-program.js';
import { type Sandbox, sandbox } from './harness.js';

let program = '';
beforeAll(async () => {
  program = await buildProgram();
}, 60_000);
afterAll(() => rmSync(join(program, '..'), { recursive: true, force: true }));

/** Makes a function of the program never return once it begins, in whatever thread it runs, and tells this process. */
function endless(owner: string, name: string): string[] {
  const code = `
    import { BroadcastChannel, isMainThread } from 'node:worker_threads';
    const channel = new BroadcastChannel('begun');
    channel.unref();
    if (isMainThread) channel.onmessage = () => process.send('begun');
    const original = ${owner}.${name};
    ${owner}.${name} = function (...args) {
      if (isMainThread) return original.apply(this, args);
      channel.postMessage(null);
      for (;;);
    };`;
  return ['--import', `data:text/javascript,${encodeURIComponent(code)}`];
}

/** Runs the program until it is in an endless function, interrupts it, and gives its end, which the function never reaches. */
async function interrupt(argv: readonly string[], execArgv: string[], signal: NodeJS.Signals) {
  const child = fork(program, argv, { execArgv, silent: true });
  let stderr = '';
  child.stderr!.on('data', (text) => {
    stderr += text;
  });
  const exited = once(child, 'exit');
  await once(child, 'message');
  child.kill(signal);
  const [code] = await exited;
  return { code, stderr };
}

function smallCase(): Sandbox {
  const files = sandbox();
  files.write('m.nam', encodeFile(tinyWaveNet()));
  files.writeWav('in.wav', { sampleRate: 48_000, channels: [new Float32Array(480)] });
  return files;
}

describe('an interruption, without an answer of the thread that works,', () => {
  const parsing = () => endless('JSON', 'parse');
  const compiling = () => endless('WebAssembly', 'compile');

  it.each<[string, (files: Sandbox) => string[], () => string[], NodeJS.Signals]>([
    ['inspect while it parses', ({ path }) => ['inspect', `${path}/m.nam`], parsing, 'SIGINT'],
    ['convert while it parses', ({ path }) => ['convert', `${path}/m.nam`, `${path}/o`], parsing, 'SIGTERM'],
    ['bench while it compiles', ({ path }) => ['bench', `${path}/m.nam`], compiling, 'SIGINT'],
    ['render while it parses', renderArguments, parsing, 'SIGTERM'],
    ['render while it compiles', renderArguments, compiling, 'SIGINT'],
    ['a batch while it compiles', batchArguments, compiling, 'SIGINT'],
  ])('ends %s, and leaves no file', async (_, argv, hook, signal) => {
    const files = smallCase();
    const { code, stderr } = await interrupt(argv(files), hook(), signal);
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'interrupted\n' });
    expect(files.names().filter((name) => name !== 'wet')).toEqual(['in.wav', 'm.nam']);
  });

  function renderArguments({ path }: Sandbox): string[] {
    return ['render', '--model', `${path}/m.nam`, '--input', `${path}/in.wav`, '--output', `${path}/out.wav`];
  }

  function batchArguments({ path }: Sandbox): string[] {
    return ['render', '--model', `${path}/m.nam`, '--out-dir', `${path}/wet`, `${path}/in.wav`];
  }
});

it('an interruption ends a search for files', async () => {
  const files = smallCase();
  // Links between three folders make more ways than anybody can go.
  for (const from of 'abc') {
    files.folder(from);
    for (const to of 'abc')
      for (let n = 0; n < 9; n++) symlinkSync(files.file(to), join(files.path, from, `${to}${n}`));
  }
  const tell = `
    import { promises } from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const { readdir } = promises;
    let count = 0;
    promises.readdir = (...args) => {
      if (++count === 20) process.send('begun');
      return readdir(...args).then(async (entries) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return entries;
      });
    };
    syncBuiltinESMExports();`;
  const execArgv = ['--import', `data:text/javascript,${encodeURIComponent(tell)}`];
  const argv = ['render', '--model', files.file('m.nam'), '--out-dir', files.file('wet'), files.file('**/*.wav')];
  const { code, stderr } = await interrupt(argv, execArgv, 'SIGINT');
  expect({ code, stderr }).toEqual({ code: 130, stderr: 'interrupted\n' });
  expect(files.names()).not.toContain('wet');
});
