import type { Worker } from 'node:worker_threads';
import { DilatoneError } from '../../errors.js';
import { type FromWorker, fromPlainError, type ToWorker } from './render-messages.js';
import type { Rendered, Renderer, RenderHooks } from './renderer.js';

/** Renders in a worker thread, which runs `serveRenders`. It writes no files, so it can be ended at any time. */
export class WorkerRenderer implements Renderer {
  readonly #worker: Worker;
  readonly #signal: AbortSignal;

  constructor(worker: Worker, signal: AbortSignal) {
    this.#worker = worker;
    this.#signal = signal;
  }

  async render(input: string, hooks: RenderHooks): Promise<Rendered> {
    const worker = this.#worker;
    const { promise, resolve, reject } = deferred<Rendered>();
    const abort = () => reject(new DilatoneError('aborted', input, 'ended by the user'));
    const hear = (message: FromWorker) => {
      if (message.kind === 'start') hooks.onStart?.(message.seconds);
      if (message.kind === 'progress') hooks.onProgress?.(message.share);
      if (message.kind === 'rendered') resolve(message.rendered);
      if (message.kind === 'failed') reject(fromPlainError(message.error));
    };
    if (this.#signal.aborted) abort();
    this.#signal.addEventListener('abort', abort);
    worker.on('message', hear);
    worker.on('error', reject);
    worker.postMessage({ input } satisfies ToWorker);
    try {
      return await promise;
    } finally {
      this.#signal.removeEventListener('abort', abort);
      worker.off('message', hear);
      worker.off('error', reject);
    }
  }

  close(): void {
    this.#worker.terminate();
  }
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (reason: unknown) => void } {
  let resolve: (value: T) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
