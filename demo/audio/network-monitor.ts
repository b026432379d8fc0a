import type { IAudioContext } from 'standardized-audio-context';
import type { LoadReading } from '../../src/index.js';
import type { Rig } from '../../src/rig/index.js';
import { LayerHistory } from '../analysis/layer-history.js';

/** Measures the rig: its load, its limiter, and the levels of the layers of one model. */
export class NetworkMonitor {
  readonly layers = new LayerHistory();
  #rig: Rig<IAudioContext> | null = null;
  #load: LoadReading | null = null;
  #limitedDb = 0;
  #watched: string | null = null;
  #stop: () => void = () => {};

  /** Load of the audio thread by the rig; null until it is known. */
  get load(): LoadReading | null {
    return this.#load;
  }

  /** By how many dB the rig's limiter turns the sound down at the moment. */
  get limitedDb(): number {
    return this.#limitedDb;
  }

  /** Measures a rig that has begun to run. */
  setRig(rig: Rig<IAudioContext>): void {
    this.#rig = rig;
    rig.on('meters', ({ load, limitedDb = 0 }) => {
      this.#load = load;
      this.#limitedDb = limitedDb;
    });
    const watched = this.#watched;
    this.#watched = null;
    this.watch(watched);
  }

  /** Measures the layers of the model in a block; null for none. */
  watch(id: string | null): void {
    if (id === this.#watched) return;
    this.#watched = id;
    this.#stop();
    const stop = this.#rig && id !== null ? this.#rig.watchActivity(id, (reading) => this.layers.push(reading)) : null;
    this.#stop = stop ?? (() => {});
  }
}
