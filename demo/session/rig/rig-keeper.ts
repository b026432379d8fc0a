import type { RigDocument } from '../../../src/rig/index.js';
import type { Desk } from '../desk.js';
import { fitForPage } from './page-document.js';

const STORAGE_KEY = 'dilatone rig';
/** A knob that is turned is kept once it rests. */
const REST_MS = 300;

/** The rig of an earlier visit. */
interface KeptRig {
  readonly document: RigDocument;
  readonly presetId: string | null;
  readonly bypassed: boolean;
  readonly clipId: string;
  /** The address that the page had: a link that was changed since is not obeyed again. */
  readonly hash: string;
}

/** Keeps the current rig over a reload, and over a visit to another page. */
export class RigKeeper {
  readonly #desk: Desk;
  #timer = 0;
  #isOpen = false;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Keeps the rig from now on. */
  open(): void {
    this.#isOpen = true;
    addEventListener('pagehide', () => this.#keep());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && this.#keep());
  }

  /** Keeps the rig a little later. */
  note(): void {
    clearTimeout(this.#timer);
    if (this.#isOpen) this.#timer = window.setTimeout(() => this.#keep(), REST_MS);
  }

  /** The rig of the last visit, or null. */
  read(): KeptRig | null {
    try {
      const kept = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null') as Record<string, unknown> | null;
      if (!kept) return null;
      return {
        document: fitForPage(kept.document),
        presetId: typeof kept.presetId === 'string' ? kept.presetId : null,
        bypassed: kept.bypassed === true,
        clipId: String(kept.clipId),
        hash: String(kept.hash),
      };
    } catch {
      return null;
    }
  }

  #keep(): void {
    clearTimeout(this.#timer);
    const { rig, clipId } = this.#desk.state;
    const { document: rigDocument, presetId, bypassed } = rig;
    const kept: KeptRig = { document: rigDocument, presetId, bypassed, clipId, hash: location.hash };
    try {
      localStorage.setItem(STORAGE_KEY, JSON.stringify(kept));
    } catch {
      // Where the browser keeps nothing, the next visit begins anew.
    }
  }
}
