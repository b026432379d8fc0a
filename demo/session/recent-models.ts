import { createStore, del, get, keys, set, type UseStore } from 'idb-keyval';
import type { RecentModel } from '../state.js';
import type { Desk } from './desk.js';

/** Limits: a few files of usual size, not a library. */
const MOST_MODELS = 8;
const LARGEST_BYTES = 20_000_000;

interface KeptModel {
  readonly name: string;
  readonly file: Blob;
  readonly openedMs: number;
}

/**
 * Keeps opened model files in this browser. Where storage fails (private windows, full disks), the list stays empty and
 * the page works all the same.
 */
export class RecentModels {
  readonly #desk: Desk;
  #store: UseStore | null = null;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Shows the files that are kept, the latest first. */
  async show(): Promise<void> {
    await this.#quietly(async (store) => {
      const ids = await keys<string>(store);
      const models = await Promise.all(ids.map(async (id) => ({ id, model: await get<KeptModel>(id, store) })));
      const kept = models
        .flatMap(({ id, model }) => (model ? [{ id, ...model }] : []))
        .sort((a, b) => b.openedMs - a.openedMs);
      for (const { id } of kept.splice(MOST_MODELS)) await del(id, store);
      this.#desk.store.update({ recent: kept.map(({ id, name }): RecentModel => ({ id, name })) });
    });
  }

  /** Keeps a file in place of one of the same name and size. */
  async keep(file: File): Promise<void> {
    if (file.size > LARGEST_BYTES) return;
    await this.#quietly(async (store) => {
      const model: KeptModel = { name: file.name, file: new Blob([await file.arrayBuffer()]), openedMs: Date.now() };
      await set(`${file.name} ${file.size}`, model, store);
    });
    await this.show();
  }

  /** Reads a file; null if the browser no longer has it. */
  async load(id: string): Promise<File | null> {
    let file: File | null = null;
    await this.#quietly(async (store) => {
      const model = await get<KeptModel>(id, store);
      if (model) file = new File([model.file], model.name);
    });
    return file;
  }

  async forget(id: string): Promise<void> {
    await this.#quietly((store) => del(id, store));
    await this.show();
  }

  async #quietly(action: (store: UseStore) => Promise<void>): Promise<void> {
    try {
      this.#store ??= createStore('dilatone-demo', 'models');
      await action(this.#store);
    } catch {
      this.#store = null;
    }
  }
}
