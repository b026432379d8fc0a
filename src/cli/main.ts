import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { oneLine } from './io.js';
import { run } from './run.js';
import { serveWorkbench } from './work/thread-workbench.js';

/** Heap of a thread, in MiB: many times what a model within the limits takes. Sounds are not kept on it. */
const HEAP_MIB = 512;

// The program is one file, so its worker threads start here, too.
if (isMainThread) await runProgram();
else if (parentPort) serveWorkbench(parentPort);

async function runProgram(): Promise<void> {
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort());
  process.once('SIGTERM', () => interruption.abort());

  let exitCode = 0;
  process.stdout.on('error', ({ code = 'an error', message }: NodeJS.ErrnoException) => {
    // A reader such as `head` may close the pipe early; that is no error.
    if (code === 'EPIPE') return;
    const got = code === 'ENOSPC' ? 'a full disk' : message;
    process.stderr.write(`${oneLine(`error: standard output: expected room to write, got ${got}`)}\n`);
    process.exitCode = exitCode ||= 1;
  });
  // Nobody is left to tell.
  process.stderr.on('error', () => {});

  exitCode ||= await run(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    signal: interruption.signal,
    startThread: () => {
      return new Worker(fileURLToPath(import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB } });
    },
  });
  process.exitCode = exitCode;
}
