/**
 * Follows a parameter without steps: each new value is reached in a straight line of `rampFrames` frames, starting with
 * the frame that brings it. What comes out depends on the values alone, not on the render quantum's size. The first value
 * is taken at once.
 */
export class ParameterSmoother {
  /** The smoothed value of every frame of the last block; meaningless where `steady`. */
  readonly values: Float32Array;
  readonly #rampFrames: number;
  /** The parameter as last seen, where the ramp leads to; NaN before the first block. */
  #goal = Number.NaN;
  #value = Number.NaN;
  #step = Number.NaN;
  /** Frames until the goal is reached. */
  #framesLeft = 0;
  #steady = true;

  constructor(maxFrames: number, rampFrames: number) {
    this.values = new Float32Array(maxFrames);
    this.#rampFrames = rampFrames;
  }

  /** Whether `value` held during the whole last block. */
  get steady(): boolean {
    return this.#steady;
  }

  /** The smoothed value at the last block's end. */
  get value(): number {
    return this.#value;
  }

  /** Takes a value at once, as if it had always been there. @realtime */
  jump(value: number): void {
    this.#goal = value;
    this.#value = value;
    this.#framesLeft = 0;
  }

  /**
   * Advances by `frames` frames. `parameter` holds one value per frame, read from index `start`, or a single one.
   *
   * @realtime
   */
  follow(parameter: Float32Array, start: number, frames: number): void {
    if (Number.isNaN(this.#goal)) this.jump(parameter[0]);
    const constant = parameter.length === 1;
    this.#steady = constant && this.#framesLeft === 0 && parameter[0] === this.#goal;
    if (this.#steady) return;

    const values = this.values;
    const rampFrames = this.#rampFrames;
    let goal = this.#goal;
    let value = this.#value;
    let step = this.#step;
    let framesLeft = this.#framesLeft;
    for (let t = 0; t < frames; t++) {
      const seen = constant ? parameter[0] : parameter[start + t];
      if (seen !== goal) {
        goal = seen;
        step = (goal - value) / rampFrames;
        framesLeft = rampFrames;
      }
      if (framesLeft > 0) {
        framesLeft--;
        value = framesLeft === 0 ? goal : value + step;
      }
      values[t] = value;
    }
    this.#goal = goal;
    this.#value = value;
    this.#step = step;
    this.#framesLeft = framesLeft;
  }
}
