import type { BlockType } from '../../live/rig/block-parameters.js';
import type { BlockPlace } from '../../rig/document/edit-rig.js';
import type { ModelBlock, RigBlock } from '../../rig/document/rig-document.js';
import type { RigChangeEvent } from '../../rig/rig-events.js';
import { blockName } from './block-names.js';
import { embedFile, type FileBlockType, rigText } from './embed-file.js';
import type { RigDevice } from './rig-device.js';
import { type Direction, locate, stepPlace } from './steps.js';

/** Where a file goes: to a new block at a place, or to a block that is there. */
export type FileTarget = BlockPlace | { readonly id: string };

/** What an editor tells the element. */
export interface RigEditorOptions {
  /** Says what was done, to screen readers. */
  readonly announce: (text: string) => void;
  /** Shows what went wrong; empty for nothing. */
  readonly report: (text: string) => void;
  /** Told of every change that the player has made. */
  readonly onChange: (event: RigChangeEvent) => void;
}

/** Carries out what the player does to a rig. Never rejects: it reports what went wrong, and the rig goes on as it was. */
export class RigEditor {
  readonly #rig: RigDevice;
  readonly #options: RigEditorOptions;
  /** Controls of models that are to be set, by block, while an earlier change to that block is under way. */
  readonly #pending = new Map<string, Record<string, number>>();

  constructor(rig: RigDevice, options: RigEditorOptions) {
    this.#rig = rig;
    this.#options = options;
  }

  /** Sets a parameter of a block, or the gain of `input` or `output`. */
  set(id: string, name: string, value: number): void {
    this.#attemptNow(() => this.#rig.set(id, { [name]: value }));
  }

  /** Bypasses a block, or brings it back. */
  setBypass(id: string, bypass: boolean): void {
    this.#attemptNow(() => this.#rig.setBypass(id, bypass));
  }

  /** Bypasses the whole rig, or brings it back. */
  toggleRig(): void {
    this.#attemptNow(() => {
      this.#rig.bypass = !this.#rig.bypass;
    });
  }

  /** Sets a control of a block's model. Each change is a new chain, so that those that come meanwhile are put together. */
  async setControl(id: string, name: string, value: number): Promise<void> {
    const pending = this.#pending.get(id);
    if (pending !== undefined) {
      pending[name] = value;
      return;
    }
    let values: Record<string, number> = { [name]: value };
    while (Object.keys(values).length > 0) {
      const next = {};
      this.#pending.set(id, next);
      const controls = { ...(this.#block(id) as ModelBlock | undefined)?.controls, ...values };
      await this.#attempt(() => this.#rig.update(id, { controls }));
      values = next;
    }
    this.#pending.delete(id);
  }

  /** Removes a block. */
  async remove(id: string): Promise<void> {
    const name = this.#name(id);
    if (await this.#attempt(() => this.#rig.remove(id))) this.#options.announce(`${name} removed`);
  }

  /** Moves a block by one step. */
  step(id: string, direction: Direction): void {
    const place = stepPlace(this.#rig.document, id, direction);
    if (place === null) this.#options.announce(`${this.#name(id)} cannot move there`);
    else void this.move(id, place);
  }

  /** Moves a block to a place. */
  async move(id: string, place: BlockPlace): Promise<void> {
    const moved = this.#attempt(() => this.#rig.move(id, place));
    // The document has changed by now; the sound follows.
    const now = locate(this.#rig.document, id);
    if (now !== null) {
      const path = now.path === undefined ? '' : ` of path ${now.path.path + 1}`;
      this.#options.announce(`${this.#name(id)}: place ${now.index + 1} of ${now.list.length}${path}`);
    }
    await moved;
  }

  /** Adds a block that needs no file. */
  async add(type: Exclude<BlockType, FileBlockType>, place: BlockPlace): Promise<void> {
    const block = (type === 'split' ? { type, paths: [[], []] } : { type }) as RigBlock;
    if (await this.#attempt(() => this.#rig.add(block, place)))
      this.#options.announce(`${blockName(block, undefined)} added`);
  }

  /** Has a block play a file: a new one at a place, or one that is there. A file that is a rig replaces all. */
  async loadFile(type: FileBlockType, file: File, target: FileTarget): Promise<void> {
    const isLoaded = await this.#attempt(async () => {
      const text = await rigText(file);
      if (text !== null) return this.#rig.setState(text);
      const withFile = await embedFile(type, file);
      return this.#rig.setState(withFile(this.#rig.document, target));
    });
    if (isLoaded) this.#options.announce(`${file.name} loaded`);
  }

  #block(id: string): RigBlock | undefined {
    const place = locate(this.#rig.document, id);
    return place?.list[place.index];
  }

  #name(id: string): string {
    const block = this.#block(id);
    const info = this.#rig.info.blocks.find((one) => one.id === id);
    return block === undefined ? id : blockName(block, info);
  }

  #attemptNow(act: () => void): void {
    this.#options.report('');
    try {
      act();
      this.#options.onChange({ what: 'values' });
    } catch (error) {
      this.#options.report(messageOf(error));
    }
  }

  /** Resolves with whether it was done. */
  async #attempt(act: () => Promise<unknown>): Promise<boolean> {
    this.#options.report('');
    try {
      await act();
      this.#options.onChange({ what: 'rig' });
      return true;
    } catch (error) {
      this.#options.report(messageOf(error));
      return false;
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
