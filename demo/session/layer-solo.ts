import { tapModel } from '../../src/index.js';
import * as messages from '../messages.js';
import { heardSlot } from '../state.js';
import type { Desk } from './desk.js';
import type { ModelSlots } from './model-slots.js';

/** Lets one layer be heard in place of the whole model: a crossfade there, and a crossfade back. */
export class LayerSolo {
  readonly #desk: Desk;
  readonly #models: ModelSlots;
  #wish = 0;

  constructor(desk: Desk, models: ModelSlots) {
    this.#desk = desk;
    this.#models = models;
    let { slots, blend } = desk.state;
    desk.store.subscribe((state) => {
      const before = { slots, blend };
      ({ slots, blend } = state);
      const slot = heardSlot(before);
      if (slot !== heardSlot(state)) void this.#end(slot);
      // Another model has taken the place of the one that the layer belongs to.
      else if (slots[slot].model !== before.slots[slot].model) this.#forget();
    });
  }

  /** Hears what convolutions look back on in a signal of the model's network; null, or the same again, hears all of it. */
  async choose(signal: number | null): Promise<void> {
    const slot = heardSlot(this.#desk.state);
    if (signal === null || signal === this.#desk.state.soloSignal) return this.#end(slot);
    const model = this.#models.modelOf(slot);
    const { stage } = this.#desk;
    if (!model || !stage) return;
    const wish = ++this.#wish;
    this.#desk.store.update({ soloSignal: signal });
    try {
      const { controls, size } = this.#desk.state.slots[slot];
      const tap = await tapModel(model, signal, { controls, size });
      if (wish === this.#wish) await stage.runModel(slot, tap, {});
    } catch (error) {
      if (wish !== this.#wish) return;
      this.#forget();
      this.#desk.tell(messages.describeModelFailure(error, 'The layer'));
    }
  }

  async #end(slot: 'a' | 'b'): Promise<void> {
    if (this.#desk.state.soloSignal === null) return;
    this.#forget();
    const model = this.#models.modelOf(slot);
    if (!model) return;
    // It ran before, so it runs again; what fails is told by the model's own events.
    const { controls, size } = this.#desk.state.slots[slot];
    await this.#desk.stage?.runModel(slot, model, { controls, size }).catch(() => {});
  }

  #forget(): void {
    this.#wish++;
    this.#desk.store.update({ soloSignal: null });
  }
}
