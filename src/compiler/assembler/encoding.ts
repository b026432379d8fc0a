/** Bytes in the order of the file; nested lists stand for their concatenation. */
export type Bytes = Uint8Array | readonly (number | Bytes)[];

/** Unsigned LEB128. */
export function unsigned(value: number): Bytes {
  if (value < 128) return [value];
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
  const flat = flatten(bytes);
  return [unsigned(flat.length), flat];
}

/** The flat array. */
export function flatten(bytes: Bytes): Uint8Array {
  const writer = new ByteWriter();
  writer.write(bytes);
  return writer.finish();
}

/** An array that grows. */
class ByteWriter {
  #bytes = new Uint8Array(1024);
  #length = 0;

  write(bytes: Bytes): void {
    if (bytes instanceof Uint8Array) {
      this.#reserve(bytes.length);
      this.#bytes.set(bytes, this.#length);
      this.#length += bytes.length;
      return;
    }
    for (const item of bytes) {
      if (typeof item === 'number') {
        this.#reserve(1);
        this.#bytes[this.#length++] = item;
      } else this.write(item);
    }
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const grown = new Uint8Array(2 * (this.#length + bytes));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
