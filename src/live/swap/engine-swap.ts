import type { ChannelLayout, Planes } from '../../engine/channels/channels.js';
import { FrameRing } from '../frame-ring.js';
import type { GuardedEngine } from '../guarded-engine.js';
import type { EngineActivity } from '../meters/activity.js';
import { Change, type ChangeSite, immediately, type SwapPlan } from './change.js';

export { immediately, type SwapPlan } from './change.js';

/** How a change of engines ended. If it failed, the engine in use before stays in use. */
export type ChangeEnd = { readonly outcome: 'done' } | { readonly outcome: 'failed'; readonly detail: string };

/** What one call of an `EngineSwap` came to. There is one such object per swap; the next call overwrites it. */
export interface SwapResult {
  /** Why the block of the engine in use cannot be heard; null if it can. */
  readonly fault: string | null;
  /** The engine that was in use before the call. */
  readonly engine: GuardedEngine;
  /** The incoming engine, and its share of every frame; null if it is not heard in this block. */
  readonly fade: { readonly gains: Float32Array; readonly engine: GuardedEngine } | null;
  /** How the change ended with this call; null if none was under way, or if it goes on. */
  readonly ended: ChangeEnd | null;
  /** True if the sound jumps: at the start of this block; after `begin` or `finish`, at the start of the next one. */
  readonly jumps: boolean;
}

/** Most input that is kept, in frames: 8 MB per channel, for models that remember 43 s at 48 kHz. */
const MOST_KEPT_FRAMES = 2 ** 21;

/** The same object for those who write to it. */
export type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

const DONE: ChangeEnd = { outcome: 'done' };

/**
 * The engine in use, and the change to another one. The incoming engine first catches up, unheard: it processes kept
 * input, faster than it came in but never more per block than the plan allows. Then an equal-gain crossfade leads to it,
 * and the old engine is released. From there on the output has the same bits as if the new engine had run all along.
 */
export class EngineSwap {
  readonly #site: ChangeSite;
  readonly #result: Writable<SwapResult>;
  #current: GuardedEngine;
  /** Null while no change is under way. */
  #change: Change | null = null;

  /** `keptFrames`: length of the input that is kept for incoming engines. */
  constructor(current: GuardedEngine, layout: ChannelLayout, maxFrames: number, keptFrames: number) {
    this.#current = current;
    this.#site = { ring: new FrameRing(layout.inputChannels, keptFrames + maxFrames), layout, maxFrames };
    this.#result = { fault: null, engine: current, fade: null, ended: null, jumps: false };
  }

  /** Measures the engine in use. @realtime */
  get activity(): EngineActivity {
    return this.#current.activity;
  }

  /** Latency of the engine in use. @realtime */
  get latencyFrames(): number {
    return this.#current.latencyFrames;
  }

  /** Number of the next frame of the stream. @realtime */
  get frames(): number {
    return this.#site.ring.frames;
  }

  /** True while a change is under way. */
  get swapping(): boolean {
    return this.#change !== null;
  }

  /** Keeps at least so many frames of input from now on, within a bound. May allocate. */
  keep(frames: number): void {
    const { ring, maxFrames } = this.#site;
    ring.reserve(Math.min(frames + maxFrames, MOST_KEPT_FRAMES));
  }

  /**
   * Starts a change; one that is under way is given up. A change that has nothing to wait for ends within this call. May
   * allocate, to keep as much input as the new engine needs for the next one like it.
   */
  begin(engine: GuardedEngine, plan: SwapPlan): SwapResult {
    const result = this.#startResult();
    this.keep(plan.warmFrames);
    if (this.#change === null) {
      this.#change = new Change(engine, plan, this.#site);
    } else {
      result.jumps = this.#change.heard;
      this.#change.restart(engine, plan);
    }
    const change = this.#change;
    if (plan.catchUpSpeed === 'immediate') {
      const failure = change.catchUp();
      if (failure !== null) {
        this.#fail(failure);
        return result;
      }
      result.jumps = true;
    }
    if (change.faded) this.#complete(change);
    return result;
  }

  /** Starts the change under way again, as an immediate one; null if there is none. */
  finish(): SwapResult | null {
    if (this.#change === null) return null;
    const { engine, plan } = this.#change;
    engine.reset();
    return this.begin(engine, immediately(plan));
  }

  /** Starts the engine in use again, from silence, while the input goes on. Returns null, or why it failed. @realtime */
  restart(): string | null {
    return this.#current.restart(this.#site.ring.frames);
  }

  /** Clears the kept input and resets the engines; an incoming one has nothing left to catch up on. */
  reset(): void {
    this.#site.ring.reset();
    this.#current.reset();
    this.#change?.reset();
  }

  /**
   * Processes one block of at most `maxFrames` frames. If the incoming engine fails, it is released and the change ends; the
   * engine in use goes on. After a fault of the engine in use, call `replace` for the following blocks.
   *
   * @realtime
   */
  process(output: Planes, input: Planes, frames: number): SwapResult {
    const result = this.#startResult();
    this.#site.ring.record(input, frames);
    result.fault = this.#current.process(output, input, frames);
    const change = this.#change;
    if (change === null) return result;
    const heardBefore = change.heard;
    const failure = change.advance(input, frames);
    if (failure !== null) {
      result.jumps = heardBefore;
      this.#fail(failure);
      return result;
    }
    if (result.fault !== null) return result;
    if (change.heard) {
      change.crossfade(output, frames);
      result.fade = change;
    }
    if (change.faded) this.#complete(change);
    return result;
  }

  /**
   * Processes one block after a fault of the engine in use: runs the incoming engine alone, unheard. As soon as that is
   * ready it becomes the engine in use, without a crossfade, and the change ends.
   *
   * @realtime
   */
  replace(input: Planes, frames: number): SwapResult {
    const result = this.#startResult();
    this.#site.ring.record(input, frames);
    const change = this.#change;
    if (change === null) return result;
    const failure = change.advance(input, frames);
    if (failure !== null) this.#fail(failure);
    else if (change.ready) this.#complete(change);
    return result;
  }

  /** @realtime */
  #startResult(): Writable<SwapResult> {
    const result = this.#result;
    result.fault = null;
    result.engine = this.#current;
    result.fade = null;
    result.ended = null;
    result.jumps = false;
    return result;
  }

  /** @realtime */
  #complete(change: Change): void {
    this.#current = change.engine;
    this.#change = null;
    this.#result.ended = DONE;
  }

  /** @realtime-exception allocates the reason, once for a change that fails */
  #fail(detail: string): void {
    this.#change = null;
    this.#result.ended = { outcome: 'failed', detail };
  }
}
