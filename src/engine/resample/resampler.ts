import type { ResamplerDesign } from './resampler-design.js';

/**
 * Streaming sample-rate conversion of each channel by a polyphase windowed sinc.
 *
 * `push` takes frames at the input rate, `pull` gives frames at the output rate, oldest first. After n pushed frames,
 * ⌈n · outputRate / inputRate⌉ frames in total can be pulled. The output does not depend on how the stream is divided into
 * pushes and pulls.
 */
export class Resampler {
  readonly #design: ResamplerDesign;
  /** The newest frames of each channel; the filter of the next output frame lies over `#start` … `#start + taps`. */
  readonly #history: readonly Float32Array[];
  #start = 0;
  #end = 0;
  /** How far the next output frame lies past a frame of input, in 1/phases of a frame. */
  #phase = 0;

  /** `maxFrames`: the most that will ever be pushed and not yet pulled. */
  constructor(design: ResamplerDesign, channels: number, maxFrames: number) {
    this.#design = design;
    // Room for a second filter length, so that moving the history to the front amortizes to about one move per frame.
    const capacity = 2 * design.taps + maxFrames;
    this.#history = Array.from({ length: channels }, () => new Float32Array(capacity));
    this.reset();
  }

  /** Clears the state: as if each channel had always been `levels[channel]`, or zero. @realtime */
  reset(levels?: Float32Array): void {
    const history = this.#history;
    for (let channel = 0; channel < history.length; channel++) {
      history[channel].fill(levels === undefined ? 0 : levels[channel]);
    }
    this.#start = 0;
    this.#end = this.#design.taps - 1;
    this.#phase = 0;
  }

  /**
   * Sets where the first output frame lies, right after a reset: `offset`/phases of a frame past the first frame of input. A
   * negative offset, of less than one frame, lies before it.
   *
   * @realtime
   */
  startAt(offset: number): void {
    const { taps, phases } = this.#design;
    const frames = Math.floor(offset / phases);
    this.#phase = offset - frames * phases;
    // Before the first frame of input lies one more of the past.
    this.#start = Math.max(0, frames);
    this.#end = frames < 0 ? taps : taps - 1;
  }

  /** Copies the state of a resampler of the same design. @realtime */
  copyState(from: this): void {
    const history = this.#history;
    for (let channel = 0; channel < history.length; channel++) history[channel].set(from.#history[channel]);
    this.#start = from.#start;
    this.#end = from.#end;
    this.#phase = from.#phase;
  }

  /** Whether a resampler of the same design has the same state at the same positions. @realtime */
  hasStateOf(other: this): boolean {
    if (this.#start !== other.#start || this.#end !== other.#end || this.#phase !== other.#phase) return false;
    const history = this.#history;
    for (let channel = 0; channel < history.length; channel++) {
      const mine = history[channel];
      const others = other.#history[channel];
      for (let i = this.#start; i < this.#end; i++) if (mine[i] !== others[i]) return false;
    }
    return true;
  }

  /** Frames that can be pulled now. @realtime */
  get available(): number {
    const { taps, step, phases } = this.#design;
    const inputFrames = this.#end - this.#start - taps + 1;
    return inputFrames > 0 ? Math.ceil((inputFrames * phases - this.#phase) / step) : 0;
  }

  /** Takes frames `offset` … `offset + frames − 1` of each channel of `input`. @realtime */
  push(input: readonly Float32Array[], offset: number, frames: number): void {
    const history = this.#history;
    if (this.#end + frames > history[0].length) this.#moveToFront();
    const end = this.#end;
    for (let channel = 0; channel < history.length; channel++) {
      const from = input[channel];
      const to = history[channel];
      for (let i = 0; i < frames; i++) to[end + i] = from[offset + i];
    }
    this.#end = end + frames;
  }

  /** Writes `frames` frames, no more than are available, to `offset` and following of each channel of `output`. @realtime */
  pull(output: readonly Float32Array[], offset: number, frames: number): void {
    const { taps, step, phases, rows, coefficients } = this.#design;
    const history = this.#history;
    const stepFrames = Math.floor(step / phases);
    const stepPhases = step % phases;
    let start = 0;
    let phase = 0;
    for (let channel = 0; channel < history.length; channel++) {
      const from = history[channel];
      const to = output[channel];
      start = this.#start;
      phase = this.#phase;
      for (let frame = 0; frame < frames; frame++) {
        const row = Math.floor((phase * rows) / phases);
        const fraction = (phase * rows - row * phases) / phases;
        let y = dot(coefficients, row * taps, from, start, taps);
        if (fraction > 0) y += fraction * (dot(coefficients, (row + 1) * taps, from, start, taps) - y);
        to[offset + frame] = y;
        start += stepFrames;
        phase += stepPhases;
        if (phase >= phases) {
          phase -= phases;
          start++;
        }
      }
    }
    this.#start = start;
    this.#phase = phase;
  }

  /** @realtime */
  #moveToFront(): void {
    const history = this.#history;
    for (let channel = 0; channel < history.length; channel++) {
      history[channel].copyWithin(0, this.#start, this.#end);
    }
    this.#end -= this.#start;
    this.#start = 0;
  }
}

/** Σ a[i + k] · b[j + k] over `count` values, a multiple of 4; four sums, so that one need not wait for the other. @realtime */
function dot(a: Float32Array, i: number, b: Float32Array, j: number, count: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (let k = 0; k < count; k += 4) {
    sum0 += a[i + k] * b[j + k];
    sum1 += a[i + k + 1] * b[j + k + 1];
    sum2 += a[i + k + 2] * b[j + k + 2];
    sum3 += a[i + k + 3] * b[j + k + 3];
  }
  return sum0 + sum1 + (sum2 + sum3);
}
