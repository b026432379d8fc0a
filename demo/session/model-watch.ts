import { formatDb } from '../format.js';
import * as messages from '../messages.js';
import { keyOf } from '../rig-addresses.js';
import { type HeardModel, heardModel } from '../rig-selectors.js';
import type { Desk } from './desk.js';
import { LateWatch } from './late-watch.js';
import { OverloadGuard } from './overload-guard.js';
import { changeBlock } from './rig/edit-document.js';
import type { RigDesk } from './rig/rig-desk.js';

/** Watches the rig: turns the model that is shown down when the output clips, and changes or reports one that is too slow. */
export class ModelWatch {
  readonly #desk: Desk;
  readonly #rigDesk: RigDesk;
  readonly #guard = new OverloadGuard();
  readonly #lateWatch = new LateWatch();
  #watched = '';

  constructor(desk: Desk, rigDesk: RigDesk) {
    this.#desk = desk;
    this.#rigDesk = rigDesk;
    desk.live.subscribe(() => {
      const heard = heardModel(desk.state);
      if (!heard || desk.state.rig.bypassed) return;
      this.#rearm(heard);
      if (desk.state.soloSignal === null) this.#watchLevel(heard);
      this.#watchLoad(heard);
    });
  }

  /** Starts again for another model, or another size of it. */
  #rearm({ id, block }: HeardModel): void {
    const watched = `${id} ${keyOf(block.model)} ${block.size}`;
    if (watched === this.#watched) return;
    this.#watched = watched;
    this.#guard.pause();
    this.#lateWatch.rearm();
  }

  #watchLevel({ id, block }: HeardModel): void {
    const { wetPeak, elapsedSeconds, network } = this.#desk.live;
    // The peak that would leave the rig without its limiter.
    const peak = wetPeak * 10 ** (network.limitedDb / 20);
    const outputDb = this.#guard.levelFor(peak, block.outputDb ?? 0, elapsedSeconds);
    if (outputDb === null) return;
    // No step of its own: who undoes the change that made it loud undoes this, too.
    const document = changeBlock(this.#rigDesk.document, id, { outputDb });
    this.#rigDesk.turn(document, 'none', (rig) => rig.set(id, { outputDb }));
    this.#desk.tell(messages.describeTurnedDown(formatDb(outputDb)));
  }

  #watchLoad({ id, state }: HeardModel): void {
    const { network, elapsedSeconds } = this.#desk.live;
    const model = state?.model;
    if (!model || !this.#lateWatch.tells(network.load?.mean ?? null, elapsedSeconds)) return;
    const smaller = model.sizes
      .slice(
        0,
        model.sizes.findIndex(({ inUse }) => inUse),
      )
      .at(-1);
    this.#desk.tell((smaller ? messages.describeSmallerSize : messages.describeLateModel)(model.name));
    if (!smaller) return;
    // If the smaller one fails, the one before plays on.
    const document = changeBlock(this.#rigDesk.document, id, { size: smaller.size });
    this.#rigDesk.apply(document, 'none').catch(() => {});
  }
}
