/**
 * What went wrong, for programs:
 *
 * - `malformed`: not what the format says (syntax, types, counts, values)
 * - `unsupported`: well formed, but of a kind or version that Dilatone does not run
 * - `limit`: refused because it would take more size, memory or work than allowed
 * - `load`: the bytes could not be fetched or read
 * - `fault`: the model gave samples that are not finite numbers
 * - `worklet`: the audio worklet could not be set up
 * - `microphone`: the browser gave no microphone
 * - `output`: the browser did not play through the output that was chosen
 * - `midi`: the browser gave no MIDI, or not that of a device
 * - `disposed`: the object was used after `dispose()`
 * - `aborted`: the caller's signal ended the work
 */
export type ErrorCode =
  | 'malformed'
  | 'unsupported'
  | 'limit'
  | 'load'
  | 'fault'
  | 'worklet'
  | 'microphone'
  | 'output'
  | 'midi'
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

  /**
   * The message becomes `where: detail`; write the detail as “expected X, got Y” where that form fits. Both are made
   * `printable`, since they may hold any name from a file.
   */
  constructor(code: ErrorCode, where: string, detail: string, options?: { cause?: unknown }) {
    const place = printable(where, PLACE_LENGTH);
    const prefix = place === '' ? '' : `${place}: `;
    super(prefix + printable(detail, MESSAGE_LENGTH - prefix.length), options);
    this.code = code;
    this.where = place;
  }
}

/** Characters of a message, at most: with a few words before it, it has still fewer than 300. */
const MESSAGE_LENGTH = 290;
const PLACE_LENGTH = 160;

/** Controls, and what else shows nothing or turns the direction of writing: a file could write anywhere with them. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Text of a file, fit for one line of a message: control and direction characters become escapes such as `\u202e`, and of a
 * text longer than `most` characters the start and what was “expected” are kept.
 */
export function printable(text: string, most = MESSAGE_LENGTH): string {
  // A name may have megabytes.
  const shown = escapeHidden(shorten(text, 20 * most));
  return shorten(shown, most).replace(/\p{Cs}/gu, '');
}

/** Control and direction characters as the escapes that JSON has for them; those that are `kept` stay. */
export function escapeHidden(text: string, kept = ''): string {
  return text.replace(HIDDEN, (letter) => (letter === kept ? letter : letter.split('').map(escapeUnit).join('')));
}

function escapeUnit(unit: string): string {
  const json = JSON.stringify(unit).slice(1, -1);
  return json === unit ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}` : json;
}

function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const expectation = text.lastIndexOf('expected ');
  const wanted = expectation < 0 ? most >> 1 : text.length - expectation;
  const end = Math.min(wanted, most - (most >> 3));
  return `${text.slice(0, most - end - 1)}…${text.slice(text.length - end)}`;
}
