import { DilatoneError, type ErrorCode } from '../../errors.js';
import type { Rendered } from './renderer.js';

/** What a worker thread is told: the next file to render. Its settings are its `workerData`. */
export interface ToWorker {
  readonly input: string;
}

/** What a worker thread tells. Each file ends with `rendered` or `failed`. */
export type FromWorker =
  | { readonly kind: 'start'; readonly seconds: number }
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'rendered'; readonly rendered: Rendered }
  | { readonly kind: 'failed'; readonly error: PlainError };

/** A DilatoneError in a form that threads can send, which keep no fields of errors. */
export interface PlainError {
  readonly code: ErrorCode;
  readonly where: string;
  readonly detail: string;
}

/** The fields of an error. */
export function toPlainError({ code, where, message }: DilatoneError): PlainError {
  return { code, where, detail: where === '' ? message : message.slice(where.length + 2) };
}

/** The error of these fields. */
export function fromPlainError({ code, where, detail }: PlainError): DilatoneError {
  return new DilatoneError(code, where, detail);
}
