import {
  AudioBufferSourceNode,
  GainNode,
  type IAudioBuffer,
  type IAudioBufferSourceNode,
  type IAudioContext,
  type IAudioNode,
  type IGainNode,
} from 'standardized-audio-context';
import type { LoopRegion } from '../state.js';
import { placeInLoop } from './place-in-loop.js';

const FADE_SECONDS = 0.015;

/** Plays a sound, or a part of it, round and round; starts, stops and jumps without a click. */
export class LoopPlayer {
  readonly #context: IAudioContext;
  readonly #destination: IAudioNode<IAudioContext>;
  #buffer: IAudioBuffer | null = null;
  #loop: LoopRegion | null = null;
  #voice: { source: IAudioBufferSourceNode<IAudioContext>; fade: IGainNode<IAudioContext> } | null = null;
  /** Context time at which the sound's beginning was, or would have been, played. */
  #originSeconds = 0;
  #restingSeconds = 0;

  constructor(context: IAudioContext, destination: IAudioNode<IAudioContext>) {
    this.#context = context;
    this.#destination = destination;
  }

  /** Position within the sound. */
  get seconds(): number {
    if (!this.#voice) return this.#restingSeconds;
    return placeInLoop(this.#context.currentTime - this.#originSeconds, this.#region);
  }

  /** Changes the sound, from its beginning and all of it; goes on playing if it was. */
  load(buffer: IAudioBuffer): void {
    const playing = this.#voice !== null;
    this.stop();
    this.#buffer = buffer;
    this.#loop = null;
    this.#restingSeconds = 0;
    if (playing) this.start();
  }

  /** Repeats a part of the sound only, or all of it again. A place beyond the part's end moves to its beginning. */
  setLoop(loop: LoopRegion | null): void {
    const { seconds } = this;
    this.#loop = loop;
    this.seek(loop && seconds >= loop.endSeconds ? loop.startSeconds : seconds);
  }

  start(): void {
    if (this.#voice || !this.#buffer) return;
    const now = this.#context.currentTime;
    const fade = new GainNode(this.#context, { gain: 0 });
    const source = new AudioBufferSourceNode(this.#context, {
      buffer: this.#buffer,
      loop: true,
      loopStart: this.#region.startSeconds,
      loopEnd: this.#region.endSeconds,
    });
    source.connect(fade).connect(this.#destination);
    fade.gain.setValueAtTime(0, now).linearRampToValueAtTime(1, now + FADE_SECONDS);
    source.start(now, this.#restingSeconds);
    this.#originSeconds = now - this.#restingSeconds;
    this.#voice = { source, fade };
  }

  stop(): void {
    if (!this.#voice) return;
    this.#restingSeconds = this.seconds;
    const { source, fade } = this.#voice;
    const now = this.#context.currentTime;
    fade.gain.cancelAndHoldAtTime(now).linearRampToValueAtTime(0, now + FADE_SECONDS);
    source.onended = () => fade.disconnect();
    source.stop(now + FADE_SECONDS);
    this.#voice = null;
  }

  seek(seconds: number): void {
    const playing = this.#voice !== null;
    this.stop();
    this.#restingSeconds = Math.min(Math.max(0, seconds), this.#region.endSeconds * 0.999);
    if (playing) this.start();
  }

  get #region(): LoopRegion {
    return this.#loop ?? { startSeconds: 0, endSeconds: this.#buffer?.duration ?? 0 };
  }
}
