import { GainNode, type IAudioContext, type IAudioNode, type IGainNode } from 'standardized-audio-context';
import { HowlDuck } from './howl-duck.js';
import { gainOf, rampTo } from './ramp.js';
import { Speaker } from './speaker.js';

const FADE_SECONDS = 0.02;

/**
 * What stands between the rig and the loudspeaker:
 *
 *     rig ─▶ howl duck ─▶ volume ─▶ mute ─┬▶ speaker ─▶ destination
 *     metronome ──────────────────────────┘
 */
export class OutputEnd {
  readonly howl: HowlDuck;
  /** What goes here is heard, but neither recorded nor changed by the rig, volume or mute. */
  readonly beside: IAudioNode<IAudioContext>;
  readonly #context: IAudioContext;
  readonly #volume: IGainNode<IAudioContext>;
  readonly #mute: IGainNode<IAudioContext>;

  constructor(context: IAudioContext) {
    this.#context = context;
    this.howl = new HowlDuck(context);
    this.#volume = new GainNode(context);
    this.#mute = new GainNode(context);
    const speaker = new Speaker(context);
    this.beside = speaker.input;
    // Without worklets the ceiling alone has to do.
    speaker.guard().catch(() => {});
    this.howl.output.connect(this.#volume).connect(this.#mute).connect(this.beside);
  }

  /** The rig's output connects to it. */
  get input(): IAudioNode<IAudioContext> {
    return this.howl.input;
  }

  setVolumeDb(db: number): void {
    rampTo(this.#volume.gain, gainOf(db), this.#context.currentTime, FADE_SECONDS);
  }

  setMuted(muted: boolean): void {
    rampTo(this.#mute.gain, muted ? 0 : 1, this.#context.currentTime, FADE_SECONDS);
  }
}
