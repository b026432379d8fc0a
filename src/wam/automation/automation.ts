import { PARAMETERS } from '../../live/parameters.js';
import { VERSION } from '../../live/version.js';

/** Name under which the processor of a WAM's automation is registered, of each version its own. */
export const AUTOMATION_PROCESSOR_NAME = `dilatone-wam-automation-${VERSION}`;

/** One number that a host can automate. */
export interface AutomatedParameter {
  readonly id: string;
  readonly defaultValue: number;
  readonly minValue: number;
  readonly maxValue: number;
}

/** All that a WAM host can automate: the node's AudioParams, then bypass, which is 0 or 1. */
export const AUTOMATED: readonly AutomatedParameter[] = [
  ...PARAMETERS.map(({ name, defaultValue, minValue, maxValue }) => ({ id: name, defaultValue, minValue, maxValue })),
  { id: 'bypass', defaultValue: 0, minValue: 0, maxValue: 1 },
];

const MIX = AUTOMATED.findIndex(({ id }) => id === 'mix');
const BYPASS = AUTOMATED.findIndex(({ id }) => id === 'bypass');

/** Values of the parameters, in the order of `AUTOMATED`, and the changes of them to come. */
export class Automation {
  readonly values: Float64Array;
  /** Changes in the order of their frames: those before `#next` are done. */
  readonly #frames: number[] = [];
  readonly #indices: number[] = [];
  readonly #targets: number[] = [];
  #next = 0;

  constructor(values: ArrayLike<number>) {
    this.values = Float64Array.from(values);
  }

  /** Has a parameter change at a frame; one that has passed means as soon as possible. */
  schedule(index: number, value: number, frame: number): void {
    this.#forgetDone();
    let place = this.#frames.length;
    while (place > 0 && this.#frames[place - 1] > frame) place--;
    this.#frames.splice(place, 0, frame);
    this.#indices.splice(place, 0, index);
    this.#targets.splice(place, 0, value);
  }

  /** Drops all changes to come. */
  clear(): void {
    this.#next = this.#frames.length;
    this.#forgetDone();
  }

  /**
   * Writes the values of the frames from `startFrame` on, one signal for each parameter. While bypassed the mix is written
   * as 0, which is the same to the ear. Returns whether any value changed.
   *
   * @realtime
   */
  process(signals: readonly Float32Array[], startFrame: number, frames: number): boolean {
    const { values } = this;
    const first = this.#next;
    for (let i = 0; i < signals.length; i++) signals[i].fill(values[i]);
    while (this.#next < this.#frames.length && this.#frames[this.#next] < startFrame + frames) {
      const index = this.#indices[this.#next];
      values[index] = this.#targets[this.#next];
      signals[index].fill(values[index], Math.max(0, this.#frames[this.#next] - startFrame));
      this.#next++;
    }
    const mix = signals[MIX];
    const bypass = signals[BYPASS];
    for (let t = 0; t < frames; t++) if (bypass[t] >= 0.5) mix[t] = 0;
    return this.#next !== first;
  }

  #forgetDone(): void {
    this.#frames.splice(0, this.#next);
    this.#indices.splice(0, this.#next);
    this.#targets.splice(0, this.#next);
    this.#next = 0;
  }
}
