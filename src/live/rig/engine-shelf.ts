import type { GuardedEngine } from '../guarded-engine.js';

/** Instances that are kept, for a chain of usual length: each has a memory, and browsers give a page about 120. */
const MOST_INSTANCES = 12;

/**
 * Engines of chains that have left, for chains to come. Browsers bound the number of WebAssembly memories, and look for unused ones
 * by a garbage collection that stops the thread: a rig that is changed often must not ask for new ones each time.
 */
export class EngineShelf {
  /** The one that was put here last comes last. */
  readonly #kept: { readonly key: string; readonly engine: GuardedEngine; readonly instances: number }[] = [];
  #instances = 0;

  /** Takes an engine of a key off the shelf, in its silence state; null if there is none. */
  take(key: string): GuardedEngine | null {
    const index = this.#kept.findIndex((entry) => entry.key === key);
    if (index === -1) return null;
    const [{ engine, instances }] = this.#kept.splice(index, 1);
    this.#instances -= instances;
    return engine.restart(0) === null ? engine : null;
  }

  /** Takes over an engine of so many instances that nobody uses any more; those that have been here longest leave for it. */
  put(key: string, engine: GuardedEngine, instances: number): void {
    engine.activity.stop();
    this.#kept.push({ key, engine, instances });
    this.#instances += instances;
    while (this.#instances > MOST_INSTANCES) this.#instances -= this.#kept.shift()?.instances ?? this.#instances;
  }
}
