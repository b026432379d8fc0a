import { DilatoneError } from '../errors.js';
import { refuseText, SUPPORTED } from './detect.js';
import { expectAtMost, type ModelLimits } from './limits.js';

/** The part of the platform's TextDecoder that is used here. Audio worklets have none, but no model is parsed there. */
declare const TextDecoder: new (
  encoding: 'utf-8',
  options: { readonly fatal: true },
) => { decode(bytes: Uint8Array): string };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** The JSON value that a file holds, or a DilatoneError that says what the file is instead. */
export function parseJson(bytes: Uint8Array, limits: ModelLimits): unknown {
  return parseJsonPart(bytes, limits, 'file', refuseText);
}

/** The JSON value that a part of a file holds; `where` names the part. */
export function parseJsonPart(
  bytes: Uint8Array,
  limits: ModelLimits,
  where: string,
  refuse: (text: string) => void = () => {},
): unknown {
  refuseTooManyObjects(bytes, limits, where);
  const text = decode(bytes, where);
  refuse(text);
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/[\s\p{Cc}]+/gu, ' ') : String(cause);
    throw new DilatoneError('malformed', where, `expected JSON, got text that is not (${reason})`, { cause });
  }
}

function decode(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DilatoneError('malformed', where, `expected ${SUPPORTED}, got binary data of an unknown kind`, { cause });
  }
}

/** Counts brackets before JSON.parse, which takes seconds for megabytes of them, or runs out of stack. */
function refuseTooManyObjects(bytes: Uint8Array, limits: ModelLimits, where: string): void {
  let objects = 0;
  let depth = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) inString = !inString;
    else if (inString) i += byte === BACKSLASH ? 1 : 0;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      expectAtMost(limits.objects, 'lists and objects', ++objects, where);
      expectAtMost(limits.nesting, 'levels of nesting', ++depth, where);
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--;
  }
}
