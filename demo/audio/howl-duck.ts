import { GainNode, type IAudioContext, type IGainNode } from 'standardized-audio-context';
import { type FeedbackGuard, guardFeedback } from '../../src/index.js';
import { rampTo } from './ramp.js';

const FADE_SECONDS = 0.02;

/**
 * Ducks a howl while a microphone is in use. At other times the sound passes by the guard, which takes a loud steady tone of a
 * file for a howl. Both ways are the same sound, so that the change between them is not heard.
 */
export class HowlDuck {
  /** Called with the frequency of a howl that is ducked, and with null when the sound is back. */
  onHowl: (hz: number | null) => void = () => {};
  readonly input: IGainNode<IAudioContext>;
  readonly output: IGainNode<IAudioContext>;
  readonly #context: IAudioContext;
  readonly #past: IGainNode<IAudioContext>;
  readonly #through: IGainNode<IAudioContext>;
  #guard: FeedbackGuard<IAudioContext> | null = null;

  constructor(context: IAudioContext) {
    this.#context = context;
    this.input = new GainNode(context);
    this.output = new GainNode(context);
    this.#past = new GainNode(context);
    this.#through = new GainNode(context, { gain: 0 });
    this.input.connect(this.#past).connect(this.output);
    this.#through.connect(this.output);
  }

  /** Begins to listen for howls, or ends it. */
  listen(on: boolean): void {
    if (on === (this.#guard !== null)) return;
    const now = this.#context.currentTime;
    rampTo(this.#past.gain, on ? 0 : 1, now, FADE_SECONDS);
    rampTo(this.#through.gain, on ? 1 : 0, now, FADE_SECONDS);
    if (on) this.#start();
    else this.#end();
  }

  #start(): void {
    const onchange = ({ ducked, hz }: { ducked: boolean; hz: number }) => this.onHowl(ducked ? hz : null);
    const guard = guardFeedback(this.#context, { onchange });
    this.#guard = guard;
    this.input.connect(guard.node);
    guard.node.connect(this.#through);
  }

  #end(): void {
    const guard = this.#guard;
    this.#guard = null;
    if (guard === null) return;
    if (guard.ducked) this.onHowl(null);
    setTimeout(() => {
      guard.dispose();
      this.input.disconnect(guard.node);
      guard.node.disconnect();
    }, FADE_SECONDS * 4000);
  }
}
