import type { BlockParameter } from '../block-parameters.js';

/** Frames of a sub-block: coefficients are computed at its end, and change linearly until there. A power of two. */
export const SUB_BLOCK_FRAMES = 32;

/** Time within which parameters follow, the wait for the next sub-block included. */
const FOLLOW_SECONDS = 0.01;

/** Computes the coefficients of a block from the values of its parameters. */
export interface Design {
  /** How many there are. */
  readonly coefficients: number;
  /** Writes them. @realtime */
  write(coefficients: Float64Array, values: Float64Array): void;
}

/**
 * Moves the parameters of a block to where they are set: linearly within 10 ms, in the logarithm where their scale is one. In
 * each sub-block of 32 frames the coefficients move linearly, so that at frame f of it they are
 * `coefficients[i] + f · steps[i]`. Sub-blocks are counted from frame 0 of the stream: how it is cut into blocks changes nothing.
 *
 * Values outside their range become the nearest ones within; NaN is ignored.
 */
export class Glide {
  /** Coefficients at the start of the current sub-block. */
  readonly coefficients: Float64Array;
  /** What is added to them in each frame; all 0 unless `isMoving`. */
  readonly steps: Float64Array;
  /** Where the parameters are going to. */
  readonly goals: Float64Array;
  readonly #parameters: readonly BlockParameter[];
  readonly #design: Design;
  readonly #rampSubBlocks: number;
  /** Values at the end of the current sub-block, and the coefficients that follow from them. */
  readonly #values: Float64Array;
  readonly #ends: Float64Array;
  /** By parameter: what a sub-block adds, or the factor of those on a logarithmic scale; and sub-blocks until the goal. */
  readonly #changes: Float64Array;
  readonly #subBlocksLeft: Int32Array;
  /** Frames of the current sub-block that are done. */
  #done = 0;
  #isFresh = true;
  #isMoving = false;
  #mayMove = false;

  /** `values`: those of the first frame, as many as parameters; those that are missing have their default. */
  constructor(parameters: readonly BlockParameter[], values: ArrayLike<number>, design: Design, sampleRate: number) {
    this.#parameters = parameters;
    this.#design = design;
    this.#rampSubBlocks = Math.max(1, Math.floor((FOLLOW_SECONDS * sampleRate) / SUB_BLOCK_FRAMES) - 1);
    this.goals = Float64Array.from(parameters, ({ defaultValue }) => defaultValue);
    this.#values = new Float64Array(parameters.length);
    this.#changes = new Float64Array(parameters.length);
    this.#subBlocksLeft = new Int32Array(parameters.length);
    this.coefficients = new Float64Array(design.coefficients);
    this.steps = new Float64Array(design.coefficients);
    this.#ends = new Float64Array(design.coefficients);
    for (let i = 0; i < Math.min(values.length, parameters.length); i++) this.set(i, values[i]);
  }

  /** Whether the coefficients change within the current sub-block. @realtime */
  get isMoving(): boolean {
    return this.#isMoving;
  }

  /** Sets where a parameter goes to. @realtime */
  set(index: number, value: number): void {
    const goals = this.goals;
    if (!(index >= 0 && index < goals.length) || Number.isNaN(value)) return;
    const { minimum, maximum, scale } = this.#parameters[index];
    const goal = Math.min(maximum, Math.max(minimum, value));
    if (goal === goals[index]) return;
    goals[index] = goal;
    if (this.#isFresh) return;
    const subBlocks = this.#rampSubBlocks;
    const from = this.#values[index];
    this.#changes[index] = scale === 'log' ? (goal / from) ** (1 / subBlocks) : (goal - from) / subBlocks;
    this.#subBlocksLeft[index] = subBlocks;
    this.#mayMove = true;
  }

  /** Begins anew at frame 0, with all parameters at their goals. @realtime */
  reset(): void {
    this.#isFresh = true;
    this.#done = 0;
  }

  /** Gives the next frame a number, right after construction or `reset`. @realtime */
  startAt(frame: number): void {
    this.#done = frame & (SUB_BLOCK_FRAMES - 1);
  }

  /** How far the next frame lies in its sub-block; the coefficients are those of this one after `take`. @realtime */
  get position(): number {
    return this.#done;
  }

  /** Returns how many of the next `frames` frames, at least one, lie in the same sub-block; `advance` passes them. @realtime */
  take(frames: number): number {
    if (this.#isFresh) this.#jump();
    else if (this.#done === 0 && (this.#mayMove || this.#isMoving)) this.#move();
    return Math.min(frames, SUB_BLOCK_FRAMES - this.#done);
  }

  /** Passes frames; returns whether a sub-block ends with them. @realtime */
  advance(frames: number): boolean {
    this.#done = (this.#done + frames) & (SUB_BLOCK_FRAMES - 1);
    return this.#done === 0;
  }

  /** @realtime */
  #jump(): void {
    this.#isFresh = false;
    this.#isMoving = false;
    this.#mayMove = false;
    this.#values.set(this.goals);
    this.#subBlocksLeft.fill(0);
    this.#design.write(this.#ends, this.#values);
    this.coefficients.set(this.#ends);
    this.steps.fill(0);
  }

  /** Moves the parameters for the sub-block that begins. @realtime */
  #move(): void {
    const { coefficients, steps, goals } = this;
    const values = this.#values;
    const ends = this.#ends;
    const subBlocksLeft = this.#subBlocksLeft;
    coefficients.set(ends);
    let moved = false;
    for (let i = 0; i < goals.length; i++) {
      if (subBlocksLeft[i] === 0) continue;
      moved = true;
      const isLast = --subBlocksLeft[i] === 0;
      const change = this.#changes[i];
      if (isLast) values[i] = goals[i];
      else values[i] = this.#parameters[i].scale === 'log' ? values[i] * change : values[i] + change;
    }
    this.#isMoving = moved;
    this.#mayMove = moved;
    if (!moved) {
      steps.fill(0);
      return;
    }
    this.#design.write(ends, values);
    for (let i = 0; i < ends.length; i++) steps[i] = (ends[i] - coefficients[i]) / SUB_BLOCK_FRAMES;
  }
}
