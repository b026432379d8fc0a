import { GainNode, type IAudioContext, type IAudioNode, type IGainNode } from 'standardized-audio-context';
import { createDilatone, type Dilatone, type Model } from '../../src/index.js';
import { createRig, type FileStore, type Rig } from '../../src/rig/index.js';
import { LIMIT_DB } from './sound-settings.js';

const FADE_SECONDS = 0.02;

/** The rig in the graph, with a fader behind it, and beside it one layer of a model that can be heard in its place. */
export class RigNode {
  readonly #context: IAudioContext;
  readonly #input: IAudioNode<IAudioContext>;
  /** Behind the rig; without a rig, the sound passes unchanged. */
  readonly #fader: IGainNode<IAudioContext>;
  readonly #soloFader: IGainNode<IAudioContext>;
  #rig: Rig<IAudioContext> | null = null;
  #solo: Dilatone<IAudioContext> | null = null;
  #soloTurn: Promise<unknown> = Promise.resolve();

  constructor(context: IAudioContext, input: IAudioNode<IAudioContext>, output: IAudioNode<IAudioContext>) {
    this.#context = context;
    this.#input = input;
    this.#fader = new GainNode(context);
    this.#soloFader = new GainNode(context, { gain: 0 });
    input.connect(this.#fader);
    this.#fader.connect(output);
    this.#soloFader.connect(output);
  }

  /** The rig that runs, or null. */
  get rig(): Rig<IAudioContext> | null {
    return this.#rig;
  }

  /** The node that plays a layer in place of the rig; null while none does. */
  get solo(): Dilatone<IAudioContext> | null {
    return this.#solo;
  }

  /** Runs a rig in place of the direct connection. Rejects with a DilatoneError where the browser allows no worklet. */
  async start(document: unknown, store: FileStore): Promise<Rig<IAudioContext>> {
    const rig = await createRig(this.#context, document, { store });
    this.#input.connect(rig.node);
    rig.connect(this.#fader);
    this.#input.disconnect(this.#fader);
    this.#rig = rig;
    return rig;
  }

  /** Plays a layer in place of the rig, with gains in dB before and after it. Rejects as `createDilatone` does. */
  playSolo(model: Model, inputGainDb: number, outputGainDb: number): Promise<void> {
    return this.#queue(async () => {
      if (this.#solo) await this.#solo.setModel(model);
      else {
        const solo = await createDilatone(this.#context, { model, limitDb: LIMIT_DB });
        this.#solo = solo;
        this.#input.connect(solo.node);
        solo.connect(this.#soloFader);
      }
      this.#solo.inputGainDb.value = inputGainDb;
      this.#solo.outputGainDb.value = outputGainDb;
      this.#fade(this.#soloFader, 1);
      this.#fade(this.#fader, 0);
    });
  }

  /** Plays the whole rig again. */
  endSolo(): Promise<void> {
    return this.#queue(async () => {
      this.#fade(this.#soloFader, 0);
      this.#fade(this.#fader, 1);
      await new Promise((resolve) => setTimeout(resolve, 2000 * FADE_SECONDS));
      const solo = this.#solo;
      if (!solo) return;
      this.#solo = null;
      this.#input.disconnect(solo.node);
      solo.dispose();
    });
  }

  #queue(change: () => Promise<void>): Promise<void> {
    const turn = this.#soloTurn.then(change);
    this.#soloTurn = turn.catch(() => {});
    return turn;
  }

  #fade({ gain }: IGainNode<IAudioContext>, value: number): void {
    const now = this.#context.currentTime;
    gain.cancelAndHoldAtTime(now).linearRampToValueAtTime(value, now + FADE_SECONDS);
  }
}
