import { catchUpSpeed } from '../../controller/node/live-engine.js';
import type { EngineSource } from '../../engine/engine-source.js';
import { DilatoneError } from '../../errors.js';
import type { BlockPlan, RigPlan } from '../../live/rig/rig-plan.js';
import { calibratedInputGain, outputGain } from '../../model/output-gain.js';
import { parameterValues } from '../document/parameter-values.js';
import type { CabinetBlock, ModelBlock, RigBlock, RigDocument } from '../document/rig-document.js';
import type { PreparedRig, ReadyBlock } from './prepare-rig.js';

/** Gains in dB that a block's level adds to those that the player sets. */
export interface LevelGains {
  readonly inputDb: number;
  readonly outputDb: number;
  /** What is not as the player asked for; null where all is. */
  readonly warning: string | null;
}

const NO_GAINS: LevelGains = { inputDb: 0, outputDb: 0, warning: null };

/**
 * The gains that make a model as loud as its `level` says. `calibrated`: sound between blocks stands at the level of the
 * interface, so that each block drives the next one as the devices would. Where the file lacks the levels for it, it is normalized.
 */
export function levelGains(block: ModelBlock, ready: ReadyBlock, interfaceLevelDbu?: number): LevelGains {
  const info = ready.model?.info;
  const { level = 'normalized' } = block;
  if (info === undefined || level === 'raw') return NO_GAINS;
  const input = level === 'calibrated' ? calibratedInputGain(info, interfaceLevelDbu) : { gainDb: 0, reason: null };
  const output = outputGain(info, level, interfaceLevelDbu);
  if (output.reason === null || level === 'normalized') {
    return { inputDb: input.gainDb, outputDb: output.gainDb, warning: input.reason ?? output.reason };
  }
  const normalized = outputGain(info, 'normalized');
  return { inputDb: input.gainDb, outputDb: normalized.gainDb, warning: `${output.reason} It is normalized instead.` };
}

/** The values that the audio thread gets for a block: the player's, and what its level adds. */
export function audioValues(block: RigBlock, ready: ReadyBlock | DilatoneError | undefined, dbu?: number): number[] {
  const values = parameterValues(block);
  if (block.type === 'cabinet') return [0, ...values];
  if (block.type !== 'model' || ready === undefined || ready instanceof DilatoneError) return values;
  const { inputDb, outputDb } = levelGains(block, ready, dbu);
  return [values[0] + inputDb, values[1] + outputDb, values[2]];
}

/** Puts the document's numbers and what its blocks play together, for the audio thread. */
export function planRig(document: RigDocument, prepared: PreparedRig, contextRate: number, turn = 0): RigPlan {
  const { sampleRate } = prepared;
  const planOf = (block: RigBlock): BlockPlan => {
    const ready = prepared.blocks.get(block.id as string);
    const base = { id: block.id as string, bypass: block.bypass ?? false };
    const values = audioValues(block, ready, document.interfaceLevelDbu);
    switch (block.type) {
      case 'split': {
        const [first, second] = block.paths;
        const paths = [first.map(planOf), second.map(planOf)] as const;
        return { ...base, kind: 'split', paths, align: block.align ?? true, values: [values[0]] };
      }
      case 'model':
      case 'cabinet':
        return ready === undefined || ready instanceof DilatoneError
          ? { ...base, kind: 'missing' }
          : { ...base, ...enginePlan(block, ready, sampleRate), values: [values[0], values[1], values[2]] };
      default:
        return { ...base, kind: 'effect', type: block.type, values };
    }
  };
  const warmFrames = warmFramesOf(document.blocks, prepared);
  const resamplers = prepared.resampling;
  const ownFrames = resamplers === null ? 0 : resamplers.toModel.taps + resamplers.latencyFrames + 2;
  return {
    kind: 'rig',
    turn,
    sampleRate,
    warmFrames: Math.ceil((warmFrames * contextRate) / sampleRate) + ownFrames,
    blocks: [
      endPlan('input', document.input?.gainDb ?? 0),
      ...document.blocks.map(planOf),
      endPlan('output', document.output?.gainDb ?? 0),
    ],
  };
}

/** The gain before the first or after the last block, in a slot of its own. */
function endPlan(id: 'input' | 'output', gainDb: number): BlockPlan {
  return { kind: 'effect', type: 'gain', id, bypass: false, values: [gainDb] };
}

/** Share of real time that a block without a file takes, at most: 13 µs of 2.7 ms. */
const EFFECT_SHARE = 0.005;
/** How much longer blocks take on the audio thread than they took when their speed was measured: it sleeps between short blocks. */
const LIVE_FACTOR = 1.5;

/** Share of real time that blocks need on the audio thread; `share`: of those with a file, as measured; null where it is not known. */
export function liveShare(share: number | null, effects: number): number | null {
  return share === null ? null : LIVE_FACTOR * (share + effects * EFFECT_SHARE);
}

/** Numbers of sources, so that the audio thread knows those that are the same. */
const sourceNumbers = new WeakMap<EngineSource, number>();
let sources = 0;

function numberOf(source: EngineSource): number {
  const number = sourceNumbers.get(source) ?? ++sources;
  sourceNumbers.set(source, number);
  return number;
}

function enginePlan(block: ModelBlock | CabinetBlock, ready: ReadyBlock, sampleRate: number) {
  const { source, oversampling, resampling, warmFrames, alignment, share } = ready;
  const speed = Math.max(2, catchUpSpeed(liveShare(share, 0), 0));
  // A response costs little and would take long to wake.
  const wakeSpeed = block.type === 'cabinet' ? null : speed;
  const engineKey = [numberOf(source), oversampling, sampleRate].join();
  return { kind: 'engine', source, engineKey, oversampling, resampling, warmFrames, alignment, wakeSpeed } as const;
}

/** Past input in frames of the rig that blocks in series need, one after another. */
function warmFramesOf(blocks: readonly RigBlock[], prepared: PreparedRig): number {
  return blocks.reduce((sum, block) => {
    if (block.type === 'split') return sum + Math.max(...block.paths.map((path) => warmFramesOf(path, prepared)));
    const ready = prepared.blocks.get(block.id as string);
    return sum + (ready === undefined || ready instanceof DilatoneError ? 0 : ready.warmFrames);
  }, 0);
}
