import { nameOfValue } from '../../model/untrusted.js';
import { expectParameter } from './read-block.js';
import { readRig } from './read-rig.js';
import type { RigBlock, RigDocument } from './rig-document.js';

/** A place for a block. */
export interface BlockPlace {
  /** Index in its list; default: the end. */
  readonly index?: number | undefined;
  /** The path of a split that it lies in; default: the series of the rig. */
  readonly path?: { readonly split: string; readonly path: 0 | 1 } | undefined;
}

/** The block of an id, wherever it is; undefined if there is none. */
export function findBlock(document: RigDocument, id: string): RigBlock | undefined {
  const find = (blocks: readonly RigBlock[]): RigBlock | undefined => {
    for (const block of blocks) {
      const found =
        block.id === id ? block : block.type === 'split' ? (find(block.paths[0]) ?? find(block.paths[1])) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return find(document.blocks);
}

/** The document with another block in the place of one. RangeError if there is no block of that id. */
export function replaceBlock(document: RigDocument, id: string, block: RigBlock): RigDocument {
  expectBlock(document, id);
  return withBlocks(document, (blocks) => blocks.map((one) => (one.id === id ? block : one)));
}

/** The document with one block more; it gets an id if it has none. RangeError for a place that there is not. */
export function insertBlock(document: RigDocument, block: RigBlock, place: BlockPlace = {}): RigDocument {
  const { index, path } = expectPlace(place);
  const insert = (blocks: readonly RigBlock[]): RigBlock[] => {
    const at = index ?? blocks.length;
    if (!(Number.isInteger(at) && at >= 0 && at <= blocks.length)) {
      throw new RangeError(`index: expected 0 to ${blocks.length}, got ${at}`);
    }
    return [...blocks.slice(0, at), block, ...blocks.slice(at)];
  };
  if (path === undefined) return readRig({ ...document, blocks: insert(document.blocks) });
  const split = expectBlock(document, path.split);
  if (split.type !== 'split') throw new RangeError(`path.split: expected a split, got ${split.type}`);
  if (path.path !== 0 && path.path !== 1) throw new RangeError(`path.path: expected 0 or 1, got ${path.path}`);
  const paths = split.paths.map((blocks, i) => (i === path.path ? insert(blocks) : blocks));
  return readRig(replaceBlock(document, path.split, { ...split, paths: [paths[0], paths[1]] }));
}

/** The document without a block, and without those inside of it. RangeError if there is no block of that id. */
export function removeBlock(document: RigDocument, id: string): RigDocument {
  expectBlock(document, id);
  return withBlocks(document, (blocks) => blocks.filter((one) => one.id !== id));
}

/** The document with a block at another place; indices count without it. RangeError for a place that there is not. */
export function moveBlock(document: RigDocument, id: string, place: BlockPlace): RigDocument {
  const block = expectBlock(document, id);
  return insertBlock(removeBlock(document, id), block, place);
}

/** The document with other values of a block's parameters. RangeError for an unknown id or name, or a value out of range. */
export function setValues(document: RigDocument, id: string, values: Readonly<Record<string, number>>): RigDocument {
  const block = expectBlock(document, id);
  for (const [name, value] of Object.entries(expectValues(values))) expectParameter(block, name, value);
  return replaceBlock(document, id, { ...block, ...values } as RigBlock);
}

/** TypeError for what is no place. */
function expectPlace(place: BlockPlace): BlockPlace {
  const isObject = (value: unknown) => typeof value === 'object' && value !== null;
  if (isObject(place) && (place.path === undefined || isObject(place.path))) return place;
  const got = nameOfValue(isObject(place) ? place.path : place);
  throw new TypeError(`place: expected an object like { index, path: { split, path } }, got ${got}`);
}

/** Values by name. TypeError for what is no object. */
export function expectValues(values: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  if (typeof values === 'object' && values !== null && !Array.isArray(values)) return values;
  throw new TypeError(`values: expected an object of numbers, got ${nameOfValue(values)}`);
}

/** The block of an id. RangeError if there is none. */
export function expectBlock(document: RigDocument, id: string): RigBlock {
  const block = findBlock(document, id);
  if (block !== undefined) return block;
  throw new RangeError(`id: expected that of a block in the rig, got ${String(id)}`);
}

/** The document with every list of blocks changed, from the innermost paths on. */
function withBlocks(document: RigDocument, change: (blocks: readonly RigBlock[]) => RigBlock[]): RigDocument {
  const walk = (blocks: readonly RigBlock[]): RigBlock[] =>
    change(
      blocks.map((block) =>
        block.type === 'split' ? { ...block, paths: [walk(block.paths[0]), walk(block.paths[1])] } : block,
      ),
    );
  return { ...document, blocks: walk(document.blocks) };
}
