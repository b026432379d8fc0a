import type { CatchUpNeeds } from '../../engine/catch-up.js';
import type { ChannelLayout } from '../../engine/channels/channel-layout.js';
import { createPlanes, type Planes } from '../../engine/planes.js';
import type { ChannelBank } from '../channel-bank.js';
import type { EngineActivity } from '../meters/activity.js';
import { InputHistory } from './input-history.js';

/** How new engines come into use. All of it is in frames of the stream. */
export interface SwapPlan extends CatchUpNeeds {
  /**
   * Frames that the new engines may process for each frame of the stream until they have caught up. 1 where more would
   * be too much: they then run along with the sound until they are warm. `immediate`: they catch up at once, while nobody
   * listens, and are heard from the next frame on.
   */
  readonly catchUpSpeed: number | 'immediate';
  /** Length of the crossfade. */
  readonly fadeFrames: number;
}

/**
 * The engines in use, and the change to new ones. The new ones first catch up, unheard: they process the kept past, faster
 * than it came but never more per block than the plan allows. Then an equal-gain crossfade leads over to them, and the old
 * ones are let go. From there on the output is, bit for bit, that of engines that had run all along.
 *
 * The frame on which the crossfade starts follows from the plan alone, not from the sizes of blocks.
 */
export class EngineSwap {
  /** Share of the new engines in each frame of the last block, where `blended`. */
  readonly gains: Float32Array;
  readonly #history: InputHistory;
  readonly #maxFrames: number;
  /** Output of the new engines. */
  readonly #spare: Planes;
  readonly #replayed: Planes;
  #current: ChannelBank;
  #incoming: ChannelBank | null = null;
  /** Of the last change. */
  #plan: SwapPlan | null = null;
  #nextLatencyFrames = 0;
  #failure = '';
  #blended = false;
  /** Number of the frame that the new engines process next. */
  #position = 0;
  #catchUpSpeed = 1;
  /** Frames since the change began, and those among them on which the new engines have caught up and are heard. */
  #frame = 0;
  #caughtUpFrame = 0;
  #fadeStart = 0;
  #fadeFrames = 0;

  /** `keptFrames`: how much of the input is kept for engines to come. */
  constructor(current: ChannelBank, layout: ChannelLayout, maxFrames: number, keptFrames: number) {
    this.#current = current;
    this.#maxFrames = maxFrames;
    this.#history = new InputHistory(layout.inputChannels, keptFrames + maxFrames);
    this.#replayed = createPlanes(layout.inputChannels, maxFrames);
    this.#spare = createPlanes(layout.outputChannels, maxFrames);
    this.gains = new Float32Array(maxFrames);
  }

  /** Measures the engines in use. */
  get activity(): EngineActivity {
    return this.#current.activity;
  }

  /** Whether a change is under way. */
  get swapping(): boolean {
    return this.#incoming !== null;
  }

  /** Whether the new engines are heard already. */
  get fading(): boolean {
    return this.#incoming !== null && this.#frame > this.#fadeStart;
  }

  /** Whether the last block held sound of the new engines beside, or after, that of the old ones. */
  get blended(): boolean {
    return this.#blended;
  }

  /** Frames by which the engines in use lag behind. */
  get latencyFrames(): number {
    return this.#current.latencyFrames;
  }

  /** Frames by which the new engines of the last change lag behind. */
  get nextLatencyFrames(): number {
    return this.#nextLatencyFrames;
  }

  /** Why the last change was given up; empty unless it was. */
  get failure(): string {
    return this.#failure;
  }

  /** Why `process` returned false. */
  get fault(): string {
    return this.#current.fault;
  }

  /** Whether the new engines are to be heard from the next frame on, without a crossfade. */
  get due(): boolean {
    return this.#frame >= this.#fadeStart + this.#fadeFrames;
  }

  /** Starts a change; one that is under way is given up. */
  begin(incoming: ChannelBank, plan: SwapPlan): void {
    const now = this.#history.frames;
    const oldest = Math.max(0, now - (this.#history.capacity - this.#maxFrames));
    const wanted =
      plan.catchUpSpeed === 'immediate' || plan.catchUpSpeed > 1 ? Math.max(oldest, now - plan.warmFrames) : now;
    this.#incoming = incoming;
    this.#plan = plan;
    this.#nextLatencyFrames = incoming.latencyFrames;
    this.#failure = '';
    this.#position = alignedStart(wanted, oldest, now, plan.periodFrames);
    // Even those that run along hurry for the few frames since their period began.
    this.#catchUpSpeed = plan.catchUpSpeed === 'immediate' ? Number.POSITIVE_INFINITY : Math.max(2, plan.catchUpSpeed);
    const framesBehind = now - this.#position;
    // Engines that start where the stream did have missed nothing.
    const warmFrames = this.#position === 0 ? 0 : plan.warmFrames;
    this.#frame = 0;
    this.#caughtUpFrame = Math.ceil(framesBehind / (this.#catchUpSpeed - 1));
    this.#fadeStart = Math.max(this.#caughtUpFrame, warmFrames - framesBehind);
    this.#fadeFrames = plan.fadeFrames;
    if (plan.catchUpSpeed !== 'immediate') return;
    this.#fadeStart = 0;
    if (!this.#replay(framesBehind)) this.#giveUp();
  }

  /** Gives up the change that is under way, if one is, and gives back its engines as new. */
  takeBack(): { readonly bank: ChannelBank; readonly plan: SwapPlan } | null {
    const bank = this.#incoming;
    const plan = this.#plan;
    if (bank === null || plan === null) return null;
    this.#incoming = null;
    bank.reset();
    return { bank, plan };
  }

  /** Ends a change at once in favour of the new engines. @realtime */
  finish(): void {
    this.#current = this.#incoming ?? this.#current;
    this.#incoming = null;
  }

  /** Forgets the past, of engines that wait to be heard too. */
  reset(): void {
    this.#history.reset();
    this.#current.reset();
    this.#incoming?.reset();
    this.#position = 0;
    this.#caughtUpFrame = 0;
    this.#fadeStart = Math.min(this.#fadeStart, this.#frame);
  }

  /** @realtime */
  #record(input: Planes, frames: number): void {
    this.#history.record(input, frames);
    this.#blended = false;
  }

  /**
   * Processes one block of at most `maxFrames` frames. Returns false where the current engines gave nothing fit to be
   * heard. New ones that fail are dropped, with `failure` saying why, and the current ones go on.
   *
   * @realtime
   */
  process(output: Planes, input: Planes, frames: number): boolean {
    this.#record(input, frames);
    const fine = this.#current.process(output, input, frames);
    if (this.#incoming === null) return fine;
    if (!this.#follow(input, frames)) {
      this.#giveUp();
      return fine;
    }
    if (fine && this.#frame + frames > this.#fadeStart) this.#crossfade(output, frames);
    this.#frame += frames;
    if (fine && this.due) this.finish();
    return fine;
  }

  /**
   * Lets the new engines alone process one block, unheard. Returns true once they are ready to be heard, from the next
   * block on. Where they fail they are dropped, as by `process`.
   *
   * @realtime
   */
  prepare(input: Planes, frames: number): boolean {
    this.#record(input, frames);
    if (this.#incoming === null) return false;
    if (!this.#follow(input, frames)) {
      this.#giveUp();
      return false;
    }
    this.#frame += frames;
    return this.#frame >= this.#fadeStart;
  }

  /** Lets the new engines process what is theirs in this block; false where they fail. @realtime */
  #follow(input: Planes, frames: number): boolean {
    if (this.#frame + frames < this.#caughtUpFrame) return this.#replay(frames * this.#catchUpSpeed);
    if (!this.#replay(this.#history.frames - frames - this.#position)) return false;
    this.#position += frames;
    return this.#incoming === null || this.#incoming.process(this.#spare, input, frames);
  }

  /** Lets the new engines process kept frames, unheard. @realtime */
  #replay(frames: number): boolean {
    for (let left = frames; left > 0; left -= this.#maxFrames) {
      const count = Math.min(left, this.#maxFrames);
      this.#history.read(this.#replayed, this.#position, count);
      this.#position += count;
      if (this.#incoming !== null && !this.#incoming.process(this.#spare, this.#replayed, count)) return false;
    }
    return true;
  }

  /** @realtime */
  #giveUp(): void {
    this.#failure = this.#incoming === null ? '' : this.#incoming.fault;
    this.#incoming = null;
  }

  /** output += gain · (new − old), the gain being 0 before the fade and 1 from its end on. @realtime */
  #crossfade(output: Planes, frames: number): void {
    const gains = this.gains;
    const spare = this.#spare;
    const last = this.#fadeFrames + 1;
    const before = this.#frame - this.#fadeStart + 1;
    for (let t = 0; t < frames; t++) gains[t] = Math.min(1, Math.max(0, before + t) / last);
    for (let c = 0; c < spare.length; c++) {
      for (let t = 0; t < frames; t++) output[c][t] = output[c][t] * (1 - gains[t]) + spare[c][t] * gains[t];
    }
    this.#blended = true;
  }
}

/** The last multiple of `periodFrames` that is not after `wanted`; another one, or none, where the past is not kept for it. */
function alignedStart(wanted: number, oldest: number, now: number, periodFrames: number): number {
  const before = Math.floor(wanted / periodFrames) * periodFrames;
  if (before >= oldest) return before;
  return before + periodFrames <= now ? before + periodFrames : wanted;
}
