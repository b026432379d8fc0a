import type { ChannelLayout } from '../engine/channels/channels.js';
import { copyFrames, createPlanes, type Planes } from '../engine/channels/channels.js';
import { DrySound } from './frame-ring.js';
import type { GuardedEngine } from './guarded-engine.js';
import type { EngineActivity } from './meters/activity.js';
import { Bridge } from './mix/bridge.js';
import { InputGuard } from './mix/input-guard.js';
import { Limiter } from './mix/limiter.js';
import { DryWetMix, Gain } from './mix/smoothing.js';
import { PARAMETERS, type ParameterValues } from './parameters.js';
import { NOTHING, type PathResult } from './path-result.js';
import { Recovery } from './recovery.js';
import {
  type ChangeEnd,
  EngineSwap,
  immediately,
  type SwapPlan,
  type SwapResult,
  type Writable,
} from './swap/engine-swap.js';

const [INPUT_GAIN, OUTPUT_GAIN, MIX] = PARAMETERS;

/** Frames of a block, the usual render quantum; longer quanta are cut into blocks. */
const BLOCK_FRAMES = 128;

/** Ramp of a parameter to a new value: too short to feel slow, too long to click. */
const SMOOTHING_SECONDS = 0.01;

/** Ramp between dry and wet sound where bypass or a fault switches, and fade of a bridged jump. */
const CROSSING_SECONDS = 0.01;

/** Input kept for incoming engines, at least: what a filter of 65 536 taps needs, and more than a recurrent network does. */
const KEPT_SECONDS = 1.6;

/**
 * The signal processing of a node, without Web Audio:
 *
 *   out = limited((aligned(dry) · (1 − mix) + outputGain · engine(inputGain · dry) · mix) · e + delayed(dry) · (1 − e)),
 *   e = 0 while bypassed or faulty, and at mix 0, else 1
 *
 * `delayed` is by the engine's latency, so that switching does not shift the sound in time; what is bypassed is the input
 * otherwise untouched. `aligned` is by the model's own delay as well, and turned over where the model inverts: else the two
 * shares of the mix would cancel each other at some frequencies, or at all. The engine keeps running while bypassed, so that it
 * comes back without a transient.
 *
 * Samples of the input that are no sound are replaced before anything hears them.
 *
 * After a fault (the engine trapped, or its output held NaN or infinity) only the dry sound is heard. After a second the
 * engine is started again from silence; after the third fault within ten seconds only by `reset`. An engine given to
 * `setEngine` ends the fault as soon as it is ready.
 *
 * All methods run on the audio thread; those other than `process` are called between render quanta and may allocate.
 */
export class SignalPath {
  /** Limits the output; off at first. */
  readonly limiter: Limiter;
  readonly #layout: ChannelLayout;
  readonly #swap: EngineSwap;
  readonly #inputGain: Gain;
  readonly #outputGain: Gain;
  readonly #mix: DryWetMix;
  readonly #bridge: Bridge;
  readonly #dry: DrySound;
  readonly #driven: Planes;
  readonly #wet: Planes;
  readonly #guard: InputGuard;
  readonly #recovery: Recovery;
  readonly #result: Writable<PathResult> = { ...NOTHING };
  /** True once a block has been processed: from then on a jump can be heard. */
  #started = false;
  #bypass = false;
  #faulty = false;

  constructor(engine: GuardedEngine, layout: ChannelLayout, sampleRate: number) {
    const smoothing = Math.round(SMOOTHING_SECONDS * sampleRate);
    const crossing = Math.round(CROSSING_SECONDS * sampleRate);
    this.#layout = layout;
    this.#swap = new EngineSwap(engine, layout, BLOCK_FRAMES, Math.round(KEPT_SECONDS * sampleRate));
    this.#dry = new DrySound(layout.inputChannels, BLOCK_FRAMES);
    this.#dry.reserve(engine);
    this.#inputGain = new Gain(BLOCK_FRAMES, smoothing, INPUT_GAIN);
    this.#outputGain = new Gain(BLOCK_FRAMES, smoothing, OUTPUT_GAIN);
    this.#mix = new DryWetMix(BLOCK_FRAMES, smoothing, crossing, MIX);
    this.#bridge = new Bridge(layout.outputChannels, crossing);
    this.#driven = createPlanes(layout.inputChannels, BLOCK_FRAMES);
    this.#wet = createPlanes(layout.outputChannels, BLOCK_FRAMES);
    this.#guard = new InputGuard(this.#dry.bypassed, crossing, sampleRate);
    this.limiter = new Limiter(layout.outputChannels, smoothing, sampleRate);
    this.#recovery = new Recovery(sampleRate);
  }

  /** Measures the engine in use. @realtime */
  get activity(): EngineActivity {
    return this.#swap.activity;
  }

  /** True while a change of engines is under way. */
  get swapping(): boolean {
    return this.#swap.swapping;
  }

  /** True if only the dry sound is wanted; switching crossfades. */
  set bypass(bypass: boolean) {
    this.#bypass = bypass;
  }

  /** Keeps at least so many frames of input for engines to come. */
  keep(frames: number): void {
    this.#swap.keep(frames);
  }

  /**
   * Changes to another engine; a change under way is given up. Before the first block, the engine is in use at once. After a
   * fault, the sound crossfades from dry to the engine's as soon as the engine is ready. Returns how the change ended, or
   * null if it goes on: then the `PathResult` of a later quantum says so.
   */
  setEngine(engine: GuardedEngine, plan: SwapPlan): ChangeEnd | null {
    this.#dry.reserve(engine);
    return this.#begun(this.#swap.begin(engine, this.#started ? plan : immediately(plan)));
  }

  /**
   * Ends a change under way now: the incoming engine catches up within this call and is heard from the next frame on.
   * Returns how the change ended; null if there was none.
   */
  finishSwap(): ChangeEnd | null {
    const result = this.#swap.finish();
    return result && this.#begun(result);
  }

  /** Resets the engines to their silence state, and ends a fault. */
  reset(): void {
    this.#swap.reset();
    this.#endFault();
    this.#bridgeJump();
  }

  /**
   * Processes one render quantum. Channels missing from `input` are silent; every channel of `output` is written.
   *
   * @realtime
   */
  process(output: Planes, input: Planes, parameters: ParameterValues, frames: number): PathResult {
    const result = this.#result;
    result.fault = null;
    result.givenUp = false;
    result.restarted = false;
    result.ended = null;
    result.replaced = 0;
    this.#started = true;
    for (let start = 0; start < frames; start += BLOCK_FRAMES) {
      this.#processBlock(output, input, parameters, start, Math.min(BLOCK_FRAMES, frames - start));
    }
    for (let c = this.#layout.outputChannels; c < output.length; c++) output[c].set(output[c - 1]);
    result.faulty = this.#faulty;
    return result;
  }

  /** @realtime */
  #processBlock(output: Planes, input: Planes, parameters: ParameterValues, start: number, frames: number): void {
    this.#takeInput(input, start, frames);
    if (this.#faulty && this.#recovery.isDue(this.#swap.frames)) this.#restart();
    this.#inputGain.follow(parameters.inputGainDb, start, frames);
    this.#outputGain.follow(parameters.outputGainDb, start, frames);
    const { ended, engine } = this.#runEngines(this.#inputGain.apply(this.#driven, this.#dry.bypassed, frames), frames);
    const { mix } = parameters;
    // At mix 0 the input is untouched, too: nothing is there to line up with.
    const isDry = this.#dry.isShifted && (mix[start] ?? mix[0]) <= 0;
    this.#mix.follow(mix, !(this.#bypass || this.#faulty || isDry), start, frames);
    this.#mix.apply(output, start, this.#dry.mixed, this.#wet, frames, this.#dry.bypassed);
    this.#bridge.process(output, start, frames);
    this.limiter.process(output, start, frames);
    if (ended === null) return;
    this.#result.ended = ended;
    if (ended.outcome !== 'done') return;
    if (this.#faulty) this.#recover(engine.latencyFrames);
    else this.#recovery.clear();
  }

  /** Copies a block of input to `#dry`, without what is no sound. Channels that are missing are silent. @realtime */
  #takeInput(input: Planes, start: number, frames: number): void {
    const dry = this.#dry.bypassed;
    for (let c = 0; c < dry.length; c++) {
      if (c >= input.length) dry[c].fill(0, 0, frames);
      else copyFrames(dry[c], 0, input[c], start, frames);
    }
    this.#result.replaced += this.#guard.process(frames);
  }

  /** Computes the wet sound of a block, and delays the dry sound by its latency. @realtime */
  #runEngines(driven: Planes, frames: number): SwapResult {
    const swap = this.#swap;
    const result = this.#faulty ? swap.replace(driven, frames) : swap.process(this.#wet, driven, frames);
    if (result.fault !== null) this.#latch(result.fault);
    if (result.jumps) this.#bridge.arm();
    this.#dry.process(result, frames);
    if (!this.#faulty) this.#outputGain.apply(this.#wet, this.#wet, frames);
    return result;
  }

  /** Falls back to the dry sound, from this block on. @realtime */
  #latch(fault: string): void {
    if (this.#faulty) return;
    this.#result.fault = fault;
    this.#result.givenUp = this.#recovery.fault(this.#swap.frames);
    this.#faulty = true;
    // Where nothing of the engine was heard, the dry sound goes on as it is.
    if (this.#mix.isWet) this.#bridge.arm();
    this.#mix.drop();
  }

  /** Starts the engine again, some time after a fault; the sound crossfades from dry to the engine's. @realtime */
  #restart(): void {
    this.#faulty = false;
    this.#result.restarted = true;
    const failure = this.#swap.restart();
    if (failure !== null) this.#latch(failure);
  }

  /** @realtime */
  #endFault(): void {
    this.#faulty = false;
    this.#recovery.clear();
  }

  /** Prepares the next block for a change that has begun. Returns how the change ended; null if it goes on. */
  #begun({ jumps, ended, engine }: SwapResult): ChangeEnd | null {
    if (jumps) this.#bridgeJump();
    if (ended?.outcome === 'done') this.#recover(engine.latencyFrames);
    return ended;
  }

  /** Ends a fault, now that another engine is in use; `latencyFrames` is the latency before. @realtime */
  #recover(latencyFrames: number): void {
    if (this.#swap.latencyFrames !== latencyFrames) this.#bridgeJump();
    this.#endFault();
  }

  /** Bridges from the last frame heard, if any was, to the next block. @realtime */
  #bridgeJump(): void {
    if (this.#started) this.#bridge.arm();
  }
}
