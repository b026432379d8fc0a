import type { RigDocument } from '../../../src/rig/index.js';

/** Turns of one knob within this time are one step. */
const ONE_STEP_MS = 1000;
/** Steps that are kept. */
const MOST_STEPS = 100;

/** What can be undone and redone: rigs are never changed, only replaced. */
export class RigHistory {
  readonly #past: RigDocument[] = [];
  #future: RigDocument[] = [];
  #key: string | null = null;
  #atMs = 0;

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Keeps the rig before a change. Changes with the same `key` shortly one after another are one step; null is always a step. */
  record(before: RigDocument, key: string | null, nowMs: number): void {
    const goesOn = key !== null && key === this.#key && nowMs - this.#atMs < ONE_STEP_MS;
    this.#key = key;
    this.#atMs = nowMs;
    this.#future = [];
    if (goesOn) return;
    this.#past.push(before);
    if (this.#past.length > MOST_STEPS) this.#past.shift();
  }

  /** The rig before the last step, or null; `now` is what redo leads back to. */
  undo(now: RigDocument): RigDocument | null {
    return this.#step(this.#past, this.#future, now);
  }

  /** The rig after the step that was undone last, or null. */
  redo(now: RigDocument): RigDocument | null {
    return this.#step(this.#future, this.#past, now);
  }

  /** Forgets steps that led nowhere, since their rig could not be played and this one goes on. */
  settle(isNow: (document: RigDocument) => boolean): void {
    while (this.#past.length > 0 && isNow(this.#past[this.#past.length - 1])) this.#past.pop();
    this.#key = null;
  }

  #step(from: RigDocument[], to: RigDocument[], now: RigDocument): RigDocument | null {
    const document = from.pop();
    if (!document) return null;
    to.push(now);
    this.#key = null;
    return document;
  }
}
