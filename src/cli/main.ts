import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { serveRenders } from './render/render-worker.js';
import { run } from './run.js';

// The program is one file, so its worker threads start here, too.
if (isMainThread) await runProgram();
else if (parentPort) serveRenders(parentPort, workerData);

async function runProgram(): Promise<void> {
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort());
  process.once('SIGTERM', () => interruption.abort());

  // A reader such as `head` may close the pipe early; that is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

  process.exitCode = await run(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    signal: interruption.signal,
    startRenderWorker: (settings) => new Worker(fileURLToPath(import.meta.url), { workerData: settings }),
  });
}
