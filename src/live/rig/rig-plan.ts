import type { EngineSource } from '../../engine/engine-source.js';
import type { ResampledEngineDesign } from '../../engine/resample/resampler-pair.js';
import type { DryAlignment } from '../guarded-engine.js';

/** What all blocks of a plan have. */
interface PlanBase {
  readonly id: string;
  readonly bypass: boolean;
}

/** A model or an impulse response. */
export interface EngineBlockPlan extends PlanBase {
  readonly kind: 'engine';
  readonly source: EngineSource;
  /** The same for blocks whose engines are interchangeable. */
  readonly engineKey: string;
  /** Instances that run at that many times the network's rate. */
  readonly oversampling: number;
  /** Between the rig's rate and that at which the instances run together; null where they are equal. */
  readonly resampling: ResampledEngineDesign | null;
  /** Past input in frames of the rig that a new instance needs. */
  readonly warmFrames: number;
  readonly alignment: DryAlignment;
  /** Gains in dB before and after it, and the wet share. */
  readonly values: readonly [inputDb: number, outputDb: number, mix: number];
  /** Frames that it may process per frame of sound when it wakes from bypass; null if it never sleeps. */
  readonly wakeSpeed: number | null;
}

/** Types of blocks that need no file. */
export type EffectBlockType = 'gate' | 'tone' | 'equalizer' | 'highpass' | 'dc' | 'compressor' | 'gain';

/** A block that only has numbers. */
export interface EffectBlockPlan extends PlanBase {
  readonly kind: 'effect';
  readonly type: EffectBlockType;
  /** All values, in the order of `BLOCK_PARAMETERS`. */
  readonly values: readonly number[];
}

/** Two paths in parallel. */
export interface SplitBlockPlan extends PlanBase {
  readonly kind: 'split';
  readonly paths: readonly [readonly BlockPlan[], readonly BlockPlan[]];
  readonly align: boolean;
  readonly values: readonly [blend: number];
}

/** A block whose file is missing: sound passes it by. */
export interface MissingBlockPlan extends PlanBase {
  readonly kind: 'missing';
}

export type BlockPlan = EngineBlockPlan | EffectBlockPlan | SplitBlockPlan | MissingBlockPlan;

/** All that the audio thread needs to run a rig; it can be posted. */
export interface RigPlan {
  readonly kind: 'rig';
  /** Number of the change that brings it, so that messages tell rigs apart; 0 for the first rig. */
  readonly turn: number;
  /** The rate in Hz at which the blocks run. */
  readonly sampleRate: number;
  /** Past input in frames of the context that the models and responses of a new instance need. */
  readonly warmFrames: number;
  readonly blocks: readonly BlockPlan[];
}
