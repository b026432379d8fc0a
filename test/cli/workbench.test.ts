import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { ThreadWorkbench } from '../../src/cli/work/thread-workbench.js';

const request = { command: 'inspect', model: 'm.nam', json: false } as const;

/** A thread that runs this code for each message. */
function threadOf(code: string): () => Worker {
  const source = `const { parentPort } = require('node:worker_threads'); parentPort.on('message', () => { ${code} });`;
  return () => new Worker(source, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16 } });
}

function workbench(code: string, signal = new AbortController().signal): ThreadWorkbench {
  return new ThreadWorkbench(threadOf(code), signal);
}

it('a thread that runs out of memory is a file that takes too much', async () => {
  const bench = workbench('const all = []; for (;;) all.push(new Array(1e5).fill({}));');
  await expect(bench.inspect(request)).rejects.toMatchObject({
    code: 'limit',
    message: 'm.nam: expected work that fits into memory, got more',
  });
});

it.each([
  ['throws', "throw new TypeError('x is not a function')", /TypeError: x is not a function/],
  ['ends', 'process.exit(3)', /a thread that ended with 3/],
])('a thread that %s is a fault that fits into a line, and the next work has a new one', async (_, code, message) => {
  let starts = 0;
  const answer = "parentPort.postMessage({ kind: 'done', result: 'well' })";
  const bench = new ThreadWorkbench(() => threadOf(starts++ === 0 ? code : answer)(), new AbortController().signal);
  const error = await bench.inspect(request).catch((caught: Error) => caught);
  expect(String((error as Error).message)).toMatch(/^m\.nam: expected no fault of Dilatone itself, got [^\n]+$/);
  expect(String((error as Error).message)).toMatch(message);
  expect(await bench.inspect(request)).toBe('well');
  bench.close();
});

it('an interruption waits for no thread', async () => {
  const interruption = new AbortController();
  const bench = workbench('for (;;);', interruption.signal);
  const working = bench.inspect(request);
  interruption.abort();
  await expect(working).rejects.toMatchObject({ code: 'aborted', where: 'm.nam' });
  bench.close();
  await expect(bench.inspect(request)).rejects.toMatchObject({ code: 'aborted' });
});
