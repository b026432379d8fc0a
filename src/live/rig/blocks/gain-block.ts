import type { Planes } from '../../../engine/channels/channels.js';
import type { Block } from '../block.js';
import { BLOCK_PARAMETERS } from '../block-parameters.js';
import { type Design, Glide, SUB_BLOCK_FRAMES } from './glide.js';
import { storeSound } from './store-sound.js';

const GAIN: Design = {
  coefficients: 1,
  /** @realtime */
  write(to: Float64Array, values: Float64Array): void {
    to[0] = 10 ** (values[0] / 20);
  },
};

/** A gain, smoothed in dB. At 0 dB sound passes bit for bit. */
export class GainBlock implements Block {
  readonly latencyFrames = 0;
  readonly warmFrames = 0;
  readonly #glide: Glide;
  readonly #work = new Float64Array(SUB_BLOCK_FRAMES);

  constructor(values: ArrayLike<number>, sampleRate: number) {
    this.#glide = new Glide(BLOCK_PARAMETERS.gain, values, GAIN, sampleRate);
  }

  /** @realtime */
  set(index: number, value: number): void {
    this.#glide.set(index, value);
  }

  /** @realtime */
  reset(): void {
    this.#glide.reset();
  }

  /** @realtime */
  startAt(frame: number): void {
    this.#glide.startAt(frame);
  }

  /** @realtime */
  process(sound: Planes, frames: number): void {
    const glide = this.#glide;
    for (let start = 0; start < frames; ) {
      const count = glide.take(frames - start);
      if (glide.isMoving || glide.coefficients[0] !== 1) {
        this.#run(sound[0], start, count);
        this.#run(sound[1], start, count);
      }
      glide.advance(count);
      start += count;
    }
  }

  /** @realtime */
  #run(plane: Float32Array, start: number, frames: number): void {
    const { coefficients, steps, position } = this.#glide;
    const gain = coefficients[0];
    const step = steps[0];
    const work = this.#work;
    for (let t = 0; t < frames; t++) work[t] = plane[start + t] * (gain + step * (position + t));
    storeSound(plane, start, work, frames);
  }
}
