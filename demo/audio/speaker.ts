import {
  AudioWorkletNode,
  GainNode,
  type IAudioContext,
  type IGainNode,
  type IMinimalOfflineAudioContext,
  type IWaveShaperNode,
  WaveShaperNode,
} from 'standardized-audio-context';
import { loadDemoWorklet } from './demo-worklet.js';

/** No sample that leaves the page exceeds this, in dBFS: below full scale, as converters overshoot between samples. */
export const CEILING_DB = -0.3;

/** Steps of the curve on each side of silence. Between them it is a straight line; only the step at the ceiling is bent. */
const STEPS = 4096;

/** Stereo whatever comes in: a mix of more channels behind the ceiling would exceed it. */
const STEREO = { channelCount: 2, channelCountMode: 'explicit' } as const;

/**
 * The way out of a context, to its destination. What goes in comes out as it is, but for samples beyond the ceiling, which come out
 * at the ceiling, and, once `guard` has resolved, for what is no finite number, which is silent. It has no latency. All that the page
 * plays has to go through it.
 */
export class Speaker<Context extends IAudioContext | IMinimalOfflineAudioContext> {
  readonly input: IGainNode<Context>;
  readonly #context: Context;
  readonly #ceiling: IWaveShaperNode<Context>;

  constructor(context: Context) {
    this.#context = context;
    this.input = new GainNode(context, STEREO);
    this.#ceiling = new WaveShaperNode(context, { ...STEREO, curve: ceilingCurve() });
    this.input.connect(this.#ceiling);
    this.#ceiling.connect(context.destination);
  }

  /** Keeps numbers that are not finite from the loudspeaker: a shaper lets NaN through. Rejects where there are no worklets. */
  async guard(): Promise<void> {
    await loadDemoWorklet(this.#context);
    const finite = new AudioWorkletNode!(this.#context, 'demo-speaker', { ...STEREO, outputChannelCount: [2] });
    this.input.connect(finite);
    finite.connect(this.#ceiling);
    this.input.disconnect(this.#ceiling);
  }
}

function ceilingCurve(): Float32Array<ArrayBuffer> {
  // Rounded down, so that no 32-bit float exceeds it.
  const ceiling = 10 ** (CEILING_DB / 20) * (1 - 2 ** -23);
  return Float32Array.from({ length: 2 * STEPS + 1 }, (_, i) => {
    return Math.max(-ceiling, Math.min(ceiling, (i - STEPS) / STEPS));
  });
}
