import { copyFrames, createPlanes, type Planes } from '../../engine/channels/channels.js';
import { MonoEngines } from '../../engine/channels/mono-engines.js';
import { createPreparedEngine } from '../../engine/engine-source.js';
import { InterleavedEngine } from '../../engine/oversample/interleaved-engine.js';
import { ResampledEngine } from '../../engine/resample/resampled-engine.js';
import type { Engine } from '../../network/engine.js';
import { DryDelay } from '../frame-ring.js';
import { type DryAlignment, GuardedEngine } from '../guarded-engine.js';
import type { EngineActivity } from '../meters/activity.js';
import { DryWetMix, Gain } from '../mix/smoothing.js';
import { BLOCK_FRAMES, type Block } from './block.js';
import type { EngineShelf } from './engine-shelf.js';
import type { EngineBlockPlan } from './rig-plan.js';

/** Ramp of a gain or share to a new value. */
const SMOOTHING_SECONDS = 0.01;

const [INPUT_DB, OUTPUT_DB, MIX] = [0, 1, 2];

/**
 * A model, or an impulse response, with its gains and its mix. The dry share is delayed as the model's own sound is, and turned
 * over where that is, so that both add up.
 */
export class EngineBlock implements Block {
  readonly latencyFrames: number;
  readonly warmFrames: number;
  readonly alignment: DryAlignment;
  /** Why the last block gave no sound; null if it did. */
  failure: string | null = null;
  readonly #engine: GuardedEngine;
  readonly #engineKey: string;
  readonly #instances: number;
  readonly #values: readonly Float32Array[];
  readonly #inputGain: Gain;
  readonly #outputGain: Gain;
  readonly #mix: DryWetMix;
  readonly #dryDelay: DryDelay;
  readonly #dry = createPlanes(2, BLOCK_FRAMES);
  readonly #driven = createPlanes(2, BLOCK_FRAMES);
  readonly #wet = createPlanes(2, BLOCK_FRAMES);

  /**
   * Throws a DilatoneError if the network has neither one channel nor two.
   *
   * @param sampleRate the rig's
   * @param shelf where the engine is taken from, if it is there
   */
  constructor(plan: EngineBlockPlan, sampleRate: number, shelf: EngineShelf) {
    const smoothing = Math.round(SMOOTHING_SECONDS * sampleRate);
    this.latencyFrames = plan.resampling?.latencyFrames ?? 0;
    this.warmFrames = plan.warmFrames;
    this.alignment = plan.alignment;
    this.#engineKey = plan.engineKey;
    // One for each channel.
    this.#instances = 2 * plan.oversampling;
    this.#engine = shelf.take(plan.engineKey) ?? new GuardedEngine(engineFor(plan), this.latencyFrames);
    this.#values = plan.values.map((value) => Float32Array.of(value));
    this.#inputGain = new Gain(BLOCK_FRAMES, smoothing);
    this.#outputGain = new Gain(BLOCK_FRAMES, smoothing);
    this.#mix = new DryWetMix(BLOCK_FRAMES, smoothing, smoothing);
    this.#dryDelay = new DryDelay(2, BLOCK_FRAMES);
    this.#dryDelay.reserve(this.latencyFrames + this.alignment.delayFrames);
  }

  /** Leaves the engine to blocks to come. The block must not be used any more. */
  release(shelf: EngineShelf): void {
    if (this.failure === null) shelf.put(this.#engineKey, this.#engine, this.#instances);
  }

  /** Measures the signals inside the network. @realtime */
  get activity(): EngineActivity {
    return this.#engine.activity;
  }

  /** @realtime */
  set(index: number, value: number): void {
    this.#values[index][0] = value;
  }

  /** @realtime */
  reset(): void {
    this.failure = this.#engine.restart(0);
    this.#dryDelay.reset();
  }

  /** @realtime */
  startAt(frame: number): void {
    this.failure = this.#engine.restart(frame);
    this.#dryDelay.reset();
  }

  /** @realtime */
  process(sound: Planes, frames: number): void {
    const values = this.#values;
    const dry = this.#dry;
    const wet = this.#wet;
    this.#inputGain.follow(values[INPUT_DB], 0, frames);
    this.#outputGain.follow(values[OUTPUT_DB], 0, frames);
    this.#mix.follow(values[MIX], true, 0, frames);
    this.#keepDry(sound, frames);
    this.failure = this.#engine.process(wet, this.#inputGain.apply(this.#driven, sound, frames), frames);
    if (this.failure !== null) return;
    this.#mix.apply(sound, 0, dry, this.#outputGain.apply(wet, wet, frames), frames, dry);
  }

  /** Copies a block to `#dry`, in step with the model's sound. @realtime */
  #keepDry(sound: Planes, frames: number): void {
    const dry = this.#dry;
    const { delayFrames, inverted } = this.alignment;
    for (let c = 0; c < dry.length; c++) copyFrames(dry[c], 0, sound[c], 0, frames);
    this.#dryDelay.process(dry, frames, this.latencyFrames + delayFrames);
    if (!inverted) return;
    for (let c = 0; c < dry.length; c++) for (let t = 0; t < frames; t++) dry[c][t] = -dry[c][t];
  }
}

/** The engine for both channels: two that share what they can for a mono network. */
function engineFor(plan: EngineBlockPlan): Engine {
  const create = () => {
    const phases = Array.from({ length: plan.oversampling }, () => createPreparedEngine(plan.source));
    const engine = phases.length === 1 ? phases[0] : new InterleavedEngine(phases);
    return plan.resampling === null ? engine : new ResampledEngine(engine, plan.resampling);
  };
  const first = create();
  return first.inputChannels === 1 ? new MonoEngines([first, create()]) : first;
}
