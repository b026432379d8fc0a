import type { Planes } from '../../engine/channels/channels.js';
import { DryDelay } from '../frame-ring.js';
import { ParameterSmoother } from '../mix/smoothing.js';
import { BLOCK_FRAMES } from './block.js';

/** Delays two channels by a number of frames that may change: then the sound crossfades from one delay to the other. */
export class MovingDelay {
  readonly #delay: DryDelay;
  readonly #fade: ParameterSmoother;
  readonly #goal = Float32Array.of(1);
  /** The delay that is left, and the one that is heard in its place. */
  #from: number;
  #to: number;

  /** `mostFrames`: the longest delay that will be set. */
  constructor(delayFrames: number, mostFrames: number, fadeFrames: number) {
    this.#delay = new DryDelay(2, BLOCK_FRAMES);
    this.#delay.reserve(mostFrames);
    this.#fade = new ParameterSmoother(BLOCK_FRAMES, fadeFrames);
    this.#fade.jump(1);
    this.#from = delayFrames;
    this.#to = delayFrames;
  }

  /** Changes the delay. Where a change is under way, its goal is left at once. @realtime */
  set delayFrames(frames: number) {
    if (frames === this.#to) return;
    this.#from = this.#to;
    this.#to = frames;
    this.#fade.jump(0);
  }

  /** Clears what it holds. @realtime */
  reset(): void {
    this.#delay.reset();
    this.#from = this.#to;
    this.#fade.jump(1);
  }

  /** Delays a block in place. @realtime */
  process(sound: Planes, frames: number): void {
    const fade = this.#fade;
    fade.follow(this.#goal, 0, frames);
    if (fade.steady) {
      this.#delay.process(sound, frames, this.#to);
      return;
    }
    this.#delay.process(sound, frames, this.#from);
    this.#delay.crossfade(sound, frames, this.#to, fade.values);
  }
}
