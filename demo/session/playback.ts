import * as messages from '../messages.js';
import type { Desk } from './desk.js';

/** Starts and pauses the sound. */
export class Playback {
  readonly #desk: Desk;
  readonly #ready: () => Promise<void>;

  /** `ready` settles once the models that were loaded before the first click run. */
  constructor(desk: Desk, ready: () => Promise<void>) {
    this.#desk = desk;
    this.#ready = ready;
  }

  /** Plays or pauses. Call it within a click or a key press. */
  async toggle(): Promise<void> {
    const { playback } = this.#desk.state;
    if (playback === 'starting') return;
    if (playback === 'playing') {
      this.#desk.studio?.pause();
      this.#desk.store.update({ playback: 'paused' });
      return;
    }
    await this.play();
  }

  /** Starts the sound, dry if no model runs. Call it within a click or a key press. */
  async play(): Promise<void> {
    const desk = this.#desk;
    const before = desk.state.playback;
    if (before === 'playing') return;
    desk.store.update({ playback: 'starting' });
    try {
      const studio = desk.openStudio();
      await this.#ready();
      await studio.play();
      desk.store.update({ playback: 'playing' });
    } catch {
      desk.store.update({ playback: before });
      desk.tell(messages.describeStartFailure());
    }
  }
}
