import { GainNode, type IAudioContext, type IAudioNode, type IGainNode } from 'standardized-audio-context';
import {
  type ControlValues,
  createDilatone,
  type Dilatone,
  type DilatoneInfo,
  type Model,
  type NetworkChoice,
} from '../../src/index.js';
import { type AmpSettings, LIMIT_DB } from './sound-settings.js';

const FADE_SECONDS = 0.02;

/**
 * One model in the graph, with a fader behind it. Without a model, and where the browser allows no worklet, the sound
 * passes unchanged.
 */
export class AmpNode {
  /** Called when the node falls back to the dry sound; `givenUp` is true if it does not try again by itself. */
  onFault: (reason: string, givenUp: boolean) => void = () => {};
  /** Called with the node that runs the model, and with null once it is removed. */
  onNode: (node: Dilatone<IAudioContext> | null) => void = () => {};
  /** Called when the node has changed to a smaller size of its model because it could not keep up. */
  onStepDown: (size: number) => void = () => {};
  readonly #context: IAudioContext;
  readonly #input: IAudioNode<IAudioContext>;
  readonly #fader: IGainNode<IAudioContext>;
  #dilatone: Dilatone<IAudioContext> | null = null;
  #settings: AmpSettings;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    context: IAudioContext,
    input: IAudioNode<IAudioContext>,
    output: IAudioNode<IAudioContext>,
    settings: AmpSettings,
    share: number,
  ) {
    this.#context = context;
    this.#input = input;
    this.#settings = settings;
    this.#fader = new GainNode(context, { gain: share });
    input.connect(this.#fader);
    this.#fader.connect(output);
  }

  /** The running node, or null. */
  get dilatone(): Dilatone<IAudioContext> | null {
    return this.#dilatone;
  }

  /**
   * Runs a model. The first one replaces the direct connection; later ones crossfade. Rejects with a DilatoneError if the
   * model cannot run here; the sound then goes on as before.
   */
  runModel(model: Model, choice: NetworkChoice): Promise<DilatoneInfo> {
    // Models wait for one another: the next may come while the node for the first is still being created.
    const turn = this.#turn.then(() => this.#change(model, choice));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Sets controls of the model; without a model it does nothing. */
  setControls(controls: ControlValues): void {
    // Rejected only if the model is removed meanwhile.
    this.#dilatone?.setControls(controls).catch(() => {});
  }

  apply(settings: AmpSettings): void {
    this.#settings = settings;
    const dilatone = this.#dilatone;
    if (!dilatone) return;
    dilatone.inputGainDb.value = settings.inputGainDb;
    dilatone.outputGainDb.value = settings.outputGainDb;
    dilatone.mix.value = settings.mix;
    if (dilatone.bypass !== settings.bypassed) dilatone.bypass = settings.bypassed;
  }

  /** Fades to a gain of 0 … 1. */
  fadeTo(share: number): void {
    const now = this.#context.currentTime;
    this.#fader.gain.cancelAndHoldAtTime(now).linearRampToValueAtTime(share, now + FADE_SECONDS);
  }

  /** Fades out, then removes the model. */
  clear(): void {
    this.fadeTo(0);
    const turn = this.#turn.then(async () => {
      await new Promise((resolve) => setTimeout(resolve, FADE_SECONDS * 2000));
      const dilatone = this.#dilatone;
      if (!dilatone) return;
      this.#dilatone = null;
      this.onNode(null);
      this.#input.connect(this.#fader);
      this.#input.disconnect(dilatone.node);
      dilatone.dispose();
    });
    this.#turn = turn.catch(() => {});
  }

  async #change(model: Model, choice: NetworkChoice): Promise<DilatoneInfo> {
    if (this.#dilatone) {
      await this.#dilatone.setModel(model, choice);
      return this.#dilatone.info;
    }
    const dilatone = await createDilatone(this.#context, { model, ...choice, stepDown: true, limitDb: LIMIT_DB });
    this.#dilatone = dilatone;
    this.apply(this.#settings);
    this.onNode(dilatone);
    dilatone.on('fault', ({ reason }) => this.onFault(reason, false));
    dilatone.on('giveUp', ({ reason }) => this.onFault(reason, true));
    dilatone.on('stepDown', ({ size }) => this.onStepDown(size));
    this.#input.connect(dilatone.node);
    dilatone.connect(this.#fader);
    this.#input.disconnect(this.#fader);
    return dilatone.info;
  }
}
