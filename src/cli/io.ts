import type { Worker } from 'node:worker_threads';
import type { RenderSettings } from './render/render-request.js';

/** What a command uses beside files. */
export interface Io {
  readonly stdout: { write(text: string): unknown };
  /** Errors and warnings; on a terminal progress bars, too. */
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Ends a command early; it leaves no partial file. */
  readonly signal: AbortSignal;
  /** Starts a thread that runs `serveRenders`. Without it, files are rendered one by one in this thread. */
  readonly startRenderWorker?: (settings: RenderSettings) => Worker;
}

/** The text as one line without control characters, with which a file could write anywhere on the terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
