/** Collects the constants of a program: what follows the working memory. */
export class ImageBuilder {
  readonly #start: number;
  readonly #parts: Uint8Array[] = [];
  readonly #constants = new Map<number, number>();
  #byteLength = 0;

  /** @param start the address of the image */
  constructor(start: number) {
    this.#start = start;
  }

  /** Size so far. */
  get byteLength(): number {
    return this.#byteLength;
  }

  /** Appends float32 values and returns their address. */
  floats(values: ArrayLike<number>): number {
    return this.#append(Float32Array.from(values).buffer);
  }

  /** Appends 32-bit words and returns their address. */
  words(values: readonly number[]): number {
    return this.#append(Int32Array.from(values).buffer);
  }

  /** The address of a vector that holds a number in all lanes; equal numbers share one. */
  constantVector(value: number): number {
    const known = this.#constants.get(value);
    if (known !== undefined) return known;
    const address = this.floats([value, value, value, value]);
    this.#constants.set(value, address);
    return address;
  }

  /** The bytes. */
  build(): Uint8Array {
    const image = new Uint8Array(this.#byteLength);
    let at = 0;
    for (const part of this.#parts) {
      image.set(part, at);
      at += part.length;
    }
    return image;
  }

  #append(buffer: ArrayBuffer): number {
    const address = this.#start + this.#byteLength;
    this.#parts.push(new Uint8Array(buffer));
    this.#byteLength += buffer.byteLength;
    return address;
  }
}
