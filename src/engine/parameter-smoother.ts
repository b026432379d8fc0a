/**
 * Follows a parameter without steps: each new value is reached in a straight line of `rampFrames` frames, starting with
 * the frame that brings it. What comes out depends on the values alone, not on the render quantum's size. The first value
 * is taken at once.
 */
export class ParameterSmoother {
  /** The smoothed value of every frame of the last block; meaningless where `steady`. */
  readonly values: Float32Array;
  readonly #convert: (value: number) => number;
  readonly #rampFrames: number;
  /** The parameter as last seen; NaN before the first block. */
  #seen = Number.NaN;
  #goal = 0;
  #value = 0;
  #step = 0;
  /** Frames until the goal is reached. */
  #framesLeft = 0;
  #steady = true;

  /** `convert` makes the smoothed quantity of a parameter's value; it is called only when that changes. */
  constructor(maxFrames: number, rampFrames: number, convert: (value: number) => number) {
    this.values = new Float32Array(maxFrames);
    this.#rampFrames = rampFrames;
    this.#convert = convert;
  }

  /** Whether `value` held during the whole last block. */
  get steady(): boolean {
    return this.#steady;
  }

  /** The smoothed value at the last block's end. */
  get value(): number {
    return this.#value;
  }

  /** Takes a value at once, as if it had always been there. */
  jump(value: number): void {
    this.#seen = value;
    this.#goal = this.#convert(value);
    this.#value = this.#goal;
    this.#framesLeft = 0;
  }

  /**
   * Advances by `frames` frames. `parameter` holds one value per frame, read from index `start`, or a single one.
   *
   * @realtime
   */
  follow(parameter: Float32Array, start: number, frames: number): void {
    if (Number.isNaN(this.#seen)) this.jump(parameter[0]);
    const constant = parameter.length === 1;
    if (constant && this.#framesLeft === 0 && parameter[0] === this.#seen) {
      this.#steady = true;
      return;
    }
    this.#steady = false;
    for (let t = 0; t < frames; t++) {
      const value = constant ? parameter[0] : parameter[start + t];
      if (value !== this.#seen) this.#aim(value);
      if (this.#framesLeft > 0) {
        this.#framesLeft--;
        this.#value = this.#framesLeft === 0 ? this.#goal : this.#value + this.#step;
      }
      this.values[t] = this.#value;
    }
  }

  /** Starts the way to a new value. @realtime */
  #aim(value: number): void {
    this.#seen = value;
    this.#goal = this.#convert(value);
    this.#step = (this.#goal - this.#value) / this.#rampFrames;
    this.#framesLeft = this.#rampFrames;
  }
}
