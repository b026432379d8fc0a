import { tapModel } from '../../src/index.js';
import * as messages from '../messages.js';
import { heardSlot, type SlotName } from '../state.js';
import type { Desk } from './desk.js';
import type { ModelSlots } from './model-slots.js';

/** Plays one layer in place of the whole model, with a crossfade there and back. */
export class LayerSolo {
  readonly #desk: Desk;
  readonly #models: ModelSlots;
  /** Count of requests so far: only the latest one takes effect. */
  #requests = 0;

  constructor(desk: Desk, models: ModelSlots) {
    this.#desk = desk;
    this.#models = models;
    let { slots, blend } = desk.state;
    desk.store.subscribe((state) => {
      const before = { slots, blend };
      ({ slots, blend } = state);
      const slot = heardSlot(before);
      if (slot !== heardSlot(state)) void this.#end(slot);
      // The layer belongs to the model that was replaced.
      else if (slots[slot].model !== before.slots[slot].model) this.#forget();
    });
  }

  /** Plays one signal of the model's network alone; null, or the same signal again, plays the whole model. */
  async choose(signal: number | null): Promise<void> {
    const slot = heardSlot(this.#desk.state);
    if (signal === null || signal === this.#desk.state.soloSignal) return this.#end(slot);
    const model = this.#models.modelOf(slot);
    const { studio } = this.#desk;
    if (!model || !studio) return;
    const request = ++this.#requests;
    this.#desk.store.update({ soloSignal: signal });
    try {
      const { controls, size } = this.#desk.state.slots[slot];
      const tap = await tapModel(model, signal, { controls, size });
      if (request === this.#requests) await studio.runModel(slot, tap, {});
    } catch (error) {
      if (request !== this.#requests) return;
      this.#forget();
      this.#desk.tell(messages.describeModelFailure(error, 'The layer'));
    }
  }

  async #end(slot: SlotName): Promise<void> {
    if (this.#desk.state.soloSignal === null) return;
    this.#forget();
    const model = this.#models.modelOf(slot);
    if (!model) return;
    // The model ran before. If it fails now, the node's own events report it.
    const { controls, size } = this.#desk.state.slots[slot];
    await this.#desk.studio?.runModel(slot, model, { controls, size }).catch(() => {});
  }

  #forget(): void {
    this.#requests++;
    this.#desk.store.update({ soloSignal: null });
  }
}
