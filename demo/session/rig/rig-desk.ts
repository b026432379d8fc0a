import type { IAudioContext } from 'standardized-audio-context';
import type { Rig, RigDocument } from '../../../src/rig/index.js';
import { keyOf } from '../../rig-addresses.js';
import type { RigState } from '../../rig-state.js';
import type { Desk } from '../desk.js';
import { type BlockFacts, blockStates, keyOfBlock } from './block-states.js';
import { allBlocks, findBlock } from './edit-document.js';
import { RigHistory } from './history.js';
import { ModelLibrary } from './model-library.js';
import { pageFiles } from './page-files.js';
import { playable, portable } from './rig-places.js';

/** How a change is kept: as a step of its own, as one with others of the same key, or not at all. */
export type Step = { readonly key: string } | 'step' | 'none';

/**
 * The rig's document, and the rig that plays it. The page shows the document as it was last asked for; where that cannot be
 * played, the one that the rig has.
 */
export class RigDesk {
  readonly files = pageFiles();
  readonly library = new ModelLibrary(this.files);
  readonly history = new RigHistory();
  /** Called after each change of the document. */
  onChange: () => void = () => {};
  readonly #desk: Desk;
  readonly #facts = {
    library: this.library,
    missing: new Map<string, string>(),
    failed: new Map<string, string>(),
    opening: new Set<string>(),
    shares: new Map<string, number>(),
  } satisfies BlockFacts;
  /** Changes of the rig under way: the end of the last one says what is heard. */
  #underWay = 0;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  get document(): RigDocument {
    return this.#desk.state.rig.document;
  }

  /**
   * Shows another document and has the rig play it. Rejects with a DilatoneError if the rig cannot; the page then shows the one that
   * it plays on.
   */
  async apply(document: RigDocument, step: Step): Promise<void> {
    this.#record(step);
    this.show(document);
    const rig = this.#desk.studio?.rig;
    if (!rig) return;
    this.#underWay++;
    try {
      await rig.setState(playable(document));
    } catch (error) {
      this.show(portable(rig.document));
      this.history.settle((one) => one === this.document || JSON.stringify(one) === JSON.stringify(this.document));
      throw error;
    } finally {
      if (--this.#underWay === 0) this.noteInfo();
    }
  }

  /** Shows a document that differs in numbers and bypass, and sets them in the rig. */
  turn(document: RigDocument, step: Step, set: (rig: Rig<IAudioContext>) => void): void {
    this.#record(step);
    this.show(document);
    const rig = this.#desk.studio?.rig;
    if (rig) set(rig);
  }

  #record(step: Step): void {
    if (step !== 'none') this.history.record(this.document, step === 'step' ? null : step.key, performance.now());
  }

  /** Back to the rig before the last step. Rejects as `apply` does. */
  async undo(): Promise<void> {
    const document = this.history.undo(this.document);
    if (document) await this.apply(document, 'none');
  }

  /** Forward again. Rejects as `apply` does. */
  async redo(): Promise<void> {
    const document = this.history.redo(this.document);
    if (document) await this.apply(document, 'none');
  }

  /** Shows a document, and loads what it plays to be shown. */
  show(document: RigDocument): void {
    for (const block of allBlocks(document.blocks)) {
      if (block.type !== 'model' || this.library.get(block.model)) continue;
      const key = keyOf(block.model);
      const settled = this.library.load(block.model).then(
        () => this.#facts.missing.delete(key),
        (error: Error) => this.#facts.missing.set(key, error.message),
      );
      void settled.then(() => this.refresh());
    }
    this.refresh({ document });
    this.onChange();
  }

  /** Shows what is known now. */
  refresh(changes: Partial<RigState> = {}): void {
    const rig = { ...this.#desk.state.rig, ...changes };
    const { document, selected } = rig;
    const isThere = selected === 'input' || selected === 'output' || findBlock(document, selected) !== undefined;
    this.#desk.store.update({
      rig: {
        ...rig,
        blocks: blockStates(document, this.#facts),
        selected: isThere ? selected : firstOf(document),
        canUndo: this.history.canUndo,
        canRedo: this.history.canRedo,
      },
    });
  }

  /** Marks a block whose next file is being opened. */
  setOpening(id: string, isOpening: boolean): void {
    if (isOpening) this.#facts.opening.add(id);
    else this.#facts.opening.delete(id);
    this.refresh();
  }

  /** Notes that a block failed while it played; null once it plays again. */
  setFailed(id: string, reason: string | null): void {
    if (reason === null) this.#facts.failed.delete(id);
    else this.#facts.failed.set(id, reason);
    this.refresh();
  }

  setShares(shares: readonly { readonly id: string; readonly share: number }[]): void {
    this.#facts.shares.clear();
    for (const { id, share } of shares) this.#facts.shares.set(id, share);
    this.refresh();
  }

  /** Shows what the rig that is heard says about itself. */
  noteInfo(): void {
    const rig = this.#desk.studio?.rig;
    if (!rig) return;
    const { info } = rig;
    for (const { id, status, problem } of info.blocks) {
      const block = findBlock(this.document, id);
      if (block?.type !== 'model' && block?.type !== 'cabinet') continue;
      const key = keyOfBlock(block);
      if (status === 'missing') this.#facts.missing.set(key, problem ?? '');
      else this.#facts.missing.delete(key);
    }
    this.#facts.failed.clear();
    const { engine } = this.#desk.state;
    const { latencyFrames, sampleRate, warnings } = info;
    const kind = engine?.kind ?? (runsWasm() ? 'wasm' : 'interpreter');
    this.#desk.store.update({ engine: { kind, latencyFrames, contextRateHz: sampleRate, warnings } });
    this.refresh();
  }

  /** Why the rig passes a block by, or null. */
  problemOf(id: string): string | null {
    const info = this.#desk.studio?.rig?.info.blocks.find((block) => block.id === id);
    return info?.status === 'missing' ? (info.problem ?? '') : null;
  }
}

/** The block that is selected where none is. */
function firstOf({ blocks }: RigDocument): string {
  const all = allBlocks(blocks);
  return all.find(({ type }) => type === 'model')?.id ?? all[0]?.id ?? 'output';
}

/** Whether the page, and so its audio thread, may run WebAssembly. */
function runsWasm(): boolean {
  try {
    new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    return true;
  } catch {
    return false;
  }
}
