import type { BlockPlace } from '../../rig/document/edit-rig.js';
import type { RigBlock, RigDocument } from '../../rig/document/rig-document.js';

/** Where a step takes a block: along the sound, or to the other path of its split. */
export type Direction = 'earlier' | 'later' | 'up' | 'down';

/** Where a block is. */
export interface Location {
  readonly list: readonly RigBlock[];
  readonly index: number;
  /** The path of a split that the list is; left out for the series of the rig. */
  readonly path?: BlockPlace['path'];
}

/** Where the block of an id is; null if there is none. */
export function locate({ blocks }: RigDocument, id: string): Location | null {
  const search = (list: readonly RigBlock[], path?: BlockPlace['path']): Location | null => {
    for (const [index, block] of list.entries()) {
      if (block.id === id) return { list, index, path };
      if (block.type !== 'split') continue;
      for (const which of [0, 1] as const) {
        const found = search(block.paths[which], { split: block.id as string, path: which });
        if (found !== null) return found;
      }
    }
    return null;
  };
  return search(blocks);
}

/**
 * The place of a block after one step; null where there is no way. Steps along the sound lead through the first path of
 * a split that they come to; a split itself passes others by.
 */
export function stepPlace(document: RigDocument, id: string, direction: Direction): BlockPlace | null {
  const from = locate(document, id);
  if (from === null) return null;
  const { list, index, path } = from;
  if (direction === 'up' || direction === 'down') return otherPath(document, from, direction);
  const forward = direction === 'later';
  const neighbour: RigBlock | undefined = list[forward ? index + 1 : index - 1];
  if (neighbour?.type === 'split' && list[index].type !== 'split') {
    return { index: forward ? 0 : neighbour.paths[0].length, path: { split: neighbour.id as string, path: 0 } };
  }
  if (neighbour !== undefined) return { index: forward ? index + 1 : index - 1, path };
  const split = path === undefined ? null : locate(document, path.split);
  return split === null ? null : { index: forward ? split.index + 1 : split.index, path: split.path };
}

function otherPath(document: RigDocument, { index, path }: Location, direction: 'up' | 'down'): BlockPlace | null {
  const other = direction === 'up' ? 0 : 1;
  if (path === undefined || path.path === other) return null;
  const split = locate(document, path.split);
  const block = split?.list[split.index];
  if (block?.type !== 'split') return null;
  return { index: Math.min(index, block.paths[other].length), path: { split: path.split, path: other } };
}
