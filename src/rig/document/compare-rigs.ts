import { BLOCK_PARAMETERS } from '../../live/rig/block-parameters.js';
import type { RigBlock, RigDocument } from './rig-document.js';

/** How two rigs differ. */
export interface RigDifference {
  /** `values`: only in numbers, bypass and names, which can be set while the rig plays. */
  readonly kind: 'same' | 'values' | 'structure';
  /** Ids of the blocks whose numbers, bypass or names differ; empty for `structure`. */
  readonly changed: readonly string[];
}

/** Compares two rigs that were read; embedded files do not count. */
export function compareRigs(a: RigDocument, b: RigDocument): RigDifference {
  const isSame = structureOf(a) === structureOf(b);
  if (!isSame) return { kind: 'structure', changed: [] };
  const others = new Map(flat(b.blocks).map((block) => [block.id, valuesOf(block)]));
  const changed = flat(a.blocks).filter((block) => others.get(block.id) !== valuesOf(block));
  const areEndsSame = JSON.stringify([a.name, a.input, a.output]) === JSON.stringify([b.name, b.input, b.output]);
  const kind = changed.length === 0 && areEndsSame ? 'same' : 'values';
  return { kind, changed: changed.map(({ id }) => id as string) };
}

function flat(blocks: readonly RigBlock[]): RigBlock[] {
  return blocks.flatMap((block) => [block, ...(block.type === 'split' ? block.paths.flatMap(flat) : [])]);
}

/** All but what can be set while the rig plays. */
function structureOf({ blocks, interfaceLevelDbu }: RigDocument): string {
  const strip = (block: RigBlock): unknown => {
    const { name: _name, bypass: _bypass, ...rest } = block;
    const live = new Set<string>(BLOCK_PARAMETERS[block.type].map((parameter) => parameter.name));
    const entries = Object.entries(rest).filter(([key]) => !live.has(key) && key !== 'paths');
    const paths = block.type === 'split' ? block.paths.map((path) => path.map(strip)) : [];
    return [entries.sort(([x], [y]) => (x < y ? -1 : 1)), paths];
  };
  return JSON.stringify([interfaceLevelDbu, blocks.map(strip)]);
}

/** What can be set while the rig plays. */
function valuesOf(block: RigBlock): string {
  const values = block as unknown as Readonly<Record<string, unknown>>;
  const numbers = BLOCK_PARAMETERS[block.type].map(({ name, defaultValue }) => values[name] ?? defaultValue);
  return JSON.stringify([block.name, block.bypass ?? false, numbers]);
}
