import type { IAudioContext, IAudioNode } from 'standardized-audio-context';
import type { LoopRegion, SourceKind } from '../state.js';
import type { Sound } from './decode-sound.js';
import { LoopPlayer } from './loop-player.js';
import type { MicrophoneInput } from './microphone-input.js';

/** The built-in sound, the file and the microphone, of which one plays at a time. */
export class Sources {
  readonly #players: { readonly clip: LoopPlayer; readonly file: LoopPlayer };
  #microphone: MicrophoneInput | null = null;
  #kind: SourceKind = 'clip';
  #playing = false;

  constructor(context: IAudioContext, destination: IAudioNode<IAudioContext>) {
    this.#players = { clip: new LoopPlayer(context, destination), file: new LoopPlayer(context, destination) };
  }

  /** Position in the current sound; 0 for the microphone. */
  get seconds(): number {
    return this.#kind === 'microphone' ? 0 : this.#players[this.#kind].seconds;
  }

  load(kind: 'clip' | 'file', sound: Sound): void {
    this.#players[kind].load(sound.buffer);
  }

  seek(seconds: number): void {
    if (this.#kind !== 'microphone') this.#players[this.#kind].seek(seconds);
  }

  /** Repeats a part of the file; null repeats all of it. */
  setLoop(loop: LoopRegion | null): void {
    this.#players.file.setLoop(loop);
  }

  /** Changes to a sound; releases the microphone if it was in use. */
  choose(kind: 'clip' | 'file'): void {
    if (kind === this.#kind) return;
    this.#leave();
    this.#kind = kind;
    if (this.#playing) void this.#current?.start();
  }

  /** Changes to a microphone, and releases the one before. */
  chooseMicrophone(microphone: MicrophoneInput): void {
    this.#leave();
    this.#kind = 'microphone';
    this.#microphone = microphone;
    if (this.#playing) void microphone.start();
  }

  play(): void {
    this.#playing = true;
    void this.#current?.start();
  }

  pause(): void {
    this.#playing = false;
    this.#current?.stop();
  }

  /** Releases the microphone's device until it plays again; the sound has faded by then. */
  rest(): void {
    if (!this.#playing) this.#microphone?.rest();
  }

  get #current(): LoopPlayer | MicrophoneInput | null {
    return this.#kind === 'microphone' ? this.#microphone : this.#players[this.#kind];
  }

  #leave(): void {
    this.#current?.stop();
    this.#microphone?.release();
    this.#microphone = null;
  }
}
