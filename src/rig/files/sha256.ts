import { DilatoneError } from '../../errors.js';

/** SHA-256 of bytes in lower-case hexadecimal. Rejects with a DilatoneError `unsupported` on insecure pages, which lack it. */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  const { subtle } = globalThis.crypto ?? {};
  if (subtle === undefined) {
    const detail = 'expected a secure page (https or localhost), which can compute hashes, got an insecure one';
    throw new DilatoneError('unsupported', 'crypto.subtle', detail);
  }
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes as BufferSource));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
