import { PARAMETERS } from '../../live/parameters.js';
import { VERSION } from '../../live/version.js';

/** Name under which the processor of a WAM's automation is registered. It contains the version. */
export const AUTOMATION_PROCESSOR_NAME = `dilatone-wam-automation-${VERSION}`;

/** One parameter that a host can automate. */
export interface AutomatedParameter {
  readonly id: string;
  readonly defaultValue: number;
  readonly minValue: number;
  readonly maxValue: number;
}

/** The parameters that a WAM host can automate: the node's AudioParams, then bypass, which is 0 or 1. */
export const AUTOMATED: readonly AutomatedParameter[] = [
  ...PARAMETERS.map(({ name, defaultValue, minValue, maxValue }) => ({ id: name, defaultValue, minValue, maxValue })),
  { id: 'bypass', defaultValue: 0, minValue: 0, maxValue: 1 },
];

const MIX = AUTOMATED.findIndex(({ id }) => id === 'mix');
const BYPASS = AUTOMATED.findIndex(({ id }) => id === 'bypass');

/** The parameters' values and their scheduled changes, exact to the frame. Runs on the audio thread. */
export class Automation {
  /** Current values, in the order of `AUTOMATED`. */
  readonly values: Float64Array;
  /** Frames of the changes, ascending, with their parameters and values; those before `#next` have taken effect. */
  readonly #frames: number[] = [];
  readonly #indices: number[] = [];
  readonly #targets: number[] = [];
  #next = 0;

  constructor(values: ArrayLike<number>) {
    this.values = Float64Array.from(values);
  }

  /** Schedules a change of parameter `index` at a frame of the context; in the next block if that has passed. Allocates. */
  schedule(index: number, value: number, frame: number): void {
    this.#dropDone();
    let place = this.#frames.length;
    while (place > 0 && this.#frames[place - 1] > frame) place--;
    this.#frames.splice(place, 0, frame);
    this.#indices.splice(place, 0, index);
    this.#targets.splice(place, 0, value);
  }

  /** Drops all changes that have not taken effect. */
  clear(): void {
    this.#next = this.#frames.length;
    this.#dropDone();
  }

  /**
   * Writes frames `startFrame` … `startFrame + frames − 1`, one signal per parameter. While bypassed, the mix is written as 0,
   * which sounds the same. Returns true if a change took effect.
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

  #dropDone(): void {
    this.#frames.splice(0, this.#next);
    this.#indices.splice(0, this.#next);
    this.#targets.splice(0, this.#next);
    this.#next = 0;
  }
}
