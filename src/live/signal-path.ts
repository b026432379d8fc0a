import type { ChannelLayout } from '../engine/channels/channel-layout.js';
import { allFinite, copyFrames, createPlanes, type Planes } from '../engine/planes.js';
import type { ChannelBank } from './channel-bank.js';
import type { EngineActivity } from './meters/activity.js';
import { Bridge } from './mix/bridge.js';
import { DryDelay } from './mix/dry-delay.js';
import { Gain } from './mix/gain.js';
import { ParameterSmoother } from './mix/parameter-smoother.js';
import type { ParameterValues } from './parameters.js';
import { EngineSwap, type SwapPlan } from './swap/engine-swap.js';

/** Frames that are processed at once, the usual render quantum; longer ones are cut. */
const BLOCK_FRAMES = 128;

/** Time in which a parameter reaches a new value: short for the hand, long enough to be no click. */
const SMOOTHING_SECONDS = 0.01;

/** Time in which bypass, a fault and the recovery from one lead over to the other sound. */
const BYPASS_SECONDS = 0.01;

/** How much of the input is kept for engines to come: what a recurrent network needs, and a little more. */
const KEPT_SECONDS = 0.6;

const INPUT_NOT_FINITE = 'input: expected finite samples, got NaN or infinity';

/** What makes a change of engines immediate. */
const AT_ONCE = { catchUpSpeed: 'immediate', fadeFrames: 0 } as const;

const WET = new Float32Array([1]);
const DRY = new Float32Array([0]);

/**
 * All that a node does to sound, without Web Audio:
 *
 *   out = delayed(dry) · (1 − w) + outputGain · network(inputGain · dry) · w,
 *   w = mix · (0 while bypassed or faulty, else 1)
 *
 * The dry sound is delayed by the network's latency, also while bypassed, so that what is heard stays in its place.
 * A fault — a trap, or something that is no number, in or out — leaves the dry sound until `reset` or `setEngine`. The
 * network keeps running while bypassed, so that it comes back without a transient.
 */
export class SignalPath {
  readonly #layout: ChannelLayout;
  readonly #swap: EngineSwap;
  readonly #inputGain: Gain;
  readonly #outputGain: Gain;
  readonly #mix: ParameterSmoother;
  /** 1 where the network is in the path, 0 where it is not, and the way between. */
  readonly #engaged: ParameterSmoother;
  readonly #bridge: Bridge;
  readonly #dryDelay: DryDelay;
  readonly #dry: Planes;
  readonly #wet: Planes;
  readonly #driven: Planes;
  /** Wet share of every frame of the block. */
  readonly #share = new Float32Array(BLOCK_FRAMES);
  #started = false;
  #bypass = false;
  #faulty = false;
  #faults = 0;
  #lastFault = '';

  constructor(bank: ChannelBank, layout: ChannelLayout, sampleRate: number) {
    const smoothing = Math.round(SMOOTHING_SECONDS * sampleRate);
    const crossing = Math.round(BYPASS_SECONDS * sampleRate);
    this.#layout = layout;
    this.#swap = new EngineSwap(bank, layout, BLOCK_FRAMES, Math.round(KEPT_SECONDS * sampleRate));
    this.#dryDelay = new DryDelay(layout.inputChannels, BLOCK_FRAMES);
    this.#dryDelay.reserve(bank.latencyFrames);
    this.#inputGain = new Gain(BLOCK_FRAMES, smoothing);
    this.#outputGain = new Gain(BLOCK_FRAMES, smoothing);
    this.#mix = new ParameterSmoother(BLOCK_FRAMES, smoothing);
    this.#engaged = new ParameterSmoother(BLOCK_FRAMES, crossing);
    this.#bridge = new Bridge(layout.outputChannels, crossing);
    this.#dry = createPlanes(layout.inputChannels, BLOCK_FRAMES);
    this.#driven = createPlanes(layout.inputChannels, BLOCK_FRAMES);
    this.#wet = createPlanes(layout.outputChannels, BLOCK_FRAMES);
  }

  /** Measures the engines in use. */
  get activity(): EngineActivity {
    return this.#swap.activity;
  }

  /** Whether a change of engines is under way. */
  get swapping(): boolean {
    return this.#swap.swapping;
  }

  /** Why the last change of engines was given up; empty unless it was. */
  get swapFailure(): string {
    return this.#swap.failure;
  }

  /** Faults so far. */
  get faults(): number {
    return this.#faults;
  }

  /** What the last fault was. */
  get lastFault(): string {
    return this.#lastFault;
  }

  /** Takes the network out of the path, or back in. */
  set bypass(bypass: boolean) {
    this.#bypass = bypass;
  }

  /**
   * Changes to new engines as `EngineSwap` does; at once before any sound. After a fault the dry sound leads over to them
   * when they are ready.
   */
  setEngine(bank: ChannelBank, plan: SwapPlan): void {
    if (this.#swap.fading || (this.#started && plan.catchUpSpeed === 'immediate')) this.#bridge.arm();
    this.#dryDelay.reserve(bank.latencyFrames);
    this.#swap.begin(bank, plan);
    if (!this.#started || this.#swap.due) this.#takeOver();
  }

  /** Ends a change of engines that is under way: they catch up here and now, and are heard from the next frame on. */
  finishSwap(): void {
    const incoming = this.#swap.takeBack();
    if (incoming !== null) this.setEngine(incoming.bank, { ...incoming.plan, ...AT_ONCE });
  }

  /** Forgets the past, a fault included. */
  reset(): void {
    this.#swap.reset();
    this.#faulty = false;
    if (this.#started) this.#bridge.arm();
  }

  /**
   * Processes one render quantum: channels that are missing from `input` are silent, every channel of `output` is written.
   *
   * @realtime
   */
  process(output: Planes, input: Planes, parameters: ParameterValues, frames: number): void {
    this.#started = true;
    for (let start = 0; start < frames; start += BLOCK_FRAMES) {
      const count = Math.min(BLOCK_FRAMES, frames - start);
      this.#takeInput(input, start, count);
      this.#inputGain.follow(parameters.inputGainDb, start, count);
      this.#outputGain.follow(parameters.outputGainDb, start, count);
      this.#mix.follow(parameters.mix, start, count);
      const recovered = this.#runNetwork(this.#inputGain.apply(this.#driven, this.#dry, count), count);
      this.#engaged.follow(this.#bypass || this.#faulty ? DRY : WET, 0, count);
      this.#blend(output, start, count);
      this.#bridge.process(output, start, count);
      if (recovered) this.#takeOver();
    }
    for (let c = this.#layout.outputChannels; c < output.length; c++) output[c].set(output[c - 1]);
  }

  /** Copies the input; a channel that is missing or not finite is silent. @realtime */
  #takeInput(input: Planes, start: number, frames: number): void {
    const dry = this.#dry;
    for (let c = 0; c < dry.length; c++) {
      if (c >= input.length) dry[c].fill(0, 0, frames);
      else copyFrames(dry[c], 0, input[c], start, frames);
    }
    if (allFinite(dry, frames)) return;
    for (let c = 0; c < dry.length; c++) dry[c].fill(0, 0, frames);
    this.#latch(INPUT_NOT_FINITE);
  }

  /**
   * Makes the wet sound of a block, and brings the dry one in line with it. Returns true where new engines are ready to end
   * a fault.
   *
   * @realtime
   */
  #runNetwork(driven: Planes, frames: number): boolean {
    const swap = this.#swap;
    const { fading, latencyFrames } = swap;
    let recovered = false;
    if (this.#faulty) recovered = swap.prepare(driven, frames);
    else if (!swap.process(this.#wet, driven, frames)) this.#latch(swap.fault);
    else if (fading && swap.failure !== '') this.#bridge.arm();
    this.#dryDelay.process(this.#dry, frames, latencyFrames);
    if (swap.blended && swap.nextLatencyFrames !== latencyFrames) {
      this.#dryDelay.crossfade(this.#dry, frames, swap.nextLatencyFrames, swap.gains);
    }
    if (!this.#faulty) this.#outputGain.apply(this.#wet, this.#wet, frames);
    return recovered;
  }

  /** The whole wet sound alone, the usual case, is spared most of the work. @realtime */
  #blend(output: Planes, start: number, frames: number): void {
    const mix = this.#mix;
    const engaged = this.#engaged;
    const share = this.#share;
    const channels = Math.min(this.#wet.length, output.length);
    if (mix.steady && engaged.steady && mix.value * engaged.value === 1) {
      for (let c = 0; c < channels; c++) copyFrames(output[c], start, this.#wet[c], 0, frames);
      return;
    }
    for (let t = 0; t < frames; t++) {
      share[t] = (mix.steady ? mix.value : mix.values[t]) * (engaged.steady ? engaged.value : engaged.values[t]);
    }
    const lastInput = this.#dry.length - 1;
    for (let c = 0; c < channels; c++) {
      const wet = this.#wet[c];
      const dry = this.#dry[Math.min(c, lastInput)];
      const out = output[c];
      // A share of 0 must not touch the wet sound: after a fault it may be anything.
      for (let t = 0; t < frames; t++) {
        out[start + t] = share[t] === 0 ? dry[t] : dry[t] * (1 - share[t]) + wet[t] * share[t];
      }
    }
  }

  /** Leaves the dry sound alone from this block on. @realtime */
  #latch(fault: string): void {
    if (this.#faulty) return;
    this.#faults++;
    this.#lastFault = fault;
    this.#faulty = true;
    this.#engaged.jump(0);
    this.#bridge.arm();
  }

  /** Puts new engines to work, which ends a fault. @realtime */
  #takeOver(): void {
    const { latencyFrames } = this.#swap;
    this.#swap.finish();
    if (this.#started && this.#swap.latencyFrames !== latencyFrames) this.#bridge.arm();
    this.#faulty = false;
  }
}
