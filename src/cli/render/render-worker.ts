import type { MessagePort, Worker } from 'node:worker_threads';
import { DilatoneError, type ErrorCode } from '../../errors.js';
import type { RenderSettings } from './render-request.js';
import { LocalRenderer, type Rendered, type Renderer, type RenderHooks } from './renderer.js';

/** A message to a worker thread: the next file to render. The settings are its `workerData`. */
interface ToWorker {
  readonly input: string;
}

/** A message from a worker thread. The last one for each file is `rendered` or `failed`. */
type FromWorker =
  | { readonly kind: 'start'; readonly seconds: number }
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'rendered'; readonly rendered: Rendered }
  | { readonly kind: 'failed'; readonly error: ErrorFields };

/** The fields of a DilatoneError, as plain data: threads lose them when they send the error itself. */
interface ErrorFields {
  readonly code: ErrorCode;
  readonly where: string;
  readonly detail: string;
}

/** The fields of an error. */
export function errorFields({ code, where, message }: DilatoneError): ErrorFields {
  return { code, where, detail: where === '' ? message : message.slice(where.length + 2) };
}

/** Runs in a worker thread: renders the files whose names arrive, one at a time, until the thread is terminated. */
export function serveRenders(port: MessagePort, settings: RenderSettings): void {
  const renderer = new LocalRenderer(settings);
  const send = (message: FromWorker, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
  port.on('message', async ({ input }: ToWorker) => {
    try {
      const rendered = await renderer.render(input, {
        onStart: (seconds) => send({ kind: 'start', seconds }),
        onProgress: (share) => send({ kind: 'progress', share }),
      });
      send({ kind: 'rendered', rendered }, [rendered.bytes.buffer as ArrayBuffer]);
    } catch (error) {
      // Anything else is a bug: unhandled, it ends the thread, and the program with its stack.
      if (!(error instanceof DilatoneError)) throw error;
      send({ kind: 'failed', error: errorFields(error) });
    }
  });
}

/** Renders in a worker thread that runs `serveRenders`. The thread writes no files, so it can be terminated at any time. */
export class WorkerRenderer implements Renderer {
  readonly #worker: Worker;
  readonly #signal: AbortSignal;

  constructor(worker: Worker, signal: AbortSignal) {
    this.#worker = worker;
    this.#signal = signal;
  }

  async render(input: string, hooks: RenderHooks): Promise<Rendered> {
    const [worker, signal] = [this.#worker, this.#signal];
    const listening = new AbortController();
    try {
      return await new Promise<Rendered>((resolve, reject) => {
        const abort = () => reject(new DilatoneError('aborted', input, 'ended by the user'));
        if (signal.aborted) return abort();
        signal.addEventListener('abort', abort, { signal: listening.signal });
        const onMessage = (message: FromWorker) => {
          if (message.kind === 'start') hooks.onStart?.(message.seconds);
          if (message.kind === 'progress') hooks.onProgress?.(message.share);
          if (message.kind === 'rendered') resolve(message.rendered);
          if (message.kind === 'failed') reject(errorOf(message.error));
        };
        worker.on('message', onMessage);
        worker.on('error', reject);
        listening.signal.addEventListener('abort', () => {
          worker.off('message', onMessage);
          worker.off('error', reject);
        });
        worker.postMessage({ input } satisfies ToWorker);
      });
    } finally {
      listening.abort();
    }
  }

  close(): void {
    this.#worker.terminate();
  }
}

function errorOf({ code, where, detail }: ErrorFields): DilatoneError {
  return new DilatoneError(code, where, detail);
}
