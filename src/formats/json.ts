import { DilatoneError } from '../errors.js';
import { refuseBinary, refuseText } from './detect.js';

/** The part of the platform's TextDecoder that is used here. Audio worklets have none, but no model is parsed there. */
declare const TextDecoder: new (
  encoding: 'utf-8',
  options: { readonly fatal: true },
) => { decode(bytes: Uint8Array): string };

/** The JSON value that a file holds, or a DilatoneError that says what the file is instead. */
export function parseJson(bytes: Uint8Array): unknown {
  refuseBinary(bytes);
  const text = decode(bytes);
  refuseText(text);
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/\s+/g, ' ') : String(cause);
    throw new DilatoneError('malformed', 'file', `expected JSON, got text that is not (${reason})`, { cause });
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DilatoneError('malformed', 'file', 'expected a .nam model, got binary data of an unknown kind', {
      cause,
    });
  }
}
