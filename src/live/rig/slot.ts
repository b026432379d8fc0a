import { copyFrames, createPlanes, type Planes } from '../../engine/channels/channels.js';
import { DryDelay } from '../frame-ring.js';
import { ALIGNED, type DryAlignment } from '../guarded-engine.js';
import { Bridge } from '../mix/bridge.js';
import { DryWetMix } from '../mix/smoothing.js';
import { Recovery } from '../recovery.js';
import { BLOCK_FRAMES, type Block } from './block.js';
import { Sleeper } from './sleeper.js';

/** Ramp to and from bypass, and of a bridged jump. */
const CROSSING_SECONDS = 0.01;

const WET = Float32Array.of(1);

/** Whether the events of any slot of a chain have news; one object for all of them. */
export interface ChainNews {
  has: boolean;
}

/** What happened in a slot since this was last cleared. */
export interface SlotEvents {
  /** Why the block fell back to the dry sound; null if it did not. */
  fault: string | null;
  /** True if that was one fault too many: it is not started again by itself. */
  givenUp: boolean;
  /** True if the block was started again after a fault. */
  restarted: boolean;
}

/** What a slot is made of. */
export interface SlotParts {
  readonly id: string;
  readonly block: Block;
  readonly bypass: boolean;
  /** Frames that the block may process per frame of sound to catch up after it has slept while bypassed; null if it always runs. */
  readonly wakeSpeed: number | null;
  readonly news: ChainNews;
}

/**
 * A place in a chain: the block in it, its bypass, and what happens when it fails. While bypassed, sound passes it by, delayed
 * by its latency, so that nothing shifts. A block that fails is passed by, too; after a second it is started again, after the
 * third fault within ten seconds only by `reset`.
 */
export class Slot {
  readonly id: string;
  readonly block: Block;
  readonly events: SlotEvents = { fault: null, givenUp: false, restarted: false };
  readonly #dry = createPlanes(2, BLOCK_FRAMES);
  readonly #dryDelay: DryDelay;
  readonly #mix: DryWetMix;
  readonly #bridge: Bridge;
  readonly #recovery: Recovery;
  readonly #sleeper: Sleeper;
  readonly #news: ChainNews;
  #bypass: boolean;
  #isFaulty = false;
  /** Number of the next frame of the stream. */
  #frame = 0;

  constructor({ id, block, bypass, wakeSpeed, news }: SlotParts, sampleRate: number) {
    const crossing = Math.round(CROSSING_SECONDS * sampleRate);
    this.id = id;
    this.block = block;
    this.#news = news;
    this.#bypass = bypass;
    this.#dryDelay = new DryDelay(2, BLOCK_FRAMES);
    this.#dryDelay.reserve(block.latencyFrames);
    this.#mix = new DryWetMix(BLOCK_FRAMES, crossing, crossing);
    this.#bridge = new Bridge(2, crossing);
    this.#recovery = new Recovery(sampleRate);
    this.#sleeper = new Sleeper(block, bypass ? wakeSpeed : null, wakeSpeed);
  }

  /** Whether sound passes the block by; a change crossfades. */
  set bypass(bypass: boolean) {
    this.#bypass = bypass;
  }

  /** @realtime */
  get latencyFrames(): number {
    return this.block.latencyFrames;
  }

  /** What the block adds to the delay of the sound as it is now. @realtime */
  get alignment(): DryAlignment {
    return this.#bypass ? ALIGNED : (this.block.alignment ?? ALIGNED);
  }

  /** Back to the state before the first frame; ends a fault. @realtime */
  reset(): void {
    this.#start(0);
    this.#recovery.clear();
  }

  /** @realtime */
  startAt(frame: number): void {
    this.#start(frame);
  }

  /** @realtime */
  #start(frame: number): void {
    this.#frame = frame;
    this.#isFaulty = false;
    this.#dryDelay.reset();
    this.#sleeper.startAt(frame);
  }

  /** Processes at most `BLOCK_FRAMES` frames of both channels in place. @realtime */
  process(sound: Planes, frames: number): void {
    const dry = this.#dry;
    const mix = this.#mix;
    if (this.#isFaulty && this.#recovery.isDue(this.#frame)) this.#restart();
    for (let c = 0; c < dry.length; c++) copyFrames(dry[c], 0, sound[c], 0, frames);
    this.#dryDelay.process(dry, frames, this.block.latencyFrames);
    const isHeard = this.#run(sound, frames) && !this.#bypass;
    mix.follow(WET, isHeard, 0, frames);
    mix.apply(sound, 0, dry, sound, frames, dry);
    this.#bridge.process(sound, 0, frames);
    if (this.#bypass && !mix.isWet) this.#sleeper.sleep();
    this.#frame += frames;
  }

  /** Runs the block, if it runs; returns true if `sound` now holds what it gave. @realtime */
  #run(sound: Planes, frames: number): boolean {
    if (this.#isFaulty) {
      this.#sleeper.record(sound, frames);
      return false;
    }
    if (!this.#bypass) this.#sleeper.wake(this.#frame);
    const isAwake = this.#sleeper.process(sound, frames);
    const { failure = null } = this.block;
    if (failure === null) return isAwake;
    this.#isFaulty = true;
    this.events.fault = failure;
    this.#news.has = true;
    this.events.givenUp = this.#recovery.fault(this.#frame);
    if (this.#mix.isWet) this.#bridge.arm();
    this.#mix.drop();
    return false;
  }

  /** @realtime */
  #restart(): void {
    this.#isFaulty = false;
    this.events.restarted = true;
    this.#news.has = true;
    this.#sleeper.startAgain(this.#frame);
  }
}
