import type { IAudioContext } from 'standardized-audio-context';
import type { Dilatone, LoadReading } from '../../src/index.js';
import type { Rig } from '../../src/rig/index.js';
import { LayerHistory } from '../analysis/layer-history.js';

/** Measures the rig: its load, its limiter, and the levels of the layers of one model. */
export class NetworkMonitor {
  readonly layers = new LayerHistory();
  #rig: Rig<IAudioContext> | null = null;
  #load: LoadReading | null = null;
  #limitedDb = 0;
  #watched: string | null = null;
  #solo: Dilatone<IAudioContext> | null = null;
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
    this.#follow();
  }

  /** Measures the layers of the model in a block; null for none. */
  watch(id: string | null): void {
    if (id === this.#watched) return;
    this.#watched = id;
    this.#follow();
  }

  /** Measures the node that plays one layer, in place of the model; null for none. */
  setSolo(solo: Dilatone<IAudioContext> | null): void {
    if (solo === this.#solo) return;
    this.#solo = solo;
    this.#follow();
  }

  #follow(): void {
    this.#stop();
    this.#stop = () => {};
    if (this.#solo) this.#stop = this.#solo.on('activity', (reading) => this.layers.push(reading));
    else if (this.#rig && this.#watched !== null) {
      this.#stop = this.#rig.watchActivity(this.#watched, (reading) => this.layers.push(reading));
    }
  }
}
