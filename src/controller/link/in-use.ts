import { DilatoneError, type ErrorCode } from '../../errors.js';
import { type AnyAudioContext, isOffline } from './worklet-host.js';

/** How often a context is checked while something is awaited. */
export const CHECK_MS = 100;

/** What a request says that came too late. */
export const CLOSED = 'expected a context in use, got one that was closed';

/** Work in a context: what can end it, and how its errors begin. */
export interface Work {
  readonly context: AnyAudioContext;
  readonly signal?: AbortSignal;
  readonly code: ErrorCode;
  readonly where: string;
}

/**
 * Begins work, or throws as `expectInUse` does, and a TypeError if what should be a context or a signal is none. The usual
 * mistake is a missing `await`.
 */
export function begin(work: Work): Work {
  expectContext(work.context);
  if (work.signal && !('addEventListener' in work.signal)) {
    throw new TypeError('signal: expected an AbortSignal');
  }
  expectInUse(work);
  return work;
}

/** Throws a TypeError for what is no context. */
export function expectContext(value: unknown): void {
  if (!(typeof value === 'object' && value !== null && 'sampleRate' in value && 'state' in value)) {
    const got = value instanceof Promise ? 'a Promise; is an await missing?' : value === null ? 'null' : typeof value;
    throw new TypeError(`context: expected an AudioContext, got ${got}`);
  }
}

/**
 * Throws where work cannot go on: a DilatoneError `aborted` if the signal says so, one with the work's code if the context
 * was closed, a TypeError if it was an offline one, which renders once.
 */
export function expectInUse({ context, signal, code, where }: Work): void {
  if (signal?.aborted) throw new DilatoneError('aborted', where, 'ended by the caller', { cause: signal.reason });
  if (context.state !== 'closed') return;
  if (isOffline(context)) throw new TypeError(`context: ${CLOSED}: an offline context renders once`);
  throw new DilatoneError(code, where, CLOSED);
}

/**
 * Waits for work, but rejects as `expectInUse` throws as soon as the signal or the context ends it; browsers leave some
 * promises of a closed context pending. What the work gives afterwards goes to `discard`.
 */
export async function whileInUse<Value>(
  work: Work,
  promise: Promise<Value>,
  discard: (value: Value) => void,
): Promise<Value> {
  let check = () => {};
  const end = new Promise<never>((_, reject) => {
    check = () => {
      try {
        expectInUse(work);
      } catch (error) {
        reject(error);
      }
    };
  });
  const timer = setInterval(check, CHECK_MS);
  work.signal?.addEventListener('abort', check);
  try {
    await Promise.race([promise, end]);
    expectInUse(work);
    return await promise;
  } catch (error) {
    promise.then(discard, () => {});
    // Browsers name other reasons where a context was closed.
    expectInUse(work);
    throw error;
  } finally {
    clearInterval(timer);
    work.signal?.removeEventListener('abort', check);
  }
}
