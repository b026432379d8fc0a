import type { Planes } from '../../../engine/channels/channels.js';
import type { Block } from '../block.js';
import { SUB_BLOCK_FRAMES } from './glide.js';
import { copySound, isMonoSound, settle, storeSound } from './store-sound.js';

/** Where the high pass has −3 dB. A constant falls by 80 dB in 0.3 s; 20 Hz lose 0.3 dB. */
export const DC_HZ = 5;
/** What a block that starts from silence may differ by after `warmFrames`: −120 dB. */
const WARM_LEVEL = 1e-6;

/** Removes constant offsets: a high pass of first order. */
export class DcBlock implements Block {
  readonly latencyFrames = 0;
  readonly warmFrames: number;
  /** What the low pass takes of the difference between input and state. */
  readonly #share: number;
  /** The low pass of each channel. */
  readonly #states = new Float64Array(2);
  readonly #work = new Float64Array(SUB_BLOCK_FRAMES);
  #done = 0;

  constructor(sampleRate: number) {
    const g = Math.tan((Math.PI * DC_HZ) / sampleRate);
    this.#share = g / (1 + g);
    this.warmFrames = Math.ceil(Math.log(WARM_LEVEL) / Math.log((1 - g) / (1 + g)));
  }

  /** It has no parameters. @realtime */
  set(): void {}

  /** @realtime */
  reset(): void {
    this.#states.fill(0);
    this.#done = 0;
  }

  /** @realtime */
  startAt(frame: number): void {
    this.#done = frame & (SUB_BLOCK_FRAMES - 1);
  }

  /** @realtime */
  process(sound: Planes, frames: number): void {
    const states = this.#states;
    for (let start = 0; start < frames; ) {
      const count = Math.min(frames - start, SUB_BLOCK_FRAMES - this.#done);
      const isMono = states[0] === states[1] && isMonoSound(sound[0], sound[1], start, count);
      this.#run(sound[0], start, count, 0);
      if (isMono) {
        copySound(sound, start, count);
        states[1] = states[0];
      } else this.#run(sound[1], start, count, 1);
      start += count;
      this.#done = (this.#done + count) & (SUB_BLOCK_FRAMES - 1);
      if (this.#done === 0) settle(states);
    }
  }

  /** @realtime */
  #run(plane: Float32Array, start: number, frames: number, channel: number): void {
    const share = this.#share;
    const work = this.#work;
    let state = this.#states[channel];
    for (let t = 0; t < frames; t++) {
      const x = plane[start + t];
      const step = (x - state) * share;
      work[t] = x - state - step;
      state += 2 * step;
    }
    this.#states[channel] = state;
    storeSound(plane, start, work, frames);
  }
}
