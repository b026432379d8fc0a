import { DilatoneError } from '../errors.js';
import { fromBase64, toBase64 } from '../model/base64.js';
import { expectAtMost } from '../model/limits.js';
import { nameOfValue } from '../model/untrusted.js';
import { readRig } from './document/read-rig.js';
import type { RigDocument } from './document/rig-document.js';

/** Bytes of a shared rig's JSON, at most: a text that unpacks to more is not read to its end. */
const MOST_BYTES = 16 * 2 ** 20;

/** Characters of a shared rig, at most: JSON of `MOST_BYTES` that could not be packed, in base64. */
const MOST_CHARACTERS = 1.5 * MOST_BYTES;

/**
 * A rig as text for the fragment of a link: its JSON, packed (raw DEFLATE), in the letters of base64url. Files that come along make
 * it long: `rig.getState({ embed: 'none' })` leaves them out.
 *
 * Rejects with a DilatoneError: those of `readRig`; `limit` for more than 16 MB of JSON; `unsupported` where the browser has no
 * compression streams.
 */
export async function shareRig(document: RigDocument): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(readRig(document)));
  expectAtMost(MOST_BYTES, 'bytes', bytes.length, 'rig');
  const packed = await convert(bytes, () => new CompressionStream('deflate-raw'));
  return toBase64(packed).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * Reads the text that `shareRig` made. Rejects with a DilatoneError: `malformed` for any other text, `limit` for one that unpacks to
 * more than 16 MB, and those of `readRig` and `shareRig`.
 */
export async function readSharedRig(text: string): Promise<RigDocument> {
  if (typeof text !== 'string') throw new TypeError(`text: expected a string, got ${nameOfValue(text)}`);
  expectAtMost(MOST_CHARACTERS, 'characters', text.length, 'link');
  if (!/^[\w-]+$/.test(text)) throw new DilatoneError('malformed', 'link', 'expected base64url, got other characters');
  const packed = fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'), 'link');
  const bytes = await convert(packed, () => new DecompressionStream('deflate-raw'));
  return readRig(new TextDecoder().decode(bytes));
}

/** Sends bytes through a stream. Stops as soon as more than `MOST_BYTES` come out. */
async function convert(
  bytes: Uint8Array,
  open: () => CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes as BlobPart]).stream().pipeThrough(opened(open)).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      length += part.value.length;
      expectAtMost(MOST_BYTES, 'bytes', length, 'link');
      parts.push(part.value);
    }
  } catch (cause) {
    reader.cancel().catch(() => {});
    if (cause instanceof DilatoneError) throw cause;
    throw new DilatoneError('malformed', 'link', `expected a packed rig, got ${cause}; it may be cut off`, { cause });
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function opened<Stream>(open: () => Stream): Stream {
  try {
    return open();
  } catch (cause) {
    const detail = `expected a browser with compression streams (deflate-raw), got ${cause}`;
    throw new DilatoneError('unsupported', 'link', detail, { cause });
  }
}
