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
  readonly #entries = new Map<string, Entry>();

  /** `path`: the path of a split that it shows; undefined for the series of the rig. */
  constructor(label: string, actions: RigActions, path?: BlockPlace['path']) {
    this.#actions = actions;
    this.#path = path;
    this.#tile = this.#makeTile(label);
    this.element = html('ol', { class: 'blocks', 'aria-label': label }, this.#tile);
    if (path !== undefined) {
      this.element.dataset.split = path.split;
      this.element.dataset.path = String(path.path);
    }
  }

  /** Displays blocks; `infos` has facts about them by id. */
  show(blocks: readonly RigBlock[], infos: ReadonlyMap<string, BlockInfo>): void {
    this.#dropOthers(blocks);
    for (const [i, block] of blocks.entries()) {
      const id = block.id as string;
      const entry = this.#entries.get(id) ?? this.#makeEntry(block);
      this.#entries.set(id, entry);
      const place = this.element.children[i];
      if (place !== entry.card.element) this.element.insertBefore(entry.card.element, place);
      entry.card.show(block, infos.get(id));
      if (block.type === 'split') entry.paths.forEach((list, path) => list.show(block.paths[path], infos));
    }
  }

  /** The card of a block here or in a path; undefined if there is none. */
  card(id: string): BlockCard | undefined {
    const own = this.#entries.get(id)?.card;
    if (own !== undefined) return own;
    for (const { paths } of this.#entries.values()) {
      const found = paths[0]?.card(id) ?? paths[1]?.card(id);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Displays shares of the audio thread's time by id. */
  showShares(shares: ReadonlyMap<string, number>): void {
    for (const [id, { card }] of this.#entries) card.showShare(shares.get(id) ?? null);
  }

  #dropOthers(blocks: readonly RigBlock[]): void {
    const types = new Map(blocks.map(({ id, type }) => [id, type]));
    for (const [id, { type, card }] of this.#entries) {
      if (types.get(id) === type) continue;
      card.element.remove();
      this.#entries.delete(id);
    }
  }

  #makeEntry(block: RigBlock): Entry {
    const split = block.id as string;
    const paths =
      block.type === 'split'
        ? ([0, 1] as const).map((path) => new BlockList(`Path ${path + 1}`, this.#actions, { split, path }))
        : [];
    const card = new BlockCard(
      block,
      this.#actions,
      paths.map(({ element }) => element),
    );
    return { type: block.type, card, paths };
  }

  #makeTile(label: string): HTMLLIElement {
    const options = Object.entries(TYPE_LABELS).map(([value, text]) => html('option', { value }, text));
    const select = html('select', { 'aria-label': `Type of block to add to ${label.toLowerCase()}` }, ...options);
    const add = html('button', { type: 'button', 'aria-label': `Add block to ${label.toLowerCase()}` }, 'Add block');
    add.addEventListener('click', () => this.#actions.add(select.value as BlockType, { path: this.#path }));
    return html('li', { class: 'add' }, select, add);
  }
}
