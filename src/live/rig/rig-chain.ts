import { copyFrames, createPlanes, type Planes } from '../../engine/channels/channels.js';
import type { ActivitySums, MeasuredProcessor } from '../../network/engine.js';
import type { SignalId } from '../../network/network.js';
import { BLOCK_FRAMES } from './block.js';
import type { ChainNews, Slot } from './slot.js';

/** The blocks of a rig in series, on two channels. A block processes what the one before it gave. */
export class RigChain implements MeasuredProcessor {
  readonly inputChannels = 2;
  readonly outputChannels = 2;
  /** Those of single blocks are measured, not those of a chain. */
  readonly histories: readonly SignalId[] = [];
  /** See `RigPlan.turn`. */
  readonly turn: number;
  /** All slots, those of parallel paths included, in the order of the plan. */
  readonly slots: readonly Slot[];
  /** Frames of the rig's rate by which the output lags behind the input. */
  readonly latencyFrames: number;
  /** Milliseconds that each slot of the series has taken since this was last cleared; measured while `isTimed`. */
  readonly busyMs: Float64Array;
  isTimed = false;
  /** What slots set when something happened in them. */
  readonly news: ChainNews;
  readonly #series: readonly Slot[];
  readonly #sound = createPlanes(2, BLOCK_FRAMES);

  /**
   * @param turn see `RigPlan.turn`
   * @param series the slots that sound one after another, a part of `slots`
   * @param news what all slots were made with
   */
  constructor(turn: number, series: readonly Slot[], slots: readonly Slot[], news: ChainNews) {
    this.turn = turn;
    this.slots = slots;
    this.news = news;
    this.latencyFrames = series.reduce((sum, slot) => sum + slot.latencyFrames, 0);
    this.busyMs = new Float64Array(series.length);
    this.#series = series;
  }

  /** Blocks are measured one by one. @realtime */
  measure(_sums: ActivitySums | null): void {}

  /** @realtime */
  reset(): void {
    const series = this.#series;
    for (let i = 0; i < series.length; i++) series[i].reset();
  }

  /** @realtime */
  startAt(frame: number): void {
    const series = this.#series;
    for (let i = 0; i < series.length; i++) series[i].startAt(frame);
  }

  /** @realtime */
  process(output: Planes, input: Planes, frames: number): void {
    const sound = this.#sound;
    for (let start = 0; start < frames; start += BLOCK_FRAMES) {
      const count = Math.min(BLOCK_FRAMES, frames - start);
      for (let c = 0; c < sound.length; c++) copyFrames(sound[c], 0, input[c], start, count);
      this.#run(sound, count);
      for (let c = 0; c < sound.length; c++) copyFrames(output[c], start, sound[c], 0, count);
    }
  }

  /** @realtime */
  #run(sound: Planes, frames: number): void {
    const series = this.#series;
    if (!this.isTimed) {
      for (let i = 0; i < series.length; i++) series[i].process(sound, frames);
      return;
    }
    // Each look at the clock allocates a number, as for the meters, while somebody listens.
    let before = Date.now();
    for (let i = 0; i < series.length; i++) {
      series[i].process(sound, frames);
      const now = Date.now();
      this.busyMs[i] += Math.max(0, now - before);
      before = now;
    }
  }
}
