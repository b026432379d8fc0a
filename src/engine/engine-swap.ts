import type { ChannelBank } from './channel-bank.js';
import { createPlanes, type Planes } from './planes.js';

/**
 * The engines in use, and the change to new ones: the new ones first run along unheard until their histories are filled,
 * then an equal-gain crossfade leads over to them, then the old ones are let go. From there on the output is, bit for
 * bit, that of the new ones alone.
 */
export class EngineSwap {
  readonly #spare: Planes;
  #current: ChannelBank;
  #incoming: ChannelBank | null = null;
  #failure = '';
  #warmFrames = 0;
  #fadeFrames = 0;
  /** Frames since the change began. */
  #frame = 0;

  constructor(current: ChannelBank, outputChannels: number, maxFrames: number) {
    this.#current = current;
    this.#spare = createPlanes(outputChannels, maxFrames);
  }

  /** Whether a change is under way. */
  get swapping(): boolean {
    return this.#incoming !== null;
  }

  /** Whether the new engines are heard already. */
  get fading(): boolean {
    return this.#incoming !== null && this.#frame > this.#warmFrames;
  }

  /** Why the last change was given up; empty unless it was. */
  get failure(): string {
    return this.#failure;
  }

  /** Why `process` returned false. */
  get fault(): string {
    return this.#current.fault;
  }

  /** Starts a change; one that is under way is given up. */
  begin(incoming: ChannelBank, warmFrames: number, fadeFrames: number): void {
    this.#incoming = incoming;
    this.#failure = '';
    this.#warmFrames = warmFrames;
    this.#fadeFrames = fadeFrames;
    this.#frame = 0;
  }

  /** Ends a change at once in favour of the new engines. @realtime */
  finish(): void {
    this.#current = this.#incoming ?? this.#current;
    this.#incoming = null;
  }

  /** Forgets the past, of engines that wait to be heard too. */
  reset(): void {
    this.#current.reset();
    this.#incoming?.reset();
  }

  /**
   * Processes one block of at most `maxFrames` frames. Returns false where the current engines gave nothing fit to be
   * heard. New ones that fail are dropped, with `failure` saying why, and the current ones go on.
   *
   * @realtime
   */
  process(output: Planes, input: Planes, frames: number): boolean {
    if (!this.#current.process(output, input, frames)) return false;
    if (this.#incoming === null) return true;
    if (!this.#incoming.process(this.#spare, input, frames)) {
      this.#failure = this.#incoming.fault;
      this.#incoming = null;
      return true;
    }
    this.#crossfade(output, frames);
    this.#frame += frames;
    if (this.#frame >= this.#warmFrames + this.#fadeFrames) this.finish();
    return true;
  }

  /** output += gain · (new − old), the gain being 0 while warming and 1 from the fade's end on. @realtime */
  #crossfade(output: Planes, frames: number): void {
    const spare = this.#spare;
    const last = this.#fadeFrames + 1;
    const before = this.#frame - this.#warmFrames + 1;
    for (let t = Math.max(0, 1 - before); t < frames; t++) {
      const gain = Math.min(1, (before + t) / last);
      for (let c = 0; c < spare.length; c++) output[c][t] = output[c][t] * (1 - gain) + spare[c][t] * gain;
    }
  }
}
