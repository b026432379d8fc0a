import type { Worker } from 'node:worker_threads';
import type { RenderSettings } from './render/render-request.js';

/** What a command touches beside files. */
export interface Io {
  readonly stdout: { write(text: string): unknown };
  /** Errors, warnings and the progress bars, the last only on a terminal. */
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Ends a command early; nothing half-written is left behind. */
  readonly signal: AbortSignal;
  /** Starts a thread that runs `serveRenders`. Without it files are rendered one by one, in this thread. */
  readonly startRenderWorker?: (settings: RenderSettings) => Worker;
}

/** One line without control characters, which a file could use to paint the terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
