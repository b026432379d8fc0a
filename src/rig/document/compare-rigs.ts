import { BLOCK_PARAMETERS } from '../../live/rig/block-parameters.js';
import type { CabinetBlock, FileReference, ModelBlock, RigBlock, RigDocument } from './rig-document.js';

/** How two rigs differ. */
export interface RigDifference {
  /** `values`: only in numbers, bypass and names, which can be set while the rig plays. */
  readonly kind: 'same' | 'values' | 'structure';
  /** Ids of the blocks whose numbers, bypass or names differ; empty for `structure`. */
  readonly changed: readonly string[];
}

/**
 * Compares two rigs that were read; embedded files do not count.
 *
 * @param hashOf the hash of the file that a block of `a` plays, where that is known
 */
export function compareRigs(
  a: RigDocument,
  b: RigDocument,
  hashOf: (id: string) => string | undefined = () => undefined,
): RigDifference {
  const [before, after] = [flat(a.blocks), flat(b.blocks)];
  const isSame = structureOf(a) === structureOf(b) && before.every((block, i) => playSameFile(block, after[i], hashOf));
  if (!isSame) return { kind: 'structure', changed: [] };
  const others = new Map(after.map((block) => [block.id, valuesOf(block)]));
  const changed = before.filter((block) => others.get(block.id) !== valuesOf(block));
  const kind = changed.length === 0 && endsOf(a) === endsOf(b) ? 'same' : 'values';
  return { kind, changed: changed.map(({ id }) => id as string) };
}

function flat(blocks: readonly RigBlock[]): RigBlock[] {
  return blocks.flatMap((block) => [block, ...(block.type === 'split' ? block.paths.flatMap(flat) : [])]);
}

/** What blocks play and how where they do not say, as far as it cannot be set while the rig plays. */
const DEFAULTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  model: { level: 'normalized', oversampling: 1, controls: {} },
  cabinet: { lengthSeconds: 1, normalize: true },
  split: { align: true },
};

/** All but what can be set while the rig plays, and which files are played. */
function structureOf({ blocks, interfaceLevelDbu = 12 }: RigDocument): string {
  const strip = (block: RigBlock): unknown => {
    const { name: _name, bypass: _bypass, ...rest } = { ...DEFAULTS[block.type], ...block };
    const live = new Set<string>(BLOCK_PARAMETERS[block.type].map((parameter) => parameter.name));
    const entries = Object.entries(rest).filter(([key]) => !(live.has(key) || key === 'paths' || FILES.has(key)));
    const paths = block.type === 'split' ? block.paths.map((path) => path.map(strip)) : [];
    return [entries.sort(([x], [y]) => (x < y ? -1 : 1)), paths];
  };
  return JSON.stringify([interfaceLevelDbu, blocks.map(strip)]);
}

/** Fields that refer to files. */
const FILES: ReadonlySet<string> = new Set(['model', 'response']);

/** Whether blocks play the same file: of one hash where both know it, else from one address. */
function playSameFile(a: RigBlock, b: RigBlock, hashOf: (id: string) => string | undefined): boolean {
  const [one, other] = [fileOf(a), fileOf(b)];
  const hash = one.sha256 ?? hashOf(a.id as string);
  return other.sha256 === undefined ? one.url === other.url : hash === other.sha256;
}

function fileOf(block: RigBlock): FileReference {
  if (block.type === 'model') return (block as ModelBlock).model;
  return block.type === 'cabinet' ? (block as CabinetBlock).response : {};
}

/** The name, and what lies before the first block and after the last one. */
function endsOf({ name, input, output }: RigDocument): string {
  return JSON.stringify([
    name,
    input?.gainDb ?? 0,
    output?.gainDb ?? 0,
    output?.limitDb === undefined ? 'default' : output.limitDb,
  ]);
}

/** What can be set while the rig plays. */
function valuesOf(block: RigBlock): string {
  const values = block as unknown as Readonly<Record<string, unknown>>;
  const numbers = BLOCK_PARAMETERS[block.type].map(({ name, defaultValue }) => values[name] ?? defaultValue);
  return JSON.stringify([block.name, block.bypass ?? false, numbers]);
}
