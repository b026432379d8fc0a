import { markRaw, unwrapped } from '../../model/opaque.js';
import { expectContext } from '../link/in-use.js';
import type { AnyAudioContext } from '../link/worklet-host.js';
import { expectListener } from '../listeners.js';
import { FeedbackDetector } from './feedback-detector.js';

/** A context that makes the nodes of a guard; all kinds do. */
export interface GuardableContext extends AnyAudioContext {
  /** Web Audio's `createGain`. */
  createGain(): object;
  /** Web Audio's `createAnalyser`. */
  createAnalyser(): object;
}

/** How to guard. */
export interface FeedbackGuardOptions {
  /** Gain in dB while a howl is ducked. Default: −30. */
  readonly depthDb?: number | undefined;
  /** Called on the main thread when a howl is ducked, and when the sound is back at its level. `hz` is the howl's frequency. */
  readonly onchange?: ((change: { readonly ducked: boolean; readonly hz: number }) => void) | undefined;
}

/** Ducks acoustic feedback. */
export interface FeedbackGuard<Context extends GuardableContext> {
  /** The node to put into the way of the sound, before the destination: a GainNode of the context's kind. */
  readonly node: ReturnType<Context['createGain']>;
  /** Whether the sound is lowered now, or coming back. */
  readonly ducked: boolean;
  /** Ends the watch; the node stays, with a gain of 1. */
  dispose(): void;
}

const CHECK_MS = 30;
/** The window of a spectrum lasts this long at least. */
const WINDOW_SECONDS = 0.04;
const DUCK_SECONDS = 0.01;
/** How long the sound stays lowered the first time; a howl that comes back while the sound does doubles it. */
const HOLD_SECONDS = 1;
const LONGEST_HOLD_SECONDS = 8;
/** How long the sound takes to come back. */
const RETURN_SECONDS = 3;

/**
 * Makes a node that ducks acoustic feedback: a microphone that hears its own speakers. Where a howl builds up, it lowers
 * the sound quickly, and lets it come back in some seconds; if the howl does, too, it is ducked again, for longer. A howl is
 * one tone without harmonics that grows, or stays near full scale, for about half a second; howls below 140 Hz, and those
 * that are a square wave at once, are not heard. It costs a little of the main thread's time, and no latency.
 *
 * RangeError for a depth that is not between −100 and 0 dB.
 */
export function guardFeedback<Context extends GuardableContext>(
  context: Context,
  { depthDb = -30, onchange = () => {} }: FeedbackGuardOptions = {},
): FeedbackGuard<Context> {
  expectContext(context);
  expectListener(onchange);
  if (!(depthDb >= -100 && depthDb < 0)) throw new RangeError(`depthDb: expected −100 … 0, got ${depthDb}`);
  const guard = new Guard(unwrapped(context), depthDb, onchange);
  return markRaw({
    node: guard.node as ReturnType<Context['createGain']>,
    get ducked() {
      return guard.ducked;
    },
    dispose: () => guard.dispose(),
  });
}

class Guard {
  readonly node: GainNode;
  readonly #context: GuardableContext;
  readonly #analyser: AnalyserNode;
  readonly #depthDb: number;
  readonly #onchange: (change: { ducked: boolean; hz: number }) => void;
  readonly #detector: FeedbackDetector;
  readonly #spectrum: Float32Array<ArrayBuffer>;
  readonly #timer: ReturnType<typeof setInterval>;
  #time: number;
  #hz = 0;
  #disposed = false;
  #holdSeconds = HOLD_SECONDS;
  /** When the sound begins to come back, and when it is back; infinite and past while it was never lowered. */
  #returnTime = Number.POSITIVE_INFINITY;
  #backTime = Number.POSITIVE_INFINITY;

  constructor(context: GuardableContext, depthDb: number, onchange: (change: { ducked: boolean; hz: number }) => void) {
    this.#context = context;
    this.#depthDb = depthDb;
    this.#onchange = onchange;
    this.#time = context.currentTime;
    this.node = context.createGain() as GainNode;
    this.#analyser = context.createAnalyser() as AnalyserNode;
    this.#analyser.fftSize = 2 ** Math.ceil(Math.log2(WINDOW_SECONDS * context.sampleRate));
    this.#analyser.smoothingTimeConstant = 0;
    this.node.connect(this.#analyser);
    this.#spectrum = new Float32Array(this.#analyser.frequencyBinCount);
    this.#detector = new FeedbackDetector(context.sampleRate, this.#spectrum.length);
    this.#timer = setInterval(() => this.#check(), CHECK_MS);
  }

  get ducked(): boolean {
    return this.#backTime < Number.POSITIVE_INFINITY;
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    clearInterval(this.#timer);
    this.node.disconnect(this.#analyser);
    this.#moveFromHere().setTargetAtTime(1, this.#context.currentTime, DUCK_SECONDS);
    this.#backTime = Number.POSITIVE_INFINITY;
  }

  #check(): void {
    const { state, currentTime } = this.#context;
    if (state === 'closed') clearInterval(this.#timer);
    const seconds = currentTime - this.#time;
    if (seconds <= 0) return;
    this.#time = currentTime;
    if (currentTime >= this.#returnTime) this.#return();
    if (currentTime >= this.#backTime) this.#beBack();
    // While it is held down, what is heard is the end of the howl.
    if (this.#returnTime < Number.POSITIVE_INFINITY) return;
    this.#analyser.getFloatFrequencyData(this.#spectrum);
    const hz = this.#detector.hear(this.#spectrum, seconds, 20 * Math.log10(this.node.gain.value));
    if (hz !== null) this.#duck(hz);
  }

  #duck(hz: number): void {
    const now = this.#context.currentTime;
    const again = this.ducked;
    this.#holdSeconds = again ? Math.min(2 * this.#holdSeconds, LONGEST_HOLD_SECONDS) : HOLD_SECONDS;
    this.#moveFromHere().setTargetAtTime(10 ** (this.#depthDb / 20), now, DUCK_SECONDS);
    this.#returnTime = now + this.#holdSeconds;
    this.#backTime = this.#returnTime + RETURN_SECONDS;
    this.#hz = hz;
    if (!again) this.#onchange({ ducked: true, hz });
  }

  #return(): void {
    const now = this.#context.currentTime;
    this.#returnTime = Number.POSITIVE_INFINITY;
    this.#backTime = now + RETURN_SECONDS;
    this.#moveFromHere().exponentialRampToValueAtTime(1, this.#backTime);
    this.#detector.reset();
  }

  #beBack(): void {
    this.#backTime = Number.POSITIVE_INFINITY;
    this.#onchange({ ducked: false, hz: this.#hz });
  }

  /** The gain's parameter without what was scheduled, at the value that it has. */
  #moveFromHere(): AudioParam {
    const { gain } = this.node;
    const { value } = gain;
    gain.cancelScheduledValues(0);
    return gain.setValueAtTime(value, this.#context.currentTime);
  }
}
