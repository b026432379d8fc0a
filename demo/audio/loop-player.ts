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

/** Plays a sound, or a part of it, in a loop. Starts, stops and jumps fade, so that nothing clicks. */
export class LoopPlayer {
  readonly #context: IAudioContext;
  readonly #destination: IAudioNode<IAudioContext>;
  #buffer: IAudioBuffer | null = null;
  #loop: LoopRegion | null = null;
  #voice: { source: IAudioBufferSourceNode<IAudioContext>; fade: IGainNode<IAudioContext> } | null = null;
  /** Context time at which position 0 was, or would have been, played. */
  #originSeconds = 0;
  #restingSeconds = 0;

  constructor(context: IAudioContext, destination: IAudioNode<IAudioContext>) {
    this.#context = context;
    this.#destination = destination;
  }

  /** Position in the sound. */
  get seconds(): number {
    if (!this.#voice) return this.#restingSeconds;
    return placeInLoop(this.#context.currentTime - this.#originSeconds, this.#region);
  }

  /** Changes to another sound, from its start and without a loop region; goes on playing if it was. */
  load(buffer: IAudioBuffer): void {
    const playing = this.#voice !== null;
    this.stop();
    this.#buffer = buffer;
    this.#loop = null;
    this.#restingSeconds = 0;
    if (playing) this.start();
  }

  /** Repeats a part of the sound; null repeats all of it. A position past the part's end moves to the part's start. */
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
