import type { ChannelLayout } from '../../engine/channels/channels.js';
import { createPlanes, type Planes } from '../../engine/channels/channels.js';
import type { CatchUpNeeds } from '../../engine/engine-source.js';
import type { FrameRing } from '../frame-ring.js';
import type { GuardedEngine } from '../guarded-engine.js';

/** How an incoming engine comes into use. All of it in frames of the stream. */
export interface SwapPlan extends CatchUpNeeds {
  /**
   * Frames that the incoming engine may process per frame of the stream until it has caught up. At 1 it replays no kept
   * input, but runs along unheard until it is warm. `immediate`: it catches up within the call that begins the change, and
   * is heard from the next frame on.
   */
  readonly catchUpSpeed: number | 'immediate';
  /** Length of the crossfade. */
  readonly fadeFrames: number;
}

/** The same change without crossfade, and caught up before it is heard. */
export function immediately(plan: SwapPlan): SwapPlan {
  return { ...plan, catchUpSpeed: 'immediate', fadeFrames: 0 };
}

/** What changes of one node have in common. */
export interface ChangeSite {
  /** The input of the engine in use. Each block is recorded here before `Change.advance` takes it. */
  readonly ring: FrameRing;
  /** The node's channels. */
  readonly layout: ChannelLayout;
  /** Longest block. */
  readonly maxFrames: number;
}

/**
 * A change of engines under way: the incoming engine catches up on kept input, runs along until it is warm, and is faded in.
 * Its frames count from its beginning. The first frame that is heard follows from the plan alone, not from the sizes of
 * blocks.
 */
export class Change {
  /** The incoming engine; `restart` replaces it. */
  engine: GuardedEngine;
  /** The plan that it follows; `restart` replaces it. */
  plan: SwapPlan;
  /** Share of the incoming engine in each frame of the block last crossfaded, 0 … 1. */
  readonly gains: Float32Array;
  readonly #site: ChangeSite;
  readonly #replayed: Planes;
  /** Output of the incoming engine. */
  readonly #output: Planes;
  /** Number, in the ring, of the frame that the engine processes next. */
  #position = 0;
  /** Kept frames that the engine processes per frame of the stream until it has caught up. */
  #replaySpeed = 2;
  /** The first frame of the next block. */
  #frame = 0;
  /** The first frame on which the engine has caught up. */
  #caughtUpFrame = 0;
  /** The first frame on which the engine is heard. */
  #heardFrame = 0;

  constructor(engine: GuardedEngine, plan: SwapPlan, site: ChangeSite) {
    this.gains = new Float32Array(site.maxFrames);
    this.#site = site;
    this.#replayed = createPlanes(site.layout.inputChannels, site.maxFrames);
    this.#output = createPlanes(site.layout.outputChannels, site.maxFrames);
    this.engine = engine;
    this.plan = plan;
    this.restart(engine, plan);
  }

  /** True if the incoming engine may be heard from the next block on. @realtime */
  get ready(): boolean {
    return this.#frame >= this.#heardFrame;
  }

  /** True if the incoming engine is heard in the block last processed. @realtime */
  get heard(): boolean {
    return this.#frame > this.#heardFrame;
  }

  /** True if only the incoming engine is heard from the next block on. @realtime */
  get faded(): boolean {
    return this.#frame >= this.#heardFrame + this.plan.fadeFrames;
  }

  /**
   * Starts over with another engine, in its silence state, and another plan. Allocates nothing, since a turning knob does this
   * again and again.
   */
  restart(engine: GuardedEngine, plan: SwapPlan): void {
    const { ring, maxFrames } = this.#site;
    const now = ring.frames;
    // The next block takes the place of the oldest frames before the engine reads them.
    const oldest = Math.max(ring.oldest, now - (ring.capacity - maxFrames));
    const replays = plan.catchUpSpeed === 'immediate' || plan.catchUpSpeed > 1;
    this.engine = engine;
    this.plan = plan;
    this.#position = replays ? Math.max(oldest, now - plan.warmFrames) : now;
    engine.startAt(this.#position);
    this.#frame = 0;
    this.#caughtUpFrame = 0;
    this.#heardFrame = 0;
    if (plan.catchUpSpeed === 'immediate') return;
    const framesBehind = now - this.#position;
    this.#replaySpeed = Math.max(2, plan.catchUpSpeed);
    this.#caughtUpFrame = Math.ceil(framesBehind / (this.#replaySpeed - 1));
    // An engine that starts where the stream did has missed nothing.
    const coldFrames = this.#position === 0 ? 0 : plan.warmFrames - framesBehind;
    this.#heardFrame = Math.max(this.#caughtUpFrame, coldFrames);
  }

  /** Resets the incoming engine, for a stream that begins again with silence: there is nothing to catch up on. */
  reset(): void {
    this.engine.reset();
    this.#position = 0;
    this.#caughtUpFrame = 0;
    this.#heardFrame = Math.min(this.#heardFrame, this.#frame);
  }

  /** Runs the engine on all kept input that it has not processed. Returns null, or why the engine failed. */
  catchUp(): string | null {
    return this.#replay(this.#site.ring.frames - this.#position);
  }

  /** Runs the engine for the block of the stream that was recorded last. Returns null, or why it failed. @realtime */
  advance(input: Planes, frames: number): string | null {
    const replayOnly = this.#frame + frames < this.#caughtUpFrame;
    const behind = this.#site.ring.frames - frames - this.#position;
    const failure = this.#replay(replayOnly ? frames * this.#replaySpeed : behind);
    this.#frame += frames;
    if (failure !== null || replayOnly) return failure;
    this.#position += frames;
    return this.engine.process(this.#output, input, frames);
  }

  /** output += gain · (incoming − output); the gain is 0 before the fade and 1 from its end on. @realtime */
  crossfade(output: Planes, frames: number): void {
    const gains = this.gains;
    const incoming = this.#output;
    const last = this.plan.fadeFrames + 1;
    const before = this.#frame - frames - this.#heardFrame + 1;
    for (let t = 0; t < frames; t++) gains[t] = Math.min(1, Math.max(0, before + t) / last);
    for (let c = 0; c < incoming.length; c++) {
      for (let t = 0; t < frames; t++) output[c][t] = output[c][t] * (1 - gains[t]) + incoming[c][t] * gains[t];
    }
  }

  /** Runs the engine on the next `frames` kept frames, unheard. Returns null, or why the engine failed. @realtime */
  #replay(frames: number): string | null {
    const { ring, maxFrames } = this.#site;
    for (let left = frames; left > 0; left -= maxFrames) {
      const count = Math.min(left, maxFrames);
      ring.read(this.#replayed, this.#position, count);
      this.#position += count;
      const failure = this.engine.process(this.#output, this.#replayed, count);
      if (failure !== null) return failure;
    }
    return null;
  }
}
