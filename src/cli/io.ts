import type { Worker } from 'node:worker_threads';
import { DilatoneError, escapeHidden, printable } from '../errors.js';

/** What a command uses beside files. */
export interface Io {
  readonly stdout: { write(text: string): unknown };
  /** Errors and warnings; on a terminal progress bars, too. */
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Ends a command early; it leaves no partial file. */
  readonly signal: AbortSignal;
  /** Starts a thread that runs `serveWorkbench`. Without it all work is done in this thread. */
  readonly startThread?: () => Worker;
}

/** Characters of a line on the terminal. */
const LINE_LENGTH = 300;

/** The text as one line without control and direction characters, with which a file could write anywhere on the terminal. */
export function oneLine(text: string): string {
  return printable(text, LINE_LENGTH).trim();
}

/** A value as JSON without characters that a terminal obeys. */
export function jsonText(value: unknown, indent?: number): string {
  return escapeHidden(JSON.stringify(value, null, indent), '\n');
}

/** Throws a DilatoneError `aborted` after an interruption. */
export function throwIfInterrupted(signal: AbortSignal, where: string): void {
  if (signal.aborted) throw new DilatoneError('aborted', where, 'ended by the user');
}
