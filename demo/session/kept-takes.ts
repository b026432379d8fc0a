import { createStore, delMany, get, keys, promisifyRequest, type UseStore } from 'idb-keyval';
import type { RecordedBlock } from '../audio/recorder.js';
import { Take } from '../audio/take.js';

/** A part of a recording, as the browser stores it. */
interface KeptPart {
  readonly sampleRate: number;
  readonly keepsDry: boolean;
  readonly blocks: readonly RecordedBlock[];
}

const LOCK = 'dilatone-take-';

/**
 * Keeps recordings in the browser while they are made, so that they outlive a page that is closed. Where storage fails, nothing is
 * kept, and the recording goes on all the same.
 */
export class KeptTakes {
  #store: UseStore | null = null;
  #parts = 0;
  #release: () => void = () => {};

  /** Marks a recording as alive, so that other tabs do not take it for one that was cut off. @returns its id */
  begin(): string {
    // Sorts by the time.
    const id = Date.now().toString(36);
    this.#parts = 0;
    const ended = new Promise<void>((resolve) => {
      this.#release = resolve;
    });
    navigator.locks?.request(`${LOCK}${id}`, () => ended).catch(() => {});
    // A database that is open already is fast enough for a page that is about to be closed.
    void this.#quietly(async (store) => void (await get(id, store)));
    return id;
  }

  async add(id: string, part: KeptPart): Promise<void> {
    const name = `${id}/${String(this.#parts++).padStart(6, '0')}`;
    await this.#quietly((store) => {
      return store('readwrite', (parts) => {
        parts.put(part, name);
        // A page that is being closed does not come to commit by itself.
        parts.transaction.commit();
        return promisifyRequest(parts.transaction);
      });
    });
  }

  /** Forgets a recording that was saved. */
  async end(id: string): Promise<void> {
    this.#release();
    await this.forget(id);
  }

  async forget(id: string): Promise<void> {
    await this.#quietly(async (store) => {
      await delMany(
        (await keys<string>(store)).filter((key) => key.startsWith(`${id}/`)),
        store,
      );
    });
  }

  /** The latest recording that was cut off; null without one. */
  async find(): Promise<{ readonly id: string; readonly take: Take } | null> {
    let found: { id: string; take: Take } | null = null;
    await this.#quietly(async (store) => {
      const all = (await keys<string>(store)).sort();
      const alive = ((await navigator.locks?.query())?.held ?? []).map(({ name }) => name);
      const id = all
        .map((key) => key.split('/')[0])
        .filter((name) => !alive.includes(`${LOCK}${name}`))
        .at(-1);
      if (id === undefined) return;
      let take: Take | null = null;
      for (const key of all.filter((name) => name.startsWith(`${id}/`))) {
        const part = await get<KeptPart>(key, store);
        if (!part) continue;
        take ??= new Take(part.sampleRate, part.keepsDry);
        for (const block of part.blocks) take.add(block);
      }
      if (take) found = { id, take };
    });
    return found;
  }

  async #quietly(action: (store: UseStore) => Promise<void>): Promise<void> {
    try {
      this.#store ??= createStore('dilatone-takes', 'parts');
      await action(this.#store);
    } catch {
      this.#store = null;
    }
  }
}
