import { createPlanes, type Planes } from '../../engine/channels/channels.js';
import { FrameRing } from '../frame-ring.js';
import { BLOCK_FRAMES, type Block } from './block.js';

/**
 * Runs a block, or lets it sleep. When it wakes it replays, unheard, as much kept input as it needs, several frames for each
 * frame that comes; then it sounds as if it had run all along.
 */
export class Sleeper {
  readonly #block: Block;
  /** Frames that may be replayed per frame of sound; null if the block never sleeps. */
  readonly #speed: number | null;
  /** The input of the block, for when it wakes; null if it never sleeps. */
  readonly #ring: FrameRing | null;
  readonly #replayed = createPlanes(2, BLOCK_FRAMES);
  #state: 'awake' | 'asleep' | 'waking' = 'awake';
  /** Number in the ring of the frame that the block processes next; the frame on which it has caught up. */
  #position = 0;
  #caughtUpFrame = 0;

  /**
   * @param sleepSpeed not null if the block sleeps at first
   * @param speed frames that may be replayed per frame of sound, more than 1; null if the block never sleeps
   */
  constructor(block: Block, sleepSpeed: number | null, speed: number | null) {
    this.#block = block;
    this.#speed = speed;
    this.#ring = speed === null ? null : new FrameRing(2, block.warmFrames + 2 * BLOCK_FRAMES);
    if (sleepSpeed !== null) this.#state = 'asleep';
  }

  /** Lets the block sleep, if it may. @realtime */
  sleep(): void {
    if (this.#ring !== null) this.#state = 'asleep';
  }

  /** Wakes the block, if it sleeps; `frame` is the number of the stream's next frame. @realtime */
  wake(frame: number): void {
    if (this.#state === 'asleep') this.startAgain(frame);
  }

  /** Starts the block again from silence at a frame of the stream: at once where no input is kept. @realtime */
  startAgain(frame: number): void {
    const ring = this.#ring;
    if (ring === null) {
      this.#block.reset();
      this.#block.startAt(frame);
      return;
    }
    const now = ring.frames;
    // The next block takes the place of the oldest frames before they are read.
    const oldest = Math.max(ring.oldest, now - ring.capacity + BLOCK_FRAMES);
    this.#position = Math.max(oldest, now - this.#block.warmFrames);
    this.#block.reset();
    this.#block.startAt(frame - now + this.#position);
    const speed = Math.max(2, this.#speed ?? 2);
    this.#caughtUpFrame = now + Math.ceil((now - this.#position) / (speed - 1));
    this.#state = 'waking';
  }

  /** Starts the block at a frame of a stream that begins there. @realtime */
  startAt(frame: number): void {
    this.#ring?.reset();
    this.#block.reset();
    this.#block.startAt(frame);
    if (this.#state === 'waking') this.#state = 'awake';
  }

  /** Keeps a block of input without running. @realtime */
  record(sound: Planes, frames: number): void {
    this.#ring?.record(sound, frames);
  }

  /** Keeps a block of input and runs in place. Returns false if the block sleeps or still catches up. @realtime */
  process(sound: Planes, frames: number): boolean {
    this.record(sound, frames);
    if (this.#state === 'asleep') return false;
    if (this.#state === 'waking') {
      const ring = this.#ring as FrameRing;
      const speed = Math.max(2, this.#speed ?? 2);
      const isLast = ring.frames >= this.#caughtUpFrame;
      const behind = ring.frames - frames - this.#position;
      const isWell = this.#replay(ring, isLast ? behind : Math.min(behind + frames, frames * speed));
      if (!isWell || !isLast) return false;
      this.#state = 'awake';
    }
    this.#block.process(sound, frames);
    return true;
  }

  /** Runs the block on kept frames, unheard. Returns false if it failed. @realtime */
  #replay(ring: FrameRing, frames: number): boolean {
    for (let left = frames; left > 0; left -= BLOCK_FRAMES) {
      const count = Math.min(left, BLOCK_FRAMES);
      ring.read(this.#replayed, this.#position, count);
      this.#position += count;
      this.#block.process(this.#replayed, count);
      if ((this.#block.failure ?? null) !== null) return false;
    }
    return true;
  }
}
