/**
 * What went wrong, for programs:
 *
 * - `malformed`: not what the format says (syntax, types, counts, values)
 * - `unsupported`: well formed, but of a kind or version that Dilatone does not run
 * - `limit`: refused because it would take more size, memory or work than allowed
 * - `load`: the bytes could not be fetched or read
 * - `worklet`: the audio worklet could not be set up
 * - `microphone`: the browser gave no microphone
 * - `disposed`: the object was used after `dispose()`
 * - `aborted`: the caller's signal ended the work
 */
export type ErrorCode =
  | 'malformed'
  | 'unsupported'
  | 'limit'
  | 'load'
  | 'worklet'
  | 'microphone'
  | 'disposed'
  | 'aborted';

/** Bad input from outside: a file, a URL, the browser, the other thread. Caller mistakes are TypeError or RangeError. */
export class DilatoneError extends Error {
  /** Always `DilatoneError`. */
  override readonly name: string = 'DilatoneError';
  /** What went wrong, for programs. */
  readonly code: ErrorCode;
  /** The place: a path into the file such as `config.layers[2].dilations[0]`, a URL, or the name of a step. */
  readonly where: string;

  /** The message becomes `where: detail`; write the detail as “expected X, got Y” where that form fits. */
  constructor(code: ErrorCode, where: string, detail: string, options?: { cause?: unknown }) {
    super(where === '' ? detail : `${where}: ${detail}`, options);
    this.code = code;
    this.where = where;
  }
}
