/** Bytes in the order of the file; nested lists stand for their concatenation. */
export type Bytes = Uint8Array | readonly (number | Bytes)[];

/** Unsigned LEB128. */
export function unsigned(value: number): Bytes {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest = Math.floor(rest / 128);
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** Signed LEB128 of a 32-bit integer. */
export function signed(value: number): Bytes {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(done ? low : low | 0x80);
    if (done) return bytes;
  }
}

/** IEEE 754 single precision, little endian. */
export function float32(value: number): Bytes {
  return Array.from(new Uint8Array(new Float32Array([value]).buffer));
}

/** A name: its length and its characters, which must be ASCII. */
export function name(text: string): Bytes {
  return [unsigned(text.length), Array.from(text, (character) => character.charCodeAt(0))];
}

/** A vector of the binary format: its count and its items. */
export function vector(items: readonly Bytes[]): Bytes {
  return [unsigned(items.length), items];
}

/** Bytes preceded by their length. */
export function sized(bytes: Bytes): Bytes {
  return [unsigned(byteLength(bytes)), bytes];
}

/** The flat array. */
export function flatten(bytes: Bytes): Uint8Array {
  const flat = new Uint8Array(byteLength(bytes));
  let at = 0;
  const write = (list: Bytes): void => {
    for (const item of list) {
      if (typeof item === 'number') flat[at++] = item;
      else write(item);
    }
  };
  write(bytes);
  return flat;
}

function byteLength(bytes: Bytes): number {
  if (bytes instanceof Uint8Array) return bytes.length;
  let length = 0;
  for (const item of bytes) length += typeof item === 'number' ? 1 : byteLength(item);
  return length;
}
