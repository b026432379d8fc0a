import { LiveSignals } from '../audio/live-signals.js';
import { Studio } from '../audio/studio.js';
import { type DemoState, INITIAL_STATE, type Notice } from '../state.js';
import { Store } from '../store.js';

/** Sample rate in Hz that the page asks the browser for: nearly all models are made for it. */
export const SAMPLE_RATE = 48_000;

/** What the parts of a session share: the state, the live signals, and the studio once it exists. */
export class Desk {
  readonly store = new Store<DemoState>(INITIAL_STATE);
  readonly live = new LiveSignals();
  readonly #studioListeners = new Set<(studio: Studio) => void>();
  #studio: Studio | null = null;

  get state(): DemoState {
    return this.store.value;
  }

  /** Everything that makes sound; null before the first click. */
  get studio(): Studio | null {
    return this.#studio;
  }

  /** Sample rate in Hz of the sound; before the first click, the one that the page will ask for. */
  get sampleRate(): number {
    return this.#studio?.sampleRate ?? SAMPLE_RATE;
  }

  /** Calls back when the studio has been created, to hand it what was loaded before. */
  onStudio(listener: (studio: Studio) => void): void {
    this.#studioListeners.add(listener);
  }

  /** Creates the studio on the first call, which must happen within a click or key press. */
  openStudio(): Studio {
    if (this.#studio) return this.#studio;
    const studio = new Studio(this.live, SAMPLE_RATE);
    this.#studio = studio;
    for (const listener of this.#studioListeners) listener(studio);
    return studio;
  }

  /** Shows a notice in place of the one before. */
  tell(notice: Notice): void {
    this.store.update({ notice });
  }

  dismissNotice(): void {
    this.store.update({ notice: null });
  }
}
