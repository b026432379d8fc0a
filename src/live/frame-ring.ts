import { copyFrames, createPlanes, type Planes } from '../engine/channels/channels.js';
import type { GuardedEngine } from './guarded-engine.js';

/** The newest frames of a signal. Frames are numbered: 0 is the first one after a reset. */
export class FrameRing {
  #planes: Planes;
  /** A power of two: frame n lies at index n & (capacity − 1). */
  #capacity: number;
  #frames = 0;
  /** Number of the first frame that it holds, unless newer ones have taken its place. */
  #oldest = 0;

  /** Keeps at least `leastFrames` frames. `firstFrame` is the number of the first frame recorded. */
  constructor(channels: number, leastFrames: number, firstFrame = 0) {
    this.#frames = firstFrame;
    this.#capacity = capacityFor(leastFrames);
    this.#planes = createPlanes(channels, this.#capacity);
  }

  /** Number of the next frame: all frames recorded so far, including those no longer kept. @realtime */
  get frames(): number {
    return this.#frames;
  }

  /** Number of frames kept. @realtime */
  get capacity(): number {
    return this.#capacity;
  }

  /** Number of the oldest frame kept, at least 0: the frames before that are silence. @realtime */
  get oldest(): number {
    return Math.max(this.#oldest, this.#frames - this.#capacity);
  }

  /** Keeps at least `leastFrames` frames from now on, and those that it holds, under the same numbers. May allocate. */
  reserve(leastFrames: number): void {
    if (leastFrames <= this.#capacity) return;
    const kept = this.#capacity;
    const channels = this.#planes.length;
    const signal = createPlanes(channels, kept);
    this.#oldest = this.oldest;
    this.read(signal, this.#frames - kept, kept);
    this.#frames -= kept;
    this.#capacity = capacityFor(leastFrames);
    this.#planes = createPlanes(channels, this.#capacity);
    this.record(signal, kept);
  }

  /** Clears all frames and starts again at frame 0; the frames before it are silence. @realtime */
  reset(): void {
    const planes = this.#planes;
    for (let c = 0; c < planes.length; c++) planes[c].fill(0);
    this.#frames = 0;
    this.#oldest = 0;
  }

  /** Appends the first `frames` frames of every channel. @realtime */
  record(signal: Planes, frames: number): void {
    const mask = this.#capacity - 1;
    const start = this.#frames & mask;
    const wraps = start + frames > this.#capacity;
    for (let c = 0; c < this.#planes.length; c++) {
      const from = signal[c];
      const to = this.#planes[c];
      if (!wraps) copyFrames(to, start, from, 0, frames);
      else for (let t = 0; t < frames; t++) to[(start + t) & mask] = from[t];
    }
    this.#frames += frames;
  }

  /** Copies frames `first` … `first + frames − 1`, which the ring must still keep; frames before 0 are silence. @realtime */
  read(signal: Planes, first: number, frames: number): void {
    const mask = this.#capacity - 1;
    for (let c = 0; c < this.#planes.length; c++) {
      const from = this.#planes[c];
      const to = signal[c];
      for (let t = 0; t < frames; t++) to[t] = from[(first + t) & mask];
    }
  }
}

function capacityFor(leastFrames: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, leastFrames)));
}

/**
 * Delays the dry sound by the latency of the wet sound. If the two were mixed with a time difference, they would cancel
 * each other at some frequencies (comb filter).
 */
export class DryDelay {
  readonly #maxFrames: number;
  /** The block under the second delay of a crossfade. */
  readonly #other: Planes;
  readonly #ring: FrameRing;

  constructor(channels: number, maxFrames: number) {
    this.#maxFrames = maxFrames;
    this.#other = createPlanes(channels, maxFrames);
    this.#ring = new FrameRing(channels, maxFrames);
  }

  /** Makes room for a delay and keeps the frames recorded so far. Allocates. */
  reserve(delayFrames: number): void {
    this.#ring.reserve(delayFrames + this.#maxFrames);
  }

  /** Clears all that was recorded. @realtime */
  reset(): void {
    this.#ring.reset();
  }

  /** Records a block of at most `maxFrames` frames and replaces it by the delayed one. @realtime */
  process(dry: Planes, frames: number, delayFrames: number): void {
    const ring = this.#ring;
    ring.record(dry, frames);
    if (delayFrames > 0) ring.read(dry, ring.frames - frames - delayFrames, frames);
  }

  /** Gives the block last processed with another delay, turned over where `inverted`. @realtime */
  read(dry: Planes, frames: number, delayFrames: number, inverted?: boolean): void {
    const ring = this.#ring;
    ring.read(dry, ring.frames - frames - delayFrames, frames);
    if (inverted) for (let c = 0; c < dry.length; c++) for (let t = 0; t < frames; t++) dry[c][t] *= -1;
  }

  /** Crossfades the block last processed to another delay; `gains` holds that delay's share of each frame. @realtime */
  crossfade(dry: Planes, frames: number, delayFrames: number, gains: Float32Array, inverted?: boolean): void {
    const other = this.#other;
    this.read(other, frames, delayFrames, inverted);
    for (let c = 0; c < dry.length; c++) {
      for (let t = 0; t < frames; t++) dry[c][t] = dry[c][t] * (1 - gains[t]) + other[c][t] * gains[t];
    }
  }
}

/** The engines that are heard in a block; see `SwapResult`. */
interface Heard {
  readonly engine: GuardedEngine;
  readonly fade: { readonly gains: Float32Array; readonly engine: GuardedEngine } | null;
}

/** The dry sound of a path, block by block: as it is bypassed, and as it is mixed with the wet sound. */
export class DrySound {
  /** The block of input; after `process`, delayed by the engine's latency. */
  readonly bypassed: Planes;
  /** The same, delayed by the model's own delay, too, and turned over where the model inverts: `bypassed` where it does neither. */
  mixed: Planes;
  readonly #aligned: Planes;
  readonly #delay: DryDelay;

  constructor(channels: number, maxFrames: number) {
    this.bypassed = createPlanes(channels, maxFrames);
    this.#aligned = createPlanes(channels, maxFrames);
    this.mixed = this.#aligned;
    this.#delay = new DryDelay(channels, maxFrames);
  }

  /** Whether the two differ in the last block. @realtime */
  get isShifted(): boolean {
    return this.mixed !== this.bypassed;
  }

  /** Makes room for an engine to come. Allocates. */
  reserve(engine: GuardedEngine): void {
    this.#delay.reserve(engine.dryFrames);
  }

  /** Lines the block up with what the engines made of it. @realtime */
  process({ engine, fade }: Heard, frames: number): void {
    const delay = this.#delay;
    const dry = this.bypassed;
    const next = fade === null ? engine : fade.engine;
    delay.process(dry, frames, engine.latencyFrames);
    if (fade !== null && next.latencyFrames !== engine.latencyFrames) {
      delay.crossfade(dry, frames, next.latencyFrames, fade.gains);
    }
    this.mixed = dry;
    if (!shifts(engine) && !shifts(next)) return;
    this.mixed = this.#aligned;
    delay.read(this.mixed, frames, engine.dryFrames, engine.inverted);
    if (fade !== null) delay.crossfade(this.mixed, frames, next.dryFrames, fade.gains, next.inverted);
  }
}

/** Whether the dry sound has to follow more than the engine's latency. @realtime */
function shifts({ latencyFrames, dryFrames, inverted }: GuardedEngine): boolean {
  return dryFrames > latencyFrames || inverted;
}
