/** Bytes before the values; these must lie at a multiple of eight. */
const HEADER_BYTES = 8;

/**
 * Numbers in memory that two threads share: one writes them now and then, the other reads the newest. Neither waits for the
 * other.
 */
export class SharedValues {
  /** To be handed to the other thread, which makes its own end of it. */
  readonly buffer: SharedArrayBuffer;
  /** How often the values began or ended to be written: odd while they are. */
  readonly #turns: Int32Array;
  readonly #values: Float64Array;
  #turnsRead = 0;

  private constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer;
    this.#turns = new Int32Array(buffer, 0, 1);
    this.#values = new Float64Array(buffer, HEADER_BYTES);
  }

  /** Memory for so many numbers. */
  static create(length: number): SharedValues {
    return new SharedValues(new SharedArrayBuffer(HEADER_BYTES + length * Float64Array.BYTES_PER_ELEMENT));
  }

  /** The other end. */
  static from(buffer: SharedArrayBuffer): SharedValues {
    return new SharedValues(buffer);
  }

  /** @realtime */
  write(values: Float64Array): void {
    Atomics.add(this.#turns, 0, 1);
    this.#values.set(values);
    Atomics.add(this.#turns, 0, 1);
  }

  /** Copies the newest values; false where there are none since the last time, or they are just being written. */
  read(values: Float64Array): boolean {
    const turns = Atomics.load(this.#turns, 0);
    if (turns === this.#turnsRead || turns % 2 !== 0) return false;
    values.set(this.#values);
    if (Atomics.load(this.#turns, 0) !== turns) return false;
    this.#turnsRead = turns;
    return true;
  }
}
