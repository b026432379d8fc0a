import {
  ConvolverNode,
  GainNode,
  type IAudioBuffer,
  type IAudioContext,
  type IAudioNode,
  type IGainNode,
} from 'standardized-audio-context';

const FADE_SECONDS = 0.04;

/** The path through the cabinet, or around it. */
interface Path {
  readonly fade: IGainNode<IAudioContext>;
  /** Removes the path from the graph. */
  remove(): void;
}

/** Convolves the sound with a loudspeaker's impulse response, or passes it unchanged. Changes crossfade. */
export class CabinetNode {
  readonly #context: IAudioContext;
  readonly #input: IAudioNode<IAudioContext>;
  readonly #output: IAudioNode<IAudioContext>;
  #path: Path;

  constructor(context: IAudioContext, input: IAudioNode<IAudioContext>, output: IAudioNode<IAudioContext>) {
    this.#context = context;
    this.#input = input;
    this.#output = output;
    this.#path = this.#connect(null, 1);
  }

  /** Crossfades to another response, at the context's sample rate; null removes the cabinet. */
  setResponse(response: IAudioBuffer | null): void {
    const old = this.#path;
    this.#path = this.#connect(response, 0);
    this.#fade(this.#path, 1);
    this.#fade(old, 0);
    setTimeout(() => old.remove(), FADE_SECONDS * 2000);
  }

  #connect(buffer: IAudioBuffer | null, gain: number): Path {
    const fade = new GainNode(this.#context, { gain });
    fade.connect(this.#output);
    if (buffer === null) {
      this.#input.connect(fade);
      return { fade, remove: () => this.#remove(fade, fade) };
    }
    const convolver = new ConvolverNode(this.#context, { buffer, disableNormalization: true });
    convolver.connect(fade);
    this.#input.connect(convolver);
    return { fade, remove: () => this.#remove(convolver, fade) };
  }

  #remove(first: IAudioNode<IAudioContext>, last: IAudioNode<IAudioContext>): void {
    this.#input.disconnect(first);
    last.disconnect();
  }

  #fade({ fade }: Path, gain: number): void {
    const now = this.#context.currentTime;
    fade.gain.setValueAtTime(1 - gain, now).linearRampToValueAtTime(gain, now + FADE_SECONDS);
  }
}
