import { DilatoneError, printable } from '../errors.js';
import type { ModelInfo } from '../model/model.js';
import type { CabinetInfo } from './cabinet/cabinet-network.js';
import { unknownFields } from './document/read-rig.js';
import type { ModelBlock, RigBlock, RigDocument } from './document/rig-document.js';
import { levelGains } from './prepare/plan-rig.js';
import { allBlocks, type PreparedRig } from './prepare/prepare-rig.js';

/** Facts about one block as it runs. */
export interface BlockInfo {
  /** Its id in the document. */
  readonly id: string;
  /** Its type. */
  readonly type: RigBlock['type'];
  /** `missing`: its file cannot be had or does not fit, and sound passes the block by. */
  readonly status: 'ready' | 'missing';
  /** Why it is missing; null if it is not. */
  readonly problem: string | null;
  /** Facts about its model; null for other blocks. */
  readonly model: ModelInfo | null;
  /** Facts about its response; null for other blocks. */
  readonly cabinet: CabinetInfo | null;
  /** Frames of the rig's rate that it adds to the latency. */
  readonly latencyFrames: number;
  /** Estimated share of real time for mono sound, from its speed on the main thread; null where it is not known. */
  readonly share: number | null;
}

/** Facts about a rig as it runs. */
export interface RigInfo {
  /** Sample rate of the context in Hz. */
  readonly sampleRate: number;
  /** Sample rate in Hz at which the blocks run: that of most of its models. */
  readonly rigSampleRate: number;
  /** Delay of the output, in frames of the context; the same while bypassed. */
  readonly latencyFrames: number;
  /** The same in seconds. */
  readonly latencySeconds: number;
  /** Estimated share of the audio thread's time, of all blocks with a file; null where it is not known. */
  readonly load: number | null;
  /** All blocks, those of parallel paths after the split that they are in. */
  readonly blocks: readonly BlockInfo[];
  /** Sentences about what is missing, and about what differs from what models expect; empty where nothing does. */
  readonly warnings: readonly string[];
}

/** Describes a rig that runs. */
export function describeRig(
  document: RigDocument,
  prepared: PreparedRig,
  contextRate: number,
  warnings: readonly string[],
): RigInfo {
  const blocks = allBlocks(document.blocks).map((block) => describeBlock(block, prepared));
  const shares = blocks.filter(({ model, cabinet }) => model ?? cabinet).map(({ share }) => share);
  const own = Math.round((seriesLatency(document.blocks, prepared) * contextRate) / prepared.sampleRate);
  const latencyFrames = own + (prepared.resampling?.latencyFrames ?? 0);
  return {
    sampleRate: contextRate,
    rigSampleRate: prepared.sampleRate,
    latencyFrames,
    latencySeconds: latencyFrames / contextRate,
    load: shares.includes(null) ? null : shares.reduce<number>((sum, share) => sum + (share ?? 0), 0),
    blocks,
    warnings: [
      ...warnings,
      ...unknownFields(document).map((place) => `${printable(place, 100)}: unknown, so it was left out`),
      ...allBlocks(document.blocks).flatMap((block) => blockWarnings(block, document, prepared)),
    ],
  };
}

function describeBlock(block: RigBlock, prepared: PreparedRig): BlockInfo {
  const id = block.id as string;
  const ready = prepared.blocks.get(id);
  const base = { id, type: block.type, problem: null, model: null, cabinet: null, status: 'ready' } as const;
  const latencyFrames = seriesLatency([block], prepared);
  if (ready === undefined) return { ...base, latencyFrames, share: null };
  if (ready instanceof DilatoneError) {
    return { ...base, status: 'missing', problem: ready.message, latencyFrames, share: null };
  }
  const { model, cabinet, share } = ready;
  return { ...base, model: model?.info ?? null, cabinet: cabinet?.info ?? null, latencyFrames, share };
}

/** Frames of the rig's rate by which blocks in series delay the sound. */
function seriesLatency(blocks: readonly RigBlock[], prepared: PreparedRig): number {
  return blocks.reduce((sum, block) => {
    if (block.type === 'split') return sum + Math.max(...block.paths.map((path) => seriesLatency(path, prepared)));
    const ready = prepared.blocks.get(block.id as string);
    if (ready === undefined || ready instanceof DilatoneError) return sum;
    return sum + (ready.resampling?.latencyFrames ?? 0);
  }, 0);
}

function blockWarnings(block: RigBlock, { interfaceLevelDbu }: RigDocument, prepared: PreparedRig): string[] {
  const ready = prepared.blocks.get(block.id as string);
  if (ready === undefined) return [];
  const say = (text: string) => `${block.name ?? block.id}: ${text}`;
  if (ready instanceof DilatoneError) return [say(`bypassed, since its file is missing: ${ready.message}`)];
  const level = block.type === 'model' ? levelGains(block as ModelBlock, ready, interfaceLevelDbu).warning : null;
  return [
    ...(ready.model?.info.warnings ?? []),
    ...(ready.cabinet?.info.warnings ?? []),
    ...(level === null ? [] : [level]),
  ].map(say);
}
