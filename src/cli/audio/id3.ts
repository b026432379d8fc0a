const HEADER_BYTES = 10;

/** Bytes of the ID3v2 tag that a file begins with; players put it before MP3, and some before FLAC. */
export function id3Bytes(bytes: Uint8Array): number {
  if (bytes.length < HEADER_BYTES || bytes[0] !== 0x49 || bytes[1] !== 0x44 || bytes[2] !== 0x33) return 0;
  const footer = (bytes[5] & 0x10) !== 0 ? HEADER_BYTES : 0;
  // Four times seven bits.
  const content = (bytes[6] << 21) | (bytes[7] << 14) | (bytes[8] << 7) | bytes[9];
  return HEADER_BYTES + content + footer;
}
