import { GainNode, type IAudioContext, type IAudioNode, type IGainNode } from 'standardized-audio-context';
import {
  type ControlValues,
  createDilatone,
  type Dilatone,
  type DilatoneInfo,
  type Model,
  type NetworkChoice,
} from '../../src/index.js';
import type { AmpSettings } from './sound-settings.js';

const FADE_SECONDS = 0.02;

/**
 * The place of one model in the graph, with a fader behind it. Until there is a model, and when the browser allows no
 * worklet, the sound passes as it is.
 */
export class AmpNode {
  /** Called when the audio thread falls back to the dry sound. */
  onFault: (reason: string) => void = () => {};
  /** Called with the node that runs the model, and with null when it is taken away. */
  onNode: (node: Dilatone<IAudioContext> | null) => void = () => {};
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
   * Lets a model run: the first replaces the direct connection, later ones are crossfaded into. Rejects with a
   * DilatoneError where it cannot run; what was heard goes on.
   */
  runModel(model: Model, choice: NetworkChoice): Promise<DilatoneInfo> {
    // One after the other: a second model may come while the node for the first is still being made.
    const turn = this.#turn.then(() => this.#change(model, choice));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Turns controls of the model; nothing happens while there is none. */
  setControls(controls: ControlValues): void {
    // A model that is taken away meanwhile refuses them, and needs them no more.
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

  /** Changes how much of it is heard, 0 … 1. */
  fadeTo(share: number): void {
    const now = this.#context.currentTime;
    this.#fader.gain.cancelAndHoldAtTime(now).linearRampToValueAtTime(share, now + FADE_SECONDS);
  }

  /** Fades out and takes the model away. */
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
    const dilatone = await createDilatone(this.#context, { model, ...choice });
    this.#dilatone = dilatone;
    this.apply(this.#settings);
    this.onNode(dilatone);
    dilatone.on('fault', ({ reason }) => this.onFault(reason));
    this.#input.connect(dilatone.node);
    dilatone.connect(this.#fader);
    this.#input.disconnect(this.#fader);
    return dilatone.info;
  }
}
