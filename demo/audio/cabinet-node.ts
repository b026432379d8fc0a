import {
  ConvolverNode,
  GainNode,
  type IAudioBuffer,
  type IAudioContext,
  type IAudioNode,
  type IGainNode,
} from 'standardized-audio-context';

const FADE_SECONDS = 0.04;

/** A way through the cabinet, or past it. */
interface Path {
  readonly fade: IGainNode<IAudioContext>;
  /** Takes the path out of the graph. */
  remove(): void;
}

/** A loudspeaker as its impulse response; changes without a click. Without one the sound passes as it is. */
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

  /** Changes the response; it has to be of the context's rate. Null takes the cabinet away. */
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
