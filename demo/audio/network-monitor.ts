import type { IAudioContext } from 'standardized-audio-context';
import type { Dilatone, LoadReading } from '../../src/index.js';
import { LayerHistory } from '../analysis/layer-history.js';
import type { SlotName } from '../state.js';

/** Measures the model that is heard: the levels of its layers, and its load. */
export class NetworkMonitor {
  readonly layers = new LayerHistory();
  readonly #nodes = new Map<SlotName, Dilatone<IAudioContext>>();
  #heard: SlotName = 'a';
  #watched: Dilatone<IAudioContext> | null = null;
  #load: LoadReading | null = null;
  #limitedDb = 0;
  #stops: (() => void)[] = [];

  /** Load of the audio thread by the model; null until it is known. */
  get load(): LoadReading | null {
    return this.#load;
  }

  /** By how many dB the model's limiter turns its sound down at the moment. */
  get limitedDb(): number {
    return this.#limitedDb;
  }

  /** Sets the node that runs the model of a slot; null for none. */
  setNode(slot: SlotName, node: Dilatone<IAudioContext> | null): void {
    if (node) this.#nodes.set(slot, node);
    else this.#nodes.delete(slot);
    this.#follow();
  }

  /** Sets the slot that is heard: only that one is measured. */
  setHeard(slot: SlotName): void {
    this.#heard = slot;
    this.#follow();
  }

  #follow(): void {
    const node = this.#nodes.get(this.#heard) ?? null;
    if (node === this.#watched) return;
    for (const stop of this.#stops) stop();
    this.#watched = node;
    this.#load = null;
    this.#limitedDb = 0;
    this.#stops = node
      ? [
          node.on('activity', (reading) => this.layers.push(reading)),
          node.on('meters', ({ load, limitedDb = 0 }) => {
            this.#load = load;
            this.#limitedDb = limitedDb;
          }),
        ]
      : [];
  }
}
