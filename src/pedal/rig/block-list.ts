import type { BlockType } from '../../live/rig/block-parameters.js';
import type { BlockPlace } from '../../rig/document/edit-rig.js';
import type { RigBlock } from '../../rig/document/rig-document.js';
import type { BlockInfo } from '../../rig/rig-info.js';
import { html } from '../elements.js';
import { BlockCard } from './block-card.js';
import { TYPE_LABELS } from './block-names.js';
import type { RigActions } from './rig-actions.js';

interface Entry {
  readonly type: RigBlock['type'];
  readonly card: BlockCard;
  /** The lists of a split; none for other blocks. */
  readonly paths: readonly BlockList[];
}

/** Blocks in series, each in a card, and a tile to add one behind the last. */
export class BlockList {
  readonly element: HTMLOListElement;
  readonly #actions: RigActions;
  readonly #path: BlockPlace['path'];
  readonly #tile: HTMLLIElement;
  /** All blocks of the rig by id, so that a card stays the same where it moves from one list to another. */
  readonly #entries: Map<string, Entry>;

  /** `path`: the path of a split that it shows; undefined for the series of the rig. */
  constructor(label: string, actions: RigActions, path?: BlockPlace['path'], entries = new Map<string, Entry>()) {
    this.#actions = actions;
    this.#path = path;
    this.#entries = entries;
    this.#tile = this.#makeTile(label);
    this.element = html('ol', { class: 'blocks', 'aria-label': label }, this.#tile);
    if (path !== undefined) {
      this.element.dataset.split = path.split;
      this.element.dataset.path = String(path.path);
    }
  }

  /** Displays all blocks of a rig; `infos` has facts about them by id. */
  show(blocks: readonly RigBlock[], infos: ReadonlyMap<string, BlockInfo>): void {
    const ids = new Set(this.#arrange(blocks, infos));
    for (const [id, { card }] of this.#entries) {
      if (ids.has(id)) continue;
      card.element.remove();
      this.#entries.delete(id);
    }
  }

  /** The card of a block, wherever it is; undefined if there is none. */
  card(id: string): BlockCard | undefined {
    return this.#entries.get(id)?.card;
  }

  /** Displays shares of the audio thread's time by id. */
  showShares(shares: ReadonlyMap<string, number>): void {
    for (const [id, { card }] of this.#entries) card.showShare(shares.get(id) ?? null);
  }

  /** Puts the cards of blocks in order. Returns their ids, and those of all blocks inside of them. */
  #arrange(blocks: readonly RigBlock[], infos: ReadonlyMap<string, BlockInfo>): string[] {
    return blocks.flatMap((block, i) => {
      const id = block.id as string;
      const { card, paths } = this.#entryOf(block);
      const place = this.element.children[i];
      if (place !== card.element) this.element.insertBefore(card.element, place);
      card.show(block, infos.get(id));
      if (block.type !== 'split') return [id];
      return [id, ...paths.flatMap((list, path) => list.#arrange(block.paths[path], infos))];
    });
  }

  #entryOf(block: RigBlock): Entry {
    const { id, type } = block as RigBlock & { readonly id: string };
    const known = this.#entries.get(id);
    if (known?.type === type) return known;
    known?.card.element.remove();
    const split = (path: 0 | 1) => new BlockList(`Path ${path + 1}`, this.#actions, { split: id, path }, this.#entries);
    const paths = type === 'split' ? [split(0), split(1)] : [];
    const lists = paths.map(({ element }) => element);
    const entry = { type, card: new BlockCard(block, this.#actions, lists), paths };
    this.#entries.set(id, entry);
    return entry;
  }

  #makeTile(label: string): HTMLLIElement {
    const options = Object.entries(TYPE_LABELS).map(([value, text]) => html('option', { value }, text));
    const select = html('select', { 'aria-label': `Type of block to add to ${label.toLowerCase()}` }, ...options);
    const add = html('button', { type: 'button', 'aria-label': `Add block to ${label.toLowerCase()}` }, 'Add block');
    add.addEventListener('click', () => this.#actions.add(select.value as BlockType, { path: this.#path }));
    return html('li', { class: 'add' }, select, add);
  }
}
