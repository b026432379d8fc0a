import { DilatoneError } from '../../errors.js';
import { expectAtMost, type ModelLimits } from '../../model/limits.js';

/** The platform's TextDecoder, as far as it is used here. Audio worklets have none, but no model is parsed there. */
declare const TextDecoder: new (
  encoding: 'utf-8',
  options: { readonly fatal: true },
) => { decode(bytes: Uint8Array): string };

/** Parses JSON, or throws a DilatoneError at `where`. */
export function parseJson(text: string, limits: ModelLimits, where: string): unknown {
  refuseTooManyObjects(text, limits, where);
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/[\s\p{Cc}]+/gu, ' ') : String(cause);
    throw new DilatoneError('malformed', where, `expected JSON, got text that is not (${reason})`, { cause });
  }
}

/** Decodes UTF-8. `expectation` completes the error's message: “text, got other bytes”. */
export function decodeUtf8(bytes: Uint8Array, where: string, expectation: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DilatoneError('malformed', where, `expected ${expectation}`, { cause });
  }
}

/** Counts the keys of the outermost object in valid JSON. JSON.parse keeps only one of several keys with the same name. */
export function countKeys(text: string): number {
  let depth = 0;
  let keys = 0;
  forEachToken(text, (token) => {
    if (token === OPEN_LIST || token === OPEN_OBJECT) depth++;
    else if (token === CLOSE_LIST || token === CLOSE_OBJECT) depth--;
    else if (depth === 1) keys++;
  });
  return keys;
}

/** Counts brackets before JSON.parse, which takes seconds for megabytes of them or overflows the stack. */
function refuseTooManyObjects(text: string, limits: ModelLimits, where: string): void {
  let objects = 0;
  let depth = 0;
  forEachToken(text, (token) => {
    if (token === OPEN_LIST || token === OPEN_OBJECT) {
      expectAtMost(limits.objects, 'lists and objects', ++objects, where);
      expectAtMost(limits.nesting, 'levels of nesting', ++depth, where);
    } else if (token !== COLON) depth--;
  });
}

const QUOTE = 0x22;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Calls `take` with the character code of every bracket, brace and colon outside of strings, in order. */
function forEachToken(text: string, take: (token: number) => void): void {
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) inString = !inString;
    else if (inString) i += code === BACKSLASH ? 1 : 0;
    else if (code === COLON || (code | 0x20) === OPEN_OBJECT || (code | 0x20) === CLOSE_OBJECT) take(code);
  }
}
