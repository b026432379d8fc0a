/** Bytes before the values, which must be aligned to eight. */
const HEADER_BYTES = 8;

/**
 * Numbers in memory shared by two threads, by a sequence lock: one thread writes them, the other reads the newest. Neither
 * ever waits for the other.
 */
export class SharedValues {
  /** The memory: post it to the other thread, which opens it with `SharedValues.from`. */
  readonly buffer: SharedArrayBuffer;
  /** Sequence number: odd while the values are being written. */
  readonly #sequence: Int32Array;
  readonly #values: Float64Array;
  #sequenceRead = 0;

  private constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer;
    this.#sequence = new Int32Array(buffer, 0, 1);
    this.#values = new Float64Array(buffer, HEADER_BYTES);
  }

  /** Allocates memory for `length` numbers. */
  static create(length: number): SharedValues {
    return new SharedValues(new SharedArrayBuffer(HEADER_BYTES + length * Float64Array.BYTES_PER_ELEMENT));
  }

  /** Opens the memory that another thread created. */
  static from(buffer: SharedArrayBuffer): SharedValues {
    return new SharedValues(buffer);
  }

  /** Writes all values; for one thread only. @realtime */
  write(values: Float64Array): void {
    Atomics.add(this.#sequence, 0, 1);
    this.#values.set(values);
    Atomics.add(this.#sequence, 0, 1);
  }

  /** Copies the newest values. Returns false if there are none since the last call, or if they are just being written. */
  read(values: Float64Array): boolean {
    const sequence = Atomics.load(this.#sequence, 0);
    if (sequence === this.#sequenceRead || sequence % 2 !== 0) return false;
    values.set(this.#values);
    if (Atomics.load(this.#sequence, 0) !== sequence) return false;
    this.#sequenceRead = sequence;
    return true;
  }
}
