import type { Studio } from '../../audio/studio.js';
import * as messages from '../../messages.js';
import { heardModel } from '../../rig-selectors.js';
import type { Desk } from '../desk.js';
import type { RigDesk } from './rig-desk.js';
import { playable } from './rig-places.js';

/** Starts the rig with the page's sound, and tells what happens to it. */
export class RigSound {
  readonly #desk: Desk;
  readonly #rigDesk: RigDesk;
  #started: Promise<void> = Promise.resolve();

  constructor(desk: Desk, rigDesk: RigDesk) {
    this.#desk = desk;
    this.#rigDesk = rigDesk;
    desk.onStudio((studio) => {
      this.#started = this.#start(studio);
    });
    desk.store.subscribe((state) => {
      const heard = heardModel(state);
      desk.live.network.watch(desk.studio?.rig && heard?.state?.status === 'ready' ? heard.id : null);
      if (state.playback !== 'playing') this.#forgetShares();
    });
  }

  /** Settles once the rig runs, or could not start. */
  async whenReady(): Promise<void> {
    await this.#started;
  }

  async #start(studio: Studio): Promise<void> {
    const { document } = this.#rigDesk;
    try {
      const rig = await studio.startRig(playable(document), this.#rigDesk.files);
      rig.on('blockFault', ({ id, reason, givenUp }) => {
        this.#rigDesk.setFailed(id, reason);
        const describe = givenUp ? messages.describeFault : messages.describeRestart;
        this.#desk.tell(describe(this.#titleOf(id), reason));
      });
      rig.on('blockRestart', ({ id }) => this.#rigDesk.setFailed(id, null));
      rig.on('fault', ({ reason }) => this.#desk.tell(messages.describeRestart('The rig', reason)));
      rig.on('giveUp', ({ reason }) => this.#desk.tell(messages.describeFault('The rig', reason)));
      rig.on('loads', (loads) => {
        if (this.#desk.state.playback === 'playing') this.#rigDesk.setShares(loads);
      });
      rig.bypass = this.#desk.state.rig.bypassed;
      this.#rigDesk.noteInfo();
      if (this.#desk.state.engine?.kind === 'interpreter') this.#desk.tell(messages.describeInterpreter());
      // The document may have changed while the rig was being made.
      if (this.#rigDesk.document !== document) await this.#rigDesk.apply(this.#rigDesk.document, 'none');
    } catch (error) {
      this.#desk.tell(messages.describeModelFailure(error, 'The rig'));
    }
  }

  #forgetShares(): void {
    const { blocks } = this.#desk.state.rig;
    if (Object.values(blocks).some(({ share }) => share !== null)) this.#rigDesk.setShares([]);
  }

  #titleOf(id: string): string {
    return this.#desk.state.rig.blocks[id]?.title ?? id;
  }
}
