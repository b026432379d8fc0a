import { LiveSignals } from '../audio/live-signals.js';
import { soundSettings } from '../audio/sound-settings.js';
import { Stage } from '../audio/stage.js';
import { type DemoState, INITIAL_STATE, type Notice } from '../state.js';
import { Store } from '../store.js';

/** Rate in Hz that models are made for, and so the one that the page asks the browser for. */
export const SAMPLE_RATE = 48_000;

/** What the parts of a session share: the state, the live signals, and the stage once there is one. */
export class Desk {
  readonly store = new Store<DemoState>(INITIAL_STATE);
  readonly live = new LiveSignals();
  readonly #openings = new Set<(stage: Stage) => void>();
  #stage: Stage | null = null;

  get state(): DemoState {
    return this.store.value;
  }

  /** Everything that sounds; null before the first click. */
  get stage(): Stage | null {
    return this.#stage;
  }

  /** Rate in Hz of the sound, or the one that it will probably have. */
  get sampleRate(): number {
    return this.#stage?.sampleRate ?? SAMPLE_RATE;
  }

  /** Calls back when the stage has been made, for what was prepared before it. */
  onStage(listener: (stage: Stage) => void): void {
    this.#openings.add(listener);
  }

  /** The stage, made by the first call, which must lie within a click or key press. */
  openStage(): Stage {
    if (this.#stage) return this.#stage;
    const stage = new Stage(this.live, soundSettings(this.state), SAMPLE_RATE);
    this.#stage = stage;
    for (const listener of this.#openings) listener(stage);
    return stage;
  }

  /** Changes the state and, with it, the sound. */
  set(changes: Partial<DemoState>): void {
    this.store.update(changes);
    this.#stage?.apply(soundSettings(this.state));
  }

  tell(notice: Notice): void {
    this.store.update({ notice });
  }

  dismissNotice(): void {
    this.store.update({ notice: null });
  }
}
