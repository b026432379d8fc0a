import type { BlockPlace, RigBlock, RigDocument } from '../../../src/rig/index.js';
import { COMPARISON_ID } from '../../rig-selectors.js';

/** Where a block lies. */
interface Position {
  readonly block: RigBlock;
  /** Blocks of its list. */
  readonly list: readonly RigBlock[];
  readonly index: number;
  /** The path of a split that the list is; undefined for the series of the rig. */
  readonly path: BlockPlace['path'];
}

/** Every block of a rig, those of parallel paths after their split, with its place. */
export function positionsOf(document: RigDocument): Position[] {
  const walk = (list: readonly RigBlock[], path: BlockPlace['path']): Position[] =>
    list.flatMap((block, index) => [
      { block, list, index, path },
      ...(block.type === 'split'
        ? block.paths.flatMap((inner, i) => walk(inner, { split: block.id ?? '', path: i === 0 ? 0 : 1 }))
        : []),
    ]);
  return walk(document.blocks, undefined);
}

/** The position of a block; undefined if the rig has none of that id. */
export function positionOf(document: RigDocument, id: string): Position | undefined {
  return positionsOf(document).find(({ block }) => block.id === id);
}

/** A place between blocks, as a move of a block names it: its index counts without the block. Null where it would stay. */
export function placeForMove(document: RigDocument, id: string, place: BlockPlace): BlockPlace | null {
  const from = positionOf(document, id);
  if (!from || isWithin(from.block, place.path?.split)) return null;
  const index = place.index ?? Number.POSITIVE_INFINITY;
  const sameList = from.path?.split === place.path?.split && from.path?.path === place.path?.path;
  if (!sameList || index <= from.index - 1) return place;
  return index <= from.index + 1 ? null : { ...place, index: index - 1 };
}

/**
 * Where an arrow key moves a block: a step along its list; into a split that is next to it, and out again at the end of a
 * path; up and down between the paths. Null where there is nowhere to go.
 */
export function stepPlace(document: RigDocument, id: string, key: string): BlockPlace | null {
  const from = positionOf(document, id);
  if (!from) return null;
  const { path, index, list, block } = from;
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const to = key === 'ArrowUp' ? 0 : 1;
    if (!path || path.path === to) return null;
    const other = lengthOf(document, { split: path.split, path: to });
    return { index: Math.min(index, other), path: { split: path.split, path: to } };
  }
  const direction = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  if (direction === 0) return null;
  const next = list[index + direction];
  if (next?.type === 'split' && next.id !== COMPARISON_ID && block.type !== 'split') {
    const inside = { split: next.id ?? '', path: 0 as const };
    return { index: direction > 0 ? 0 : lengthOf(document, inside), path: inside };
  }
  if (next) return { index: index + direction, path };
  const split = path && positionOf(document, path.split);
  if (!split) return null;
  return { index: split.index + (direction > 0 ? 1 : 0), path: split.path };
}

/** Where a block is, for those who do not see it: `Cabinet, 3 of 5`. */
export function describePlace(document: RigDocument, id: string, title: string): string {
  const position = positionOf(document, id);
  if (!position) return `${title} is gone.`;
  const { index, list, path } = position;
  const where = path ? ` on path ${path.path + 1} of the split` : '';
  return `${title}, ${index + 1} of ${list.length}${where}`;
}

function lengthOf(document: RigDocument, path: NonNullable<BlockPlace['path']>): number {
  const split = positionOf(document, path.split)?.block;
  return split?.type === 'split' ? split.paths[path.path].length : 0;
}

/** Whether a split is a block, or lies inside of it. */
function isWithin(block: RigBlock, split: string | undefined): boolean {
  if (split === undefined) return false;
  return (
    block.id === split ||
    (block.type === 'split' && block.paths.some((path) => path.some((inner) => isWithin(inner, split))))
  );
}
