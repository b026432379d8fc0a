import type { AnyAudioContext } from '../link/worklet-host.js';
import { ChannelPicker, type InputChannel } from './channel-picker.js';

/** A context that makes the nodes of a router; all kinds do. */
export interface RouterContext extends AnyAudioContext {
  createGain(): GainNode;
  createChannelSplitter(numberOfOutputs: number): ChannelSplitterNode;
  createAnalyser(): AnalyserNode;
}

/** Between two measurements, about as long as what one covers. */
const MEASURE_MS = 40;
const MEASURED_FRAMES = 2048;
/** Time constant of the change from one channel to another, and the time after which the old one is disconnected. */
const RAMP_SECONDS = 0.005;
const SETTLED_SECONDS = 0.08;

/** Whether a context can make a router's nodes. */
export function isRouterContext(context: AnyAudioContext): context is RouterContext {
  return 'createGain' in context && 'createChannelSplitter' in context && 'createAnalyser' in context;
}

/**
 * Lets one channel of a source through, or all of them. Its node stays the same whatever is attached, and has one channel while
 * one is chosen. Changes are short crossfades.
 */
export class ChannelRouter {
  readonly node: GainNode;
  readonly #context: RouterContext;
  readonly #splitter: ChannelSplitterNode;
  readonly #analysers: readonly AnalyserNode[];
  readonly #paths: Readonly<Record<InputChannel, GainNode>>;
  readonly #samples = new Float32Array(MEASURED_FRAMES);
  readonly #onchannel: () => void;
  #source: AudioNode | null = null;
  #mono = false;
  #picker: ChannelPicker | null = null;
  #chosen: InputChannel | null = null;
  #route: InputChannel = 'mix';
  /** Paths that fade out, by the time when they have. */
  readonly #fading = new Map<InputChannel, number>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #measuredAt: number;

  /** `onchannel` is called whenever `channel` has changed. */
  constructor(context: RouterContext, channel: InputChannel | 'auto', onchannel: () => void) {
    this.#context = context;
    this.#onchannel = onchannel;
    this.#measuredAt = context.currentTime;
    this.node = context.createGain();
    this.#splitter = context.createChannelSplitter(2);
    this.#paths = { 0: context.createGain(), 1: context.createGain(), mix: context.createGain() };
    this.#splitter.connect(this.#paths[0], 0);
    this.#splitter.connect(this.#paths[1], 1);
    this.#analysers = [0, 1].map((output) => {
      const analyser = context.createAnalyser();
      analyser.fftSize = MEASURED_FRAMES;
      this.#splitter.connect(analyser, output);
      return analyser;
    });
    this.#route = channel === 'auto' ? 'mix' : channel;
    this.#paths[this.#route].connect(this.node);
    this.choose(channel);
  }

  /** What is let through; null while it is not decided, when all channels are. */
  get channel(): InputChannel | null {
    return this.#mono ? 0 : this.#chosen;
  }

  /** Takes another source, in place of the one before; null for none. `channels` is how many it has, if that is known. */
  attach(source: AudioNode | null, channels?: number): void {
    this.#source?.disconnect();
    this.#source = source;
    const before = this.channel;
    if (source !== null) this.#mono = channels === 1;
    source?.connect(this.#paths.mix);
    source?.connect(this.#splitter);
    this.#follow();
    if (this.channel !== before) this.#onchannel();
  }

  /** Lets a channel through, or finds the right one from now on. */
  choose(channel: InputChannel | 'auto'): void {
    const before = this.channel;
    this.#picker = channel === 'auto' ? new ChannelPicker() : null;
    this.#chosen = channel === 'auto' ? null : channel;
    this.#follow();
    if (this.channel !== before) this.#onchannel();
  }

  /** Disconnects everything. */
  dispose(): void {
    this.#rest();
    this.#source?.disconnect();
    this.#splitter.disconnect();
    for (const path of Object.values(this.#paths)) path.disconnect();
    this.node.disconnect();
  }

  /** Crossfades to what is chosen. The only channel of a mono source is all that there is. */
  #follow(): void {
    this.#timer ??= setInterval(() => this.#measure(), MEASURE_MS);
    const route = this.#mono ? 'mix' : (this.#chosen ?? 'mix');
    if (route === this.#route) return;
    const now = this.#context.currentTime;
    const { [route]: next, [this.#route]: last } = this.#paths;
    if (!this.#fading.delete(route)) {
      next.gain.value = 0;
      next.connect(this.node);
    }
    next.gain.setTargetAtTime(1, now, RAMP_SECONDS);
    last.gain.setTargetAtTime(0, now, RAMP_SECONDS);
    this.#fading.set(this.#route, now + SETTLED_SECONDS);
    this.#route = route;
  }

  #measure(): void {
    const { state, currentTime } = this.#context;
    if (state === 'closed') this.#rest();
    // The clock stands still while the context is suspended, and so do the analysers.
    const seconds = currentTime - this.#measuredAt;
    if (seconds <= 0) return;
    this.#measuredAt = currentTime;
    for (const [route, time] of this.#fading) if (currentTime > time) this.#end(route);
    if (this.#picker === null || this.#mono) {
      if (this.#fading.size === 0) this.#rest();
      return;
    }
    if (this.#source === null) return;
    const [first, second] = this.#analysers.map((analyser) => this.#meanSquare(analyser));
    // A timer that was late has not heard what was before.
    const heardSeconds = Math.min(seconds, MEASURED_FRAMES / this.#context.sampleRate);
    const channel = this.#picker.hear(first, second, heardSeconds);
    if (channel === this.#chosen) return;
    this.#chosen = channel;
    this.#follow();
    this.#onchannel();
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #end(route: InputChannel): void {
    this.#fading.delete(route);
    this.#paths[route].disconnect();
    // A later fade-in begins from here, whatever was scheduled before.
    this.#paths[route].gain.cancelScheduledValues(0);
  }

  #meanSquare(analyser: AnalyserNode): number {
    analyser.getFloatTimeDomainData(this.#samples);
    return this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / MEASURED_FRAMES;
  }
}
