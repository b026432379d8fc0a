import { copyFrames, createPlanes, type Planes } from '../../engine/channels/channels.js';
import { ParameterSmoother } from '../mix/smoothing.js';
import { BLOCK_FRAMES, type Block } from './block.js';
import { MovingDelay } from './moving-delay.js';
import type { Slot } from './slot.js';

/** Ramp of the blend, of a path's polarity, and of its delay to another one. */
const SMOOTHING_SECONDS = 0.01;

/** One of two paths. */
interface Path {
  readonly slots: readonly Slot[];
  readonly sound: Planes;
  readonly delay: MovingDelay;
  /** Latency of all its blocks. */
  readonly latencyFrames: number;
}

/** Two paths in parallel, mixed. The one that is earlier is delayed, and where one is turned over, the second is turned back. */
export class SplitBlock implements Block {
  readonly latencyFrames: number;
  readonly warmFrames: number;
  readonly alignment: { delayFrames: number; inverted: boolean } = { delayFrames: 0, inverted: false };
  /** The paths that sound, by number. */
  readonly #paths: readonly [Path, Path];
  readonly #align: boolean;
  /** Shares of the first and the second path, the latter with its sign, smoothed. */
  readonly #blend: ParameterSmoother;
  readonly #sign: ParameterSmoother;
  readonly #blendGoal: Float32Array;
  readonly #signGoal = Float32Array.of(1);

  /** `slots`: those of each path, in order. */
  constructor(slots: readonly [readonly Slot[], readonly Slot[]], blend: number, align: boolean, sampleRate: number) {
    const fadeFrames = Math.round(SMOOTHING_SECONDS * sampleRate);
    const [first, second] = slots.map((path) => sumOf(path, (slot) => slot.latencyFrames));
    const mostFrames = Math.max(...slots.map(longestDelay), Math.abs(first - second));
    const makePath = (path: readonly Slot[], latencyFrames: number): Path => ({
      slots: path,
      sound: createPlanes(2, BLOCK_FRAMES),
      delay: new MovingDelay(0, mostFrames, fadeFrames),
      latencyFrames,
    });
    this.latencyFrames = Math.max(first, second);
    this.warmFrames = mostFrames + Math.max(...slots.map((path) => sumOf(path, (slot) => slot.block.warmFrames)));
    this.#paths = [makePath(slots[0], first), makePath(slots[1], second)];
    this.#align = align;
    this.#blend = new ParameterSmoother(BLOCK_FRAMES, fadeFrames);
    this.#sign = new ParameterSmoother(BLOCK_FRAMES, fadeFrames);
    this.#blendGoal = Float32Array.of(blend);
    this.#line();
    this.reset();
  }

  /** @realtime */
  set(_index: number, value: number): void {
    this.#blendGoal[0] = value;
  }

  /** @realtime */
  reset(): void {
    this.startAt(0);
  }

  /** @realtime */
  startAt(frame: number): void {
    const paths = this.#paths;
    for (let p = 0; p < paths.length; p++) {
      const { slots, delay } = paths[p];
      for (let i = 0; i < slots.length; i++) slots[i].startAt(frame);
      delay.reset();
    }
  }

  /** @realtime */
  process(sound: Planes, frames: number): void {
    const paths = this.#paths;
    this.#line();
    for (let p = 0; p < paths.length; p++) {
      const path = paths[p];
      for (let c = 0; c < sound.length; c++) copyFrames(path.sound[c], 0, sound[c], 0, frames);
      for (let i = 0; i < path.slots.length; i++) path.slots[i].process(path.sound, frames);
      path.delay.process(path.sound, frames);
    }
    this.#mix(sound, frames);
  }

  /** Sets the delays and the sign so that both paths line up as they are now. @realtime */
  #line(): void {
    const first = this.#paths[0];
    const second = this.#paths[1];
    const alignment = this.alignment;
    const firstDelay = delayOf(first.slots);
    const secondDelay = delayOf(second.slots);
    const firstFrames = first.latencyFrames + (this.#align ? firstDelay : 0);
    const secondFrames = second.latencyFrames + (this.#align ? secondDelay : 0);
    const latest = Math.max(firstFrames, secondFrames);
    first.delay.delayFrames = latest - firstFrames;
    second.delay.delayFrames = latest - secondFrames;
    const firstSign = signOf(first.slots);
    this.#signGoal[0] = this.#align && firstSign !== signOf(second.slots) ? -1 : 1;
    alignment.delayFrames = latest - this.latencyFrames;
    alignment.inverted = firstSign < 0;
  }

  /** @realtime */
  #mix(sound: Planes, frames: number): void {
    const blend = this.#blend;
    const sign = this.#sign;
    const first = this.#paths[0].sound;
    const second = this.#paths[1].sound;
    blend.follow(this.#blendGoal, 0, frames);
    sign.follow(this.#signGoal, 0, frames);
    for (let c = 0; c < sound.length; c++) {
      for (let t = 0; t < frames; t++) {
        const share = blend.steady ? blend.value : blend.values[t];
        const turned = sign.steady ? sign.value : sign.values[t];
        sound[c][t] = first[c][t] * (1 - share) + second[c][t] * share * turned;
      }
    }
  }
}

function sumOf(slots: readonly Slot[], of: (slot: Slot) => number): number {
  return slots.reduce((sum, slot) => sum + of(slot), 0);
}

/** The longest delay that aligning may need. */
function longestDelay(slots: readonly Slot[]): number {
  return sumOf(slots, (slot) => slot.latencyFrames + (slot.block.alignment?.delayFrames ?? 0));
}

/** @realtime */
function delayOf(slots: readonly Slot[]): number {
  let frames = 0;
  for (let i = 0; i < slots.length; i++) frames += slots[i].alignment.delayFrames;
  return frames;
}

/** @realtime */
function signOf(slots: readonly Slot[]): number {
  let sign = 1;
  for (let i = 0; i < slots.length; i++) if (slots[i].alignment.inverted) sign = -sign;
  return sign;
}
