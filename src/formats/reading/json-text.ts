import { DilatoneError } from '../../errors.js';
import { expectAtMost, type ModelLimits } from '../../model/limits.js';

/** The part of a TextDecoder that is used here. */
interface Decoder {
  decode(bytes: Uint8Array): string;
}

/** The platform's TextDecoder. Audio worklets have none, but no model is parsed there; Jest's jsdom has none either. */
declare const TextDecoder: (new (encoding: string, options: { readonly fatal: boolean }) => Decoder) | undefined;

/** Makes a decoder, or throws a DilatoneError that blames the platform, not the file. */
function decoder(encoding: string, fatal: boolean): Decoder {
  if (typeof TextDecoder !== 'undefined') return new TextDecoder(encoding, { fatal });
  const got = "none; in Jest's jsdom: globalThis.TextDecoder = require('node:util').TextDecoder";
  throw new DilatoneError('unsupported', 'platform', `expected a TextDecoder, got ${got}`);
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * Decodes the text of a model file: UTF-8 or UTF-16, with or without a byte order mark. What may be JSON ends at the first
 * NUL, and bytes in it that are no text become U+FFFD: they are in a name or make the JSON invalid. `expectation` completes
 * the error's message about other bytes.
 */
export function decodeText(bytes: Uint8Array, where: string, expectation: string): string {
  const utf16 = utf16Of(bytes);
  if (utf16) {
    const text = decoder(utf16, false).decode(bytes);
    if (!/^\s*[{["<]/.test(text)) throw new DilatoneError('malformed', where, `expected ${expectation}`);
    return beforeNul(text);
  }
  const start = BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte) ? BYTE_ORDER_MARK.length : 0;
  const first = bytes.find((byte, i) => i >= start && byte > 0x20);
  if (first === OPEN_OBJECT) return beforeNul(decoder('utf-8', false).decode(bytes));
  return decodeUtf8(bytes, where, expectation);
}

/** Decodes UTF-8. `expectation` completes the error's message: “text, got other bytes”. */
export function decodeUtf8(bytes: Uint8Array, where: string, expectation: string): string {
  const utf8 = decoder('utf-8', true);
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new DilatoneError('malformed', where, `expected ${expectation}`, { cause });
  }
}

/** The kind of UTF-16, by a byte order mark or a brace; undefined for other bytes. */
function utf16Of([a, b]: Uint8Array): string | undefined {
  if ((a === 0xff && b === 0xfe) || (a === OPEN_OBJECT && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === OPEN_OBJECT)) return 'utf-16be';
  return undefined;
}

function beforeNul(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** Parses JSON, or throws a DilatoneError at `where`. NaN, Infinity and -Infinity, which Python writes, are numbers. */
export function parseJson(text: string, limits: ModelLimits, where: string): unknown {
  const json = withinLimits(text, limits, where);
  try {
    return JSON.parse(json);
  } catch (cause) {
    try {
      return JSON.parse(withMarkedNumbers(json), (_, value) => unmarked(value));
    } catch {
      const reason = cause instanceof Error ? cause.message.replace(/[\s\p{Cc}]+/gu, ' ') : String(cause);
      throw new DilatoneError('malformed', where, `expected JSON, got text that is not (${reason})`, { cause });
    }
  }
}

/** Counts the keys of the outermost object in valid JSON. JSON.parse keeps only one of several keys with the same name. */
export function countKeys(text: string): number {
  let depth = 0;
  let keys = 0;
  forEachToken(text, (token) => {
    if (isOpening(token)) depth++;
    else if (token !== COLON) depth--;
    else if (depth === 1) keys++;
  });
  return keys;
}

/** Keys in a file for each list or object that it may have. */
const KEYS_PER_OBJECT = 4;

/**
 * Counts brackets and colons before JSON.parse, which takes seconds for megabytes of them or overflows the stack. Metadata
 * beyond the limits are replaced by null.
 */
function withinLimits(text: string, limits: ModelLimits, where: string): string {
  let [objects, keys, depth] = [0, 0, 0];
  let [objectsInMetadata, keysInMetadata] = [0, 0];
  /** The metadata that are being read, as an offset and their own depth; none outside of them. */
  let metadata: { readonly start: number; depth: number; fits: boolean } | null = null;
  let [kept, end] = ['', 0];
  forEachToken(text, (token, at) => {
    if (token === COLON) {
      if (!metadata) expectAtMost(KEYS_PER_OBJECT * limits.objects, 'keys', ++keys, where);
      else if (++keysInMetadata > KEYS_PER_OBJECT * limits.objects) metadata.fits = false;
    } else if (isOpening(token)) {
      if (!metadata && isBehindMetadataKey(text, at)) metadata = { start: at, depth: 0, fits: true };
      if (metadata) {
        if (++metadata.depth > limits.nesting || ++objectsInMetadata > limits.objects) metadata.fits = false;
        return;
      }
      expectAtMost(limits.objects, 'lists and objects', ++objects, where);
      expectAtMost(limits.nesting, 'levels of nesting', ++depth, where);
    } else if (!metadata) {
      depth--;
    } else if (--metadata.depth === 0) {
      if (!metadata.fits) [kept, end] = [`${kept + text.slice(end, metadata.start)}null`, at + 1];
      metadata = null;
    }
  });
  // Metadata without an end are no JSON.
  return kept + text.slice(end, (metadata as { readonly start: number } | null)?.start);
}

/** Whether a value that begins at an offset belongs to the key “metadata”. */
function isBehindMetadataKey(text: string, at: number): boolean {
  const before = (i: number): number => {
    while (i > 0 && text.charCodeAt(i - 1) <= 0x20) i--;
    return i;
  };
  const colon = before(at) - 1;
  if (text.charCodeAt(colon) !== COLON) return false;
  return text.endsWith('"metadata"', before(colon));
}

/** Begins the texts that stand for numbers which JSON does not know. */
const MARK = '\\u0000';

/** Puts the literals NaN and Infinity into marked strings. */
function withMarkedNumbers(text: string): string {
  const literals = /"|-?\b(?:NaN|Infinity)\b/g;
  let [marked, end] = ['', 0];
  for (let match = literals.exec(text); match; match = literals.exec(text)) {
    if (match[0] === '"') {
      literals.lastIndex = endOfString(text, match.index);
      continue;
    }
    marked += `${text.slice(end, match.index)}"${MARK}${match[0]}"`;
    end = literals.lastIndex;
  }
  return marked + text.slice(end);
}

function unmarked(value: unknown): unknown {
  return typeof value === 'string' && value[0] === '\0' ? Number(value.slice(1)) : value;
}

const QUOTE = 0x22;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

function isOpening(token: number): boolean {
  return token === OPEN_LIST || token === OPEN_OBJECT;
}

/** Calls `take` with the character code of every bracket, brace and colon outside of strings, in order, and its offset. */
function forEachToken(text: string, take: (token: number, at: number) => void): void {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = endOfString(text, i) - 1;
    else if (code === COLON || (code | 0x20) === OPEN_OBJECT || (code | 0x20) === CLOSE_OBJECT) take(code, i);
  }
}

/** The offset behind a string that begins at another. */
function endOfString(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) return i + 1;
    if (code === BACKSLASH) i++;
  }
  return text.length;
}
