import type { MessagePort } from 'node:worker_threads';
import { DilatoneError } from '../../errors.js';
import { type FromWorker, type ToWorker, toPlainError } from './render-messages.js';
import type { RenderSettings } from './render-request.js';
import { LocalRenderer } from './renderer.js';

/** A worker thread's whole work: renders the files that it is told, one at a time, until it is ended from outside. */
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
      send({ kind: 'failed', error: toPlainError(error) });
    }
  });
}
