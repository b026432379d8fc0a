import type { GuardedEngine } from '../guarded-engine.js';

/** Engines that are kept: for two chains of usual length. */
const MOST_KEPT = 12;

/**
 * Engines of chains that have left, for chains to come. Browsers bound the number of WebAssembly memories, and look for unused ones
 * by a garbage collection that stops the thread: a rig that is changed often must not ask for new ones each time.
 */
export class EngineShelf {
  /** The one that was put here last comes last. */
  readonly #kept: { readonly key: string; readonly engine: GuardedEngine }[] = [];

  /** Takes an engine of a key off the shelf, in its silence state; null if there is none. */
  take(key: string): GuardedEngine | null {
    const index = this.#kept.findIndex((entry) => entry.key === key);
    if (index === -1) return null;
    const [{ engine }] = this.#kept.splice(index, 1);
    return engine.restart(0) === null ? engine : null;
  }

  /** Takes over an engine that nobody uses any more; the one that has been here longest leaves if there are too many. */
  put(key: string, engine: GuardedEngine): void {
    engine.activity.stop();
    this.#kept.push({ key, engine });
    if (this.#kept.length > MOST_KEPT) this.#kept.shift();
  }
}
