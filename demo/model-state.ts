import type { Model, ModelInfo } from '../src/index.js';
import type { NetworkPicture } from './analysis/network-picture.js';

/** One of the sizes that a model comes in. */
export interface SizeState {
  readonly size: number;
  /** Per frame. */
  readonly multiplyAdds: number;
  readonly inUse: boolean;
}

/** The default size of a model. */
export const LARGEST_SIZE = 1;

/** A model in use. */
export interface ModelState {
  readonly name: string;
  /** Name of the model's file; the title, for a built-in model. */
  readonly fileName: string;
  /** What runs, to be run elsewhere, too. */
  readonly model: Model;
  readonly info: ModelInfo;
  /** Facts about the network that runs: `info` describes the largest size. */
  readonly facts: Pick<ModelInfo, 'receptiveField' | 'macsPerFrame' | 'stateBytes'>;
  readonly picture: NetworkPicture;
  /** Index among the built-in models; null for a file. */
  readonly builtinIndex: number | null;
  /** In ascending order; empty for models of one size. */
  readonly sizes: readonly SizeState[];
}

/** A model to use: a built-in one by its index, or a recent one by its id. */
export type ModelChoice =
  | { readonly kind: 'builtin'; readonly index: number }
  | { readonly kind: 'recent'; readonly id: string };
