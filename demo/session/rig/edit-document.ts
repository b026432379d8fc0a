import { type BlockPlace, type ModelBlock, type RigBlock, type RigDocument, readRig } from '../../../src/rig/index.js';

type Blocks = readonly RigBlock[];

/** All blocks, those of parallel paths after their split. */
export function allBlocks(blocks: Blocks): RigBlock[] {
  return blocks.flatMap((block) => [block, ...(block.type === 'split' ? block.paths.flatMap(allBlocks) : [])]);
}

/** The block of an id, wherever it is; undefined if there is none. */
export function findBlock({ blocks }: RigDocument, id: string): RigBlock | undefined {
  return allBlocks(blocks).find((block) => block.id === id);
}

/** The model block of an id; undefined if there is none. */
export function findModel(document: RigDocument, id: string): ModelBlock | undefined {
  const block = findBlock(document, id);
  return block?.type === 'model' ? block : undefined;
}

/** The document with others in the place of one block. */
export function replaceBlock(document: RigDocument, id: string, others: Blocks): RigDocument {
  return withLists(document, (blocks) => blocks.flatMap((block) => (block.id === id ? others : [block])));
}

/** The document with some fields of a block changed. */
export function changeBlock(document: RigDocument, id: string, fields: Readonly<Record<string, unknown>>): RigDocument {
  const block = findBlock(document, id);
  return block ? replaceBlock(document, id, [{ ...block, ...fields } as RigBlock]) : document;
}

/** The document with one block more; it gets an id if it has none. An index beyond the end means the end. */
export function insertBlock(document: RigDocument, block: RigBlock, { index, path }: BlockPlace = {}): RigDocument {
  const insert = (blocks: Blocks): RigBlock[] => {
    const at = index ?? blocks.length;
    return [...blocks.slice(0, at), block, ...blocks.slice(at)];
  };
  if (path === undefined) return readRig({ ...document, blocks: insert(document.blocks) });
  const split = findBlock(document, path.split);
  if (split?.type !== 'split') return document;
  const [first, second] = split.paths.map((blocks, i) => (i === path.path ? insert(blocks) : blocks));
  return readRig(changeBlock(document, path.split, { paths: [first, second] }));
}

/** The document with a block at another place; indices count without it. */
export function moveBlock(document: RigDocument, id: string, place: BlockPlace): RigDocument {
  const block = findBlock(document, id);
  if (!block) return document;
  const moved = insertBlock(replaceBlock(document, id, []), block, place);
  // A split does not go into itself.
  return findBlock(moved, id) ? moved : document;
}

/** An id that no block has: the one that is wished, or with a number behind it. */
export function freeId({ blocks }: RigDocument, wished: string): string {
  const ids = new Set(allBlocks(blocks).map(({ id }) => id));
  let id = wished;
  for (let n = 2; ids.has(id); n++) id = `${wished}-${n}`;
  return id;
}

/** The document with every list of blocks changed, the innermost first. */
function withLists(document: RigDocument, change: (blocks: Blocks) => readonly RigBlock[]): RigDocument {
  const walk = (blocks: Blocks): readonly RigBlock[] =>
    change(
      blocks.map((block) =>
        block.type === 'split' ? { ...block, paths: [walk(block.paths[0]), walk(block.paths[1])] } : block,
      ),
    );
  return { ...document, blocks: walk(document.blocks) };
}
