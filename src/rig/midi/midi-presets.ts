import type { RigDocument } from '../document/rig-document.js';
import type { RigSurface } from '../rig-surface.js';
import type { LatestValues } from './latest-values.js';
import type { MidiMessage } from './midi-message.js';

/**
 * The rig of a program, 0 … 127, in a bank, 0 … 16383: 128 times controller 0, plus controller 32. Undefined where there is none: the
 * rig in use then stays.
 */
export type PresetFinder = (program: number, bank: number) => MaybePromise<RigDocument | undefined>;

type MaybePromise<Value> = Value | Promise<Value>;

/** Controllers that select a bank, for the next program change of their channel. */
const BANK_COARSE = 0;
const BANK_FINE = 32;

/** What presets work on. */
interface PresetSite {
  readonly rig: RigSurface;
  readonly latest: LatestValues;
  readonly onError: (error: unknown) => void;
}

/** Changes rigs where a program changes. */
export class MidiPresets {
  readonly #site: PresetSite;
  readonly #find: PresetFinder;
  readonly #coarse = new Uint8Array(17);
  readonly #fine = new Uint8Array(17);
  #turn = 0;

  constructor(presets: readonly RigDocument[] | PresetFinder, site: PresetSite) {
    this.#site = site;
    this.#find = typeof presets === 'function' ? presets : (program, bank) => presets[indexOf(program, bank)];
  }

  /** Takes a message; ignores those that are not for it. */
  receive(message: MidiMessage): void {
    const { channel } = message;
    if (message.kind === 'program') {
      const bank = 128 * this.#coarse[channel] + this.#fine[channel];
      this.#site.latest.put('program', null, () => {
        this.#change(message.program, bank);
      });
    } else if (message.kind === 'controller') {
      if (message.controller === BANK_COARSE) this.#coarse[channel] = message.value;
      if (message.controller === BANK_FINE) this.#fine[channel] = message.value;
    }
  }

  /** Leaves out presets that are still looked for. */
  dispose(): void {
    this.#turn++;
  }

  /** Never rejects. */
  async #change(program: number, bank: number): Promise<void> {
    const turn = ++this.#turn;
    try {
      const found = this.#find(program, bank);
      const document = found instanceof Promise ? await found : found;
      if (document !== undefined && turn === this.#turn) await this.#site.rig.setState(document);
    } catch (error) {
      if (turn === this.#turn) this.#site.onError(error);
    }
  }
}

/** Place in a list: pedals send a small bank number in either of the two controllers. */
function indexOf(program: number, bank: number): number {
  return program + 128 * (bank >> 7 || bank & 127);
}
