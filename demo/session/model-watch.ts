import { formatDb } from '../format.js';
import * as messages from '../messages.js';
import { heardSlot, type SlotName } from '../state.js';
import type { Desk } from './desk.js';
import { LateWatch } from './late-watch.js';
import { OverloadGuard } from './overload-guard.js';

/** Watches the model that is heard: turns it down when its output clips, and reports one that is too slow. */
export class ModelWatch {
  readonly #desk: Desk;
  readonly #guards: Readonly<Record<SlotName, OverloadGuard>> = { a: new OverloadGuard(), b: new OverloadGuard() };
  readonly #lateWatches: Readonly<Record<SlotName, LateWatch>> = { a: new LateWatch(), b: new LateWatch() };

  constructor(desk: Desk) {
    this.#desk = desk;
    desk.live.subscribe(() => {
      this.#watchLevel();
      this.#watchLoad();
    });
  }

  /** Starts again for a slot whose model or size has changed. */
  rearm(slot: SlotName): void {
    this.#guards[slot].rearm();
    this.rearmLoad(slot);
  }

  /** Starts again to watch the load of a slot, and keeps the visitor's choice of level. */
  rearmLoad(slot: SlotName): void {
    this.#lateWatches[slot].rearm();
  }

  /** Leaves the level of a slot alone, since the visitor has set it. */
  yieldLevel(slot: SlotName): void {
    this.#guards[slot].yield();
  }

  #watchLevel(): void {
    const { bypassed, slots } = this.#desk.state;
    const slot = heardSlot(this.#desk.state);
    if (bypassed) return;
    const { wetPeak, elapsedSeconds, network } = this.#desk.live;
    // The peak that would leave the model without its limiter.
    const peak = wetPeak * 10 ** (network.limitedDb / 20);
    const lower = this.#guards[slot].levelFor(peak, slots[slot].levelDb, elapsedSeconds);
    if (lower === null) return;
    this.#desk.setSlot(slot, { levelDb: lower });
    this.#desk.tell(messages.describeTurnedDown(formatDb(lower)));
  }

  /** Reports only models without a smaller size: the node itself steps the others down. */
  #watchLoad(): void {
    const slot = heardSlot(this.#desk.state);
    const { model } = this.#desk.state.slots[slot];
    const { network, elapsedSeconds } = this.#desk.live;
    if (!model || !(model.sizes[0]?.inUse ?? true)) return;
    if (this.#lateWatches[slot].tells(network.load?.mean ?? null, elapsedSeconds)) {
      this.#desk.tell(messages.describeLateModel(model.name));
    }
  }
}
