import type { Network, SignalId } from '../../network/network.js';
import type { Code, Statement } from '../assembler/code.js';
import type { ModuleBuilder } from '../assembler/module.js';
import type { KernelLibrary, KernelSettings } from '../code/kernel-library.js';
import type { MemoryAllocator, StepNeeds } from '../plan/memory.js';
import type { Storage } from '../plan/storage.js';
import type { StateLayout } from '../program.js';

/** How kernels use the vector registers: up to rows × vectors accumulators at once. */
export interface Tiling {
  readonly accumulators: number;
  /** Vectors of frames per tile: 1, 2 or 4. */
  readonly vectors: number;
}

/** One kernel's work on a block. */
export interface Step extends StepNeeds {
  /** The name of its kind. */
  readonly kind: string;
  /** Frames of input beyond the receptive field that influence how the step rounds; default 0. */
  readonly extraWarmFrames?: number;
  /** The step repeats its schedule after this many frames, a power of two; default 1. */
  readonly periodFrames?: number;
}

/** A network while its steps are planned. */
export interface DraftPlan {
  /** The simplified network. */
  readonly network: Network;
  readonly storage: readonly Storage[];
  readonly tiling: Tiling;
}

/** A program while its code is written. */
export interface DraftProgram extends KernelSettings {
  readonly module: ModuleBuilder;
  readonly kernels: KernelLibrary;
}

/** Writes the code of all steps of one kind, whose memory it knows. */
export interface StepWriter<S extends Step> {
  /**
   * Adds the step's functions to the module, and its weights and constants to the image. Returns the call that runs the step
   * on one block.
   */
  write(step: S): (frame: Code<'i32'>, frames: Code<'i32'>) => Statement;
  /**
   * Statements that bring a step to rest: they set its own state, and frame 0 of what it stores, to what endless silence
   * leaves, by the kernel's own arithmetic. Before them the histories that the step reads hold constants, and the blocks have
   * them in frame 0; after them the histories that it stores are filled with their frame 0. Called after all `write`.
   *
   * @param run runs the step on one frame, frame 0
   */
  rest(step: S, run: Statement): Statement[];
  /** The same for a network that starts from zero: they set the step's own state, while all histories hold zeros. */
  zero(step: S, run: Statement): Statement[];
  /** State that follows from the past by recurrence, so that a prewarm has to find its rest; called after `rest`. */
  states?(step: S): readonly StateLayout[];
}

/**
 * A way to compute ops. Planning, memory and compiling ask a kind through this interface only; to add one, write its
 * folder and enter it in `STEP_KINDS`.
 */
export interface StepKind<S extends Step = Step> {
  /** Name, as in `Step.kind`. */
  readonly name: string;
  /** Whether one step may compute several ops in a row. */
  readonly fuses: boolean;
  /** Whether the kind computes an op. Kinds are asked in the order of the list; the first that claims it has it. */
  claims(network: Network, id: SignalId): boolean;
  /** Plans a step for ops that the kind has claimed. */
  plan(draft: DraftPlan, ids: readonly SignalId[]): S;
  /** Reserves what all steps of the kind need beside the memory of signals; what it returns writes their code. */
  reserve(steps: readonly S[], network: Network, memory: MemoryAllocator): (program: DraftProgram) => StepWriter<S>;
}
