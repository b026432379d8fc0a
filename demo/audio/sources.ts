import type { IAudioContext, IAudioNode } from 'standardized-audio-context';
import type { LoopRegion, SourceKind } from '../state.js';
import type { Sound } from './decode-sound.js';
import { LoopPlayer } from './loop-player.js';
import type { MicrophoneInput } from './microphone-input.js';

/** The three things that can be played, of which one is heard at a time. */
export class Sources {
  readonly #players: { readonly clip: LoopPlayer; readonly file: LoopPlayer };
  #microphone: MicrophoneInput | null = null;
  #kind: SourceKind = 'clip';
  #playing = false;

  constructor(context: IAudioContext, destination: IAudioNode<IAudioContext>) {
    this.#players = { clip: new LoopPlayer(context, destination), file: new LoopPlayer(context, destination) };
  }

  /** Place in the sound that is chosen; 0 for the microphone. */
  get seconds(): number {
    return this.#kind === 'microphone' ? 0 : this.#players[this.#kind].seconds;
  }

  load(kind: 'clip' | 'file', sound: Sound): void {
    this.#players[kind].load(sound.buffer);
  }

  seek(seconds: number): void {
    if (this.#kind !== 'microphone') this.#players[this.#kind].seek(seconds);
  }

  /** Has a part of the file repeat, or all of it. */
  setLoop(loop: LoopRegion | null): void {
    this.#players.file.setLoop(loop);
  }

  /** Changes to a sound; a microphone that is left is released. */
  choose(kind: 'clip' | 'file'): void {
    if (kind === this.#kind) return;
    this.#leave();
    this.#kind = kind;
    if (this.#playing) this.#current?.start();
  }

  /** Changes to a microphone, in the place of one that may be open already. */
  chooseMicrophone(microphone: MicrophoneInput): void {
    this.#leave();
    this.#kind = 'microphone';
    this.#microphone = microphone;
    if (this.#playing) microphone.start();
  }

  play(): void {
    this.#playing = true;
    this.#current?.start();
  }

  pause(): void {
    this.#playing = false;
    this.#current?.stop();
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
