import {
  BLOCK_PARAMETERS,
  type BlockParameter,
  type RigBlock,
  type RigDocument,
  readRig,
} from '../../../src/rig/index.js';
import { MOST_LEVEL_DB } from '../../state.js';

/** A number of a block within what the page's knobs reach. */
export function withinKnob(block: Pick<RigBlock, 'type'>, name: string, value: number): number {
  const parameters = BLOCK_PARAMETERS[block.type] as readonly BlockParameter[];
  const parameter = parameters.find((one) => one.name === name);
  if (!parameter) return value;
  const most = name === 'outputDb' ? MOST_LEVEL_DB : parameter.maximum;
  return Math.min(most, Math.max(parameter.minimum, value));
}

/** Gain of an end of the rig within what the page's knobs reach. */
export function withinEnd(end: 'input' | 'output', gainDb: number): number {
  return Math.min(end === 'output' ? MOST_LEVEL_DB : 40, Math.max(-60, gainDb));
}

/**
 * A rig from a link, a preset or an earlier visit as the page plays it: checked, nothing louder than its knobs allow, the limiter
 * on, and no files in it. Throws a DilatoneError for what is no rig.
 */
export function fitForPage(rig: unknown): RigDocument {
  const { files: _, output, ...document } = readRig(rig);
  const fit = (block: RigBlock): RigBlock => {
    if (block.type === 'split') return { ...block, paths: [block.paths[0].map(fit), block.paths[1].map(fit)] };
    if (block.type !== 'model' && block.type !== 'cabinet') return block;
    const { outputDb } = block;
    return outputDb === undefined ? block : { ...block, outputDb: withinKnob(block, 'outputDb', outputDb) };
  };
  const gainDb = output?.gainDb;
  return {
    ...document,
    blocks: document.blocks.map(fit),
    ...(gainDb !== undefined && { output: { gainDb: withinEnd('output', gainDb) } }),
  };
}

/** Whether two rigs sound the same and are called the same, however they are written. */
export function sameRig(a: RigDocument, b: RigDocument): boolean {
  return canonical(a) === canonical(b);
}

function canonical({ blocks, input, output, interfaceLevelDbu }: RigDocument): string {
  return JSON.stringify([blocks.map(plain), input?.gainDb ?? 0, output?.gainDb ?? 0, interfaceLevelDbu]);
}

/** Every field of a block, in one order, with defaults where it names none. */
function plain(block: RigBlock): unknown {
  const fields = block as unknown as Readonly<Record<string, unknown>>;
  const parameters = BLOCK_PARAMETERS[block.type] as readonly BlockParameter[];
  const { paths: _, bypass = false, level, ...rest } = { ...fields };
  for (const { name, defaultValue } of parameters) rest[name] ??= defaultValue;
  const paths = block.type === 'split' ? block.paths.map((path) => path.map(plain)) : [];
  const entries = Object.entries({ ...rest, bypass, ...(block.type === 'model' && { level: level ?? 'normalized' }) });
  return [entries.sort(([x], [y]) => (x < y ? -1 : 1)), paths];
}
